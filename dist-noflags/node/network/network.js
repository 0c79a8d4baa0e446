/**
 * The network of a running agent: started when first needed, listening when first asked to.
 *
 * @module
 */
import { fromUtf8, utf8 } from "../../base/bytes.js";
import { systemClock } from "../../base/clock.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { settledWithin } from "../../base/lifetime.js";
import { randomBytes, randomFraction } from "../../crypto/random.js";
import { formatAddress } from "../../net/address.js";
import { systemTimer } from "../../net/timer.js";
/** Port that an agent listens on unless told otherwise. */
export const DEFAULT_AGENT_PORT = 8766;
/** Milliseconds for which listening waits for the router; what it says later is told then. */
export const ROUTER_WAIT_MS = 1500;
/** Length of the seed of a host's key. */
const SEED_BYTES = 32;
/** Key of the port that was listened on last, in the space `meta`. */
const LAST_PORT = utf8('net/port');
/** See the module comment. */
export class Network {
    #options;
    #host;
    #listening;
    /** A failure to listen leaves the host serving: the next attempt only listens. */
    #serving;
    #listener;
    #reservations;
    #lan;
    #mapping;
    #reachable;
    #reachableAt = [];
    constructor(options) {
        this.#options = options;
    }
    /** Multiaddrs it is reached at, those through relays last; empty while it does not listen. */
    get addresses() {
        const own = this.#listener?.addresses ?? [];
        return [...new Set([...own.filter(isDirect), ...(this.#reservations?.addresses ?? [])])];
    }
    /** Whether servers get to it. */
    get reachability() {
        return this.#reachable?.state ?? 'unknown';
    }
    /** Has servers asked whether they get to this agent, where it listens; nobody need wait for it. */
    async askReachability() {
        const host = this.#listener;
        if (host === undefined)
            return;
        const servers = await this.#options.reachabilityServers();
        if (servers.length === 0 && this.#reachable === undefined)
            return;
        const { Reachable } = await import("./reachability.js");
        this.#reachableAt = servers;
        this.#reachable ??= host.use((node) => new Reachable({
            node,
            timer: systemTimer,
            servers: () => this.#reachableAt,
            mapped: () => this.#mapping?.outside,
            onChange: (state) => {
                this.#options.onAddresses();
                // Its own addresses are worth nothing, whatever they look like.
                if (state === 'private')
                    void this.seekRelays();
            },
        }));
        await this.#reachable.check();
    }
    /** How it is reached. */
    async reachStatus() {
        const host = await this.#host?.catch(() => undefined);
        const [reachability, relays] = [this.reachability, this.#reservations?.states ?? []];
        if (host === undefined)
            return { reachability, relays, punches: [] };
        const { punchesOf } = await import("./punch.js");
        const router = this.#mapping?.status;
        return { reachability, relays, punches: host.use(punchesOf), ...(router === undefined ? {} : { router }) };
    }
    /** The host, dial only until {@link listen}. */
    host() {
        this.#host ??= this.#open(this.#options.seed).catch((error) => {
            // Whoever asks later may be luckier.
            this.#host = undefined;
            throw error;
        });
        return this.#host;
    }
    /** Takes part in gossip over the connections that there are. */
    async gossip(side) {
        const host = await this.host();
        // Gossipsub is loaded by those agents alone that last.
        const { openGossip } = await import("./gossip.js");
        return openGossip(host, side);
    }
    /** The DHT, over hosts of its own for look-ups and this one to be found. @throws {TalosError} `E_STORAGE…`. */
    async dht(terms, onFault) {
        const { openDht } = await import("../dht/dht.js");
        const { store } = this.#options;
        const host = () => this.host();
        return openDht({ store, clock: systemClock, host, veiledHost: () => this.veiledHost(), onFault }, terms);
    }
    /** Agents of the local network, by multicast DNS: nothing is sent before it is used. */
    async lan() {
        const { Lan } = await import("./lan.js");
        this.#lan ??= new Lan({ host: () => this.host(), veiledHost: () => this.veiledHost() });
        return this.#lan;
    }
    /** A new host that only dials, under a key that was made for it and is told nobody. Owned by who asks. */
    veiledHost(seed = randomBytes(SEED_BYTES)) {
        return this.#open(() => seed);
    }
    async #open(seed) {
        if (this.#options.isOffline)
            throw new TalosError('E_UNREACHABLE', 'the network is off', { hint: 'leave out --offline' });
        // libp2p is large: it is loaded by those commands alone that use the network.
        const { openHost } = await import("../host.js");
        return openHost({ seed: seed() });
    }
    /**
     * Listens, where it does not yet; later calls give the same addresses.
     *
     * @throws {TalosError} `E_CONFIG` if none of the wanted ports can be listened on.
     */
    async listen(host, port) {
        this.#listening ??= this.#listen(host ?? this.#options.host, port ?? this.#options.port).catch((error) => {
            this.#listening = undefined;
            throw error;
        });
        assertPort(await this.#listening, port);
        return this.addresses;
    }
    /** Takes links of a purpose of which it takes none by itself, until disposed. */
    async serve(purpose) {
        if (this.#options.purposes.includes(purpose))
            return { [Symbol.asyncDispose]: () => Promise.resolve() };
        return (await this.host()).serve(purpose, (link) => this.#options.accept(purpose, link));
    }
    async #listen(address, port) {
        const host = await this.host();
        this.#serving ??= Promise.all(this.#options.purposes.map((purpose) => host.serve(purpose, (link) => this.#options.accept(purpose, link))));
        await this.#serving;
        const addresses = await this.#listenOnOne(host, address, port === undefined ? await this.#usualPorts() : [port]);
        this.#listener = host;
        await this.#remember(addresses);
        if (this.#options.asksRouter.length > 0)
            await this.#mapPort(host);
        await this.seekRelays();
        return addresses;
    }
    /** Has the router asked for a port, and waits a moment for it to answer. */
    async #mapPort(host) {
        const { PortMapping } = await import("./port-mapping.js");
        const { asksRouter, onAddresses } = this.#options;
        const ways = [];
        if (asksRouter.includes('nat-pmp'))
            ways.push((await import("./nat-pmp-way.js")).natPmp);
        if (asksRouter.includes('upnp'))
            ways.push(new (await import("./upnp-way.js")).UpnpWay());
        this.#mapping ??= host.use((node) => new PortMapping({ node, timer: systemTimer, ways, onChange: onAddresses }));
        await settledWithin(this.#mapping.ask(), ROUTER_WAIT_MS);
    }
    /**
     * Has places asked for at the relays that there are by now, once it listens; waits until each relay has answered or is known to
     * be away for now.
     */
    async seekRelays() {
        if (this.#listener === undefined)
            return;
        // The own address may be another one than when the router was asked.
        void this.#mapping?.ask();
        const asked = this.askReachability();
        asked.catch((error) => this.#options.onNotice(`whether this agent is reached is not known: ${String(error)}`));
        const relays = await this.#options.relays();
        if (relays.length > 0 || this.#reservations !== undefined)
            await this.#reserve(this.#listener, relays);
    }
    /** Asks the relays at once whether they are there: the network may be another one. */
    probe() {
        this.#reservations?.probe();
    }
    /** Has places at `relays` asked for, and waits until each relay has answered or is known to be away for now. */
    async #reserve(host, relays) {
        const { Reservations } = await import("./reservations.js");
        const { onNotice } = this.#options;
        this.#reservations ??= host.use((node) => new Reservations({
            node,
            timer: systemTimer,
            random: randomFraction,
            onChange: () => this.#options.onAddresses(),
            onFailure: (relay, { code, message }) => onNotice(`the relay ${relay}: ${code}: ${message}`),
        }));
        this.#reservations.use(relays);
        await this.#reservations.asked();
    }
    async #listenOnOne(host, address, ports) {
        let failure;
        for (const port of ports)
            try {
                return await host.listen([formatAddress(address, port)]);
            }
            catch (error) {
                if (!isTalosError(error, 'E_CONFIG'))
                    throw error;
                failure = error;
            }
        throw failure;
    }
    /** An invitation that was given out names a port: the one of last time comes first. */
    async #usualPorts() {
        const value = await this.#options.store.get('meta', LAST_PORT);
        const last = value === undefined ? Number.NaN : Number(fromUtf8(value));
        const usual = [DEFAULT_AGENT_PORT, 0];
        return Number.isInteger(last) && last > 0 && last < 65_536 && last !== DEFAULT_AGENT_PORT
            ? [last, ...usual]
            : usual;
    }
    async #remember(addresses) {
        const port = /\/tcp\/([0-9]+)/.exec(addresses[0] ?? '')?.[1];
        if (port === undefined)
            return;
        await this.#options.store.apply([{ kind: 'put', space: 'meta', key: LAST_PORT, value: utf8(port) }]);
    }
    async [Symbol.asyncDispose]() {
        this.#reachable?.[Symbol.dispose]();
        await this.#mapping?.[Symbol.asyncDispose]();
        await this.#reservations?.[Symbol.asyncDispose]();
        const host = await this.#host?.catch(() => undefined);
        await host?.[Symbol.asyncDispose]();
    }
}
/** Whether no relay is in the way. */
function isDirect(address) {
    return !address.includes('/p2p-circuit');
}
/** The agent listens once; a port that somebody asks for by number later must be the one. */
function assertPort(addresses, port) {
    if (port === undefined || port === 0 || addresses.some((address) => address.includes(`/tcp/${port}/`)))
        return;
    throw new TalosError('E_CONFIG', `the agent listens on another port than ${port} already: ${addresses.join(', ')}`, {
        details: { key: 'port' },
        hint: 'leave out --port, or end the process that runs the agent',
    });
}
