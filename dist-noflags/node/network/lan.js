import { mdns } from '@libp2p/mdns';
import { BoundedMap } from "../../base/bounded.js";
import { isTalosError } from "../../base/errors.js";
import { MAX_AGENT_RECORD_BYTES } from "../../identity/agent-record.js";
import { keyOfDid } from "../../identity/did.js";
import { isDialable, parsePlace } from "../../net/address.js";
import { scopeOf } from "../../net/address-policy.js";
import { formatPeerId } from "../../net/peer-id.js";
import { RECORD_PROTOCOL } from "../../net/record-protocol.js";
import { startDeadline } from "../deadline.js";
import { firstToAnswer } from "./dial.js";
import { MessageStream } from "./message-stream.js";
/** What agents ask for and answer to. */
export const MDNS_TAG = '_talos._udp.local';
/** How often the network is asked who is there, in milliseconds, besides when a peer is looked for. */
export const MDNS_INTERVAL_MS = 60_000;
/** Least time from one answer to the next, in milliseconds. RFC 6762 §6. */
export const MDNS_ANSWER_MS = 1000;
/** How long a peer is waited for that is looked for, in milliseconds. */
export const MDNS_WAIT_MS = 1500;
/** How long what was heard of a peer is worth, in milliseconds: what its records say. */
export const MDNS_TTL_MS = 120_000;
/** Peers that are remembered. */
export const MAX_LAN_PEERS = 256;
/** Addresses of a peer. */
export const MAX_LAN_ADDRESSES = 4;
/** For a peer to prove itself and give its record, in milliseconds. */
const ASK_TIMEOUT_MS = 5000;
/** Records that are given at a time. */
const MAX_GIVEN = 16;
/** See the module comment. It ends with the host. */
export class Lan {
    name = 'the local network';
    #parts;
    #heard = new BoundedMap(MAX_LAN_PEERS);
    #waiting = new Map();
    #service;
    #record = () => Promise.reject(new Error('there is no record'));
    #isAnswering = false;
    #given = 0;
    constructor(parts) {
        this.#parts = parts;
    }
    /** Tells of this agent, while it listens, and gives `record` to those who ask it. Repeatable. */
    async announce(record) {
        this.#record = record;
        if (!this.#isAnswering) {
            this.#isAnswering = true;
            const host = await this.#parts.host();
            await host.use(({ libp2p }) => libp2p.handle(RECORD_PROTOCOL, (stream) => this.#give(stream)));
        }
        await this.#start();
    }
    async find(did, signal) {
        const peerId = formatPeerId(keyOfDid(did));
        const service = await this.#start();
        if (!this.#isFresh(peerId)) {
            service.mdns?.query({ questions: [{ name: MDNS_TAG, type: 'PTR' }] });
            await this.#untilHeard(peerId, signal);
        }
        const heard = this.#heard.get(peerId);
        if (heard === undefined)
            return [];
        try {
            return [await this.#ask(heard.addresses, signal)];
        }
        catch {
            signal.throwIfAborted();
            // Whoever said that it is there is gone, or was another.
            this.#heard.delete(peerId);
            return [];
        }
    }
    #start() {
        this.#service ??= this.#open().catch((error) => {
            this.#service = undefined;
            throw error;
        });
        return this.#service;
    }
    async #open() {
        const host = await this.#parts.host();
        const make = mdns({ serviceTag: MDNS_TAG, interval: MDNS_INTERVAL_MS });
        return host.use((node) => node.addService('mdns', (parts) => {
            const service = make(parts);
            service._onMdnsQuery = paced(service._onMdnsQuery.bind(service));
            service.addEventListener('peer', ({ detail }) => this.#hear(detail.id.toString(), detail.multiaddrs.map(String)));
            return service;
        }));
    }
    #hear(peerId, texts) {
        const addresses = lanPlaces(texts).map(({ text }) => `${text}/p2p/${peerId}`);
        if (addresses.length === 0)
            return;
        this.#heard.set(peerId, { addresses, atMs: performance.now() });
        for (const wake of this.#waiting.get(peerId) ?? [])
            wake();
    }
    #isFresh(peerId) {
        const heard = this.#heard.get(peerId);
        return heard !== undefined && performance.now() - heard.atMs < MDNS_TTL_MS;
    }
    /** Resolves when something is heard of the peer, in time or not. */
    async #untilHeard(peerId, signal) {
        const deadline = startDeadline(MDNS_WAIT_MS, signal);
        const waiting = this.#waiting.get(peerId) ?? new Set();
        this.#waiting.set(peerId, waiting);
        try {
            await new Promise((resolve) => {
                waiting.add(resolve);
                deadline.signal.addEventListener('abort', () => resolve(), { once: true });
                if (deadline.signal.aborted)
                    resolve();
            });
        }
        finally {
            deadline.clear();
            this.#waiting.delete(peerId);
        }
        signal.throwIfAborted();
    }
    /** The record of the peer at one of `addresses`, which name it. */
    async #ask(addresses, signal) {
        const deadline = startDeadline(ASK_TIMEOUT_MS, signal);
        const host = await this.#parts.veiledHost();
        try {
            return await host.use((node) => askRecord(node, addresses, deadline.signal));
        }
        finally {
            deadline.clear();
            await host[Symbol.asyncDispose]();
        }
    }
    #give(stream) {
        if (this.#given >= MAX_GIVEN) {
            stream.abort(new Error('not now'));
            return;
        }
        this.#given += 1;
        const deadline = startDeadline(ASK_TIMEOUT_MS);
        const messages = new MessageStream(stream, 0);
        this.#record()
            .then((record) => {
            messages.write(record);
            return messages.close(deadline.signal);
        })
            .catch((error) => messages.abort(error))
            .finally(() => {
            this.#given -= 1;
            deadline.clear();
        });
    }
}
/** `answer`, once in {@link MDNS_ANSWER_MS}: whoever asks meanwhile hears the same answer at the end of that time. */
function paced(answer) {
    let answeredAt = -MDNS_ANSWER_MS;
    let waiting;
    const say = (event) => {
        waiting = undefined;
        answeredAt = performance.now();
        answer(event);
    };
    return (event) => {
        // Queries of others, of which a network is full, are answered by nobody here.
        if (!isOurs(event) || waiting !== undefined)
            return;
        const leftMs = answeredAt + MDNS_ANSWER_MS - performance.now();
        if (leftMs <= 0)
            say(event);
        else
            waiting = setTimeout(say, leftMs, event).unref();
    };
}
function isOurs(event) {
    const { questions } = event;
    return questions?.[0]?.name === MDNS_TAG;
}
async function askRecord(node, addresses, signal) {
    const attempts = addresses.map((address) => (over) => node.dial(address, over));
    const connection = await firstToAnswer(attempts, (late) => late.abort(new Error('one is enough')), signal);
    const messages = new MessageStream(await connection.newStream(RECORD_PROTOCOL, { signal }), MAX_AGENT_RECORD_BYTES);
    try {
        return await messages.read(signal);
    }
    finally {
        await messages.close(signal);
    }
}
/** Those of `texts` that are places of a local network: nobody there makes an agent dial elsewhere, or itself. */
export function lanPlaces(texts) {
    const places = texts.flatMap((text) => {
        try {
            return [parsePlace(text)];
        }
        catch (error) {
            if (isTalosError(error))
                return [];
            throw error;
        }
    });
    return places
        .filter((place) => !place.family.startsWith('dns') && scopeOf(place) === 'private' && isDialable(place))
        .slice(0, MAX_LAN_ADDRESSES);
}
