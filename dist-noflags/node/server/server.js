/**
 * A running server on Node: its data directory, its network, and the services that it was told to serve. PROTOCOL.md §6.4,
 * §10.
 *
 * @module
 */
import { join } from 'node:path';
import { systemClock } from "../../base/clock.js";
import { TalosError } from "../../base/errors.js";
import { closeAll } from "../../base/lifetime.js";
import { initCrypto } from "../../crypto/init.js";
import { randomBytes } from "../../crypto/random.js";
import { keyOfDid } from "../../identity/did.js";
import { formatAddress, hostPortOf } from "../../net/address.js";
import { addressPolicy, isLanMode } from "../../net/address-policy.js";
import { formatPeerId } from "../../net/peer-id.js";
import { isOffer } from "../../registry/api.js";
import { assertOwnDataDir, DATA_DIR_NAMES } from "../data-dir.js";
import { openKeystore, readKeystoreHead } from "../identity/keystore-file.js";
import { tryOwnDirectory } from "../local/owner-lock.js";
import { measuredStore } from "../store/measured-store.js";
import { ServerHealth } from "./server-health.js";
import { openServerHttp } from "./server-http.js";
/**
 * Starts a server.
 *
 * @throws {TalosError} `E_LOCKED` where another process owns the directory; what opening keystore and store throws;
 *   `E_CONFIG` if it cannot listen, and as the store of the database says.
 */
export async function openServer(options) {
    const { dataDir, onFault } = options;
    assertOwnDataDir(dataDir);
    const opened = [];
    const own = (each) => {
        opened.push(each);
        return each;
    };
    const end = () => closeAll(opened.splice(0));
    try {
        own(lockOf(dataDir));
        await initCrypto();
        const { identity } = openKeystore(dataDir, { passphrase: await passphraseOf(options), nowMs: Date.now() });
        const health = new ServerHealth();
        const { metrics } = health;
        const store = measuredStore(own(await openStore(options, identity.did)), metrics);
        const isShared = options.store !== undefined;
        const onAnswered = (service, answered) => {
            health.count(service, answered);
            options.onAnswered?.(service, answered);
        };
        // Filled as what it offers is opened.
        const offers = [];
        const info = () => ({ name: options.name, offers });
        const services = [];
        for (const open of options.services)
            services.push(own(await open({ store, isShared, clock: systemClock, onFault, info, metrics, onAnswered })));
        offers.push(...services.map(({ purpose }) => purpose).filter(isOffer));
        const [{ openHost }, { answerAutonat }] = await Promise.all([
            import("../host.js"),
            import("../network/autonat-server.js"),
        ]);
        const whyNotReady = () => health.whyNotReady(store);
        const http = openServerHttp({ metrics, clock: systemClock, whyNotReady, onFault });
        const host = own(await openHost({ seed: identity.hostSeed(), http }));
        health.measure(host);
        // Links are taken before anybody can know the address.
        for (const service of services)
            await host.serve(service.purpose, (link) => service.accept(link));
        if (options.relay !== undefined) {
            await openRelay(host, options.relay, metrics);
            offers.push('relay');
        }
        await host.use(answerAutonat);
        offers.push('reach');
        const witness = await openWitness(options, identity, store, own);
        const multiaddrs = await host.listen([formatAddress(options.host, options.port)]);
        if (options.dht !== undefined) {
            own(await openServerDht(host, store, options.dht, { multiaddrs, metrics, onFault }));
            offers.push('dht');
        }
        return {
            did: identity.did,
            peerId: host.peerId,
            addresses: multiaddrs.map(hostPortOf),
            multiaddrs,
            services: [...services.map(({ purpose }) => purpose), ...(options.relay === undefined ? [] : ['relay'])],
            info: info(),
            witness,
            [Symbol.asyncDispose]: end,
        };
    }
    catch (error) {
        await end();
        throw error;
    }
}
/** A node of the DHT that others begin with. */
async function openServerDht(host, store, { lan, bootstrap }, parts) {
    const [{ openDht }, { openHost }] = await Promise.all([import("../dht/dht.js"), import("../host.js")]);
    const { multiaddrs, metrics, onFault } = parts;
    const isLan = isLanMode(lan, [...multiaddrs, ...bootstrap]);
    const dht = await openDht({
        store,
        clock: systemClock,
        host: () => Promise.resolve(host),
        veiledHost: () => openHost({ seed: randomBytes(32) }),
        onFault,
    }, { policy: addressPolicy(() => isLan), bootstraps: () => bootstrap, isServer: true });
    await dht.join();
    metrics.gauge('talos_dht_nodes', 'Nodes in the table of the DHT.', () => dht.state().nodes);
    metrics.gauge('talos_dht_records', 'Agent records that are kept for the DHT.', () => dht.state().records);
    return dht;
}
async function openRelay(host, limits, metrics) {
    const { startRelay } = await import("../network/relay-server.js");
    const relay = await host.use((node) => startRelay(node, limits));
    metrics.gauge('talos_relay_places', 'Agents that have a place at the relay.', () => relay.counts.reservations);
    metrics.gauge('talos_relay_connections', 'Relayed connections that are open.', () => relay.counts.connections);
    metrics.counted('talos_relay_places_refused_total', 'Places that were refused.', () => relay.counts.reservationsRefused);
    metrics.counted('talos_relay_connections_refused_total', 'Connections that were not relayed.', () => relay.counts.connectionsRefused);
}
async function openWitness({ witness: terms, host, onFault }, identity, store, own) {
    if (terms === undefined)
        return undefined;
    const { Witness } = await import("../../witness/witness.js");
    const { listenAsWitness } = await import("../ledger/witness-listener.js");
    const { port, logs } = terms;
    const name = `talos-witness/${formatPeerId(keyOfDid(identity.did))}`;
    const witness = await Witness.open({ store, clock: systemClock, name, signing: identity.witnessKey(), logs });
    const listener = await listenAsWitness({ witness, host, port, clock: systemClock, onFault });
    own(listener);
    return { url: listener.url, key: witness.key };
}
async function openStore({ dataDir, store: url }, owner) {
    if (url === undefined) {
        const { openLmdbStore } = await import("../store/lmdb-store.js");
        return openLmdbStore({ path: join(dataDir, DATA_DIR_NAMES.store) });
    }
    const { openPgStore } = await import("../store/pg-store.js");
    return openPgStore({ url, owner });
}
function lockOf(dataDir) {
    const lock = tryOwnDirectory(dataDir);
    if (lock !== undefined)
        return lock;
    throw new TalosError('E_LOCKED', `another process owns ${dataDir}`, {
        hint: 'end that process, or use another data directory',
    });
}
async function passphraseOf({ dataDir, passphrase }) {
    return readKeystoreHead(dataDir)?.method.kind === 'passphrase' ? passphrase() : undefined;
}
