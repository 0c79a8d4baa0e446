/**
 * Clients in one process, without a disk and without a network: the very code that runs over LMDB and libp2p, over a
 * store, a journal and links in memory. For the tests of what is built on Talos, and of Talos.
 *
 * @module
 */
import { concat } from "../base/bytes.js";
import { systemClock } from "../base/clock.js";
import { TalosError } from "../base/errors.js";
import { VERSION } from "../base/version.js";
import { initCrypto, primitivesInUse } from "../crypto/init.js";
import { signingKey } from "../crypto/sign.js";
import { didOfKey } from "../identity/did.js";
import { Identity } from "../identity/identity.js";
import { openMemoryJournal } from "../ledger/journal/memory-journal.js";
import { openLedger } from "../ledger/journal/open-ledger.js";
import { mineInSlices } from "../ledger/work.js";
import { pairLinks } from "../net/memory-link.js";
import { formatPeerId } from "../net/peer-id.js";
import { openMemoryStore } from "../storage/memory.js";
import { Agent } from "./agent.js";
import { AgentCore } from "./agent-core.js";
import { TalosClient } from "./client/client.js";
import { MemoryFiles } from "./transfer/memory-files.js";
import { RECONNECT_DEADLINE_MS } from "./tunnel/supervised-tunnel.js";
/** Milliseconds after which a call without an answer ends with an unknown outcome: as on Node. */
const CALL_TIMEOUT_MS = 10 * 60_000;
const mine = mineInSlices(() => new Promise((resolve) => setTimeout(resolve)));
/** Where the clients of a test find each other. */
export class MemoryNetwork {
    #accepting = new Map();
    #open = new Set();
    #made = 0;
    /** While it is down nobody reaches anybody; links that are there stay until {@link MemoryNetwork.cut}. */
    isDown = false;
    /**
     * A new client with a new identity, which others reach once it listens. It has no tool processes (`serve`), but lends
     * servers of this process (`serveLocal`). What it holds ends with it.
     */
    async client(name, { onNotice = () => { }, files = new MemoryFiles() } = {}) {
        await initCrypto();
        const clock = systemClock;
        const createdMs = clock.now();
        const identity = Identity.generate(name, createdMs);
        const store = openMemoryStore();
        const ledger = await openLedger({ store, journal: openMemoryJournal(), identity, clock, mine });
        await ledger.append({ type: 'identity', did: identity.did, event: 'created' }).durable();
        const core = await AgentCore.open({ identity, store, ledger, clock, durability: 'default', onNotice });
        // As an address of the internet it leads nowhere: links are found by keys.
        const address = `/ip4/127.0.0.1/tcp/${++this.#made}`;
        const listen = () => {
            this.#accepting.set(identity.did, (purpose, link) => agent.accept(purpose, link));
            return Promise.resolve([address]);
        };
        const platform = { ...this.#platform(identity, createdMs, address, listen), files };
        const agent = new Agent(core, platform);
        return new TalosClient({
            agent,
            core,
            messenger: () => agent.messages.messenger(),
            listen,
            close: async () => {
                this.#accepting.delete(identity.did);
                await agent[Symbol.asyncDispose]();
                await ledger[Symbol.asyncDispose]();
            },
        });
    }
    /** Every link breaks. */
    cut() {
        for (const pair of this.#open)
            pair.cut();
    }
    #platform(identity, createdMs, address, listen) {
        const { publicKey } = identity.signing;
        const host = {
            peerId: formatPeerId(publicKey),
            addresses: [address],
            listen: () => listen(),
            serve: () => Promise.reject(new TypeError('links in memory are taken by the client itself')),
            connect: async (purpose, { peerKey }) => this.#dial(purpose, publicKey, peerKey),
            learnKey: () => Promise.reject(new TalosError('E_UNREACHABLE', 'there are no places in memory')),
            // There is one way between two clients.
            onBetterPath: () => () => { },
            pathTo: () => undefined,
            [Symbol.asyncDispose]: () => Promise.resolve(),
        };
        return {
            version: VERSION,
            pid: 0,
            keystore: 'key-file',
            createdMs,
            primitives: primitivesInUse(),
            archives: memoryArchives(),
            callTimeoutMs: CALL_TIMEOUT_MS,
            reconnectDeadlineMs: RECONNECT_DEADLINE_MS,
            anchors: () => Promise.resolve([]),
            postText: () => Promise.reject(new TalosError('E_UNREACHABLE', 'there is no HTTP in memory')),
            host: () => Promise.resolve(host),
            // Nobody looks on in memory, and there are no servers.
            veiledHost: (seed) => Promise.resolve(seed === undefined
                ? host
                : {
                    ...host,
                    connect: async (purpose, { peerKey }) => this.#dial(purpose, signingKey(seed).publicKey, peerKey),
                }),
            addresses: () => (this.#accepting.has(identity.did) ? [address] : []),
            listen: () => listen(),
            takeMessages: () => Promise.resolve({ [Symbol.asyncDispose]: () => Promise.resolve() }),
            startTool: () => {
                throw new TalosError('E_TOOL_FAILED', 'there are no processes in memory; lend a server with serveLocal');
            },
        };
    }
    #dial(purpose, diallerKey, listenerKey) {
        const accept = this.#accepting.get(didOfKey(listenerKey));
        if (accept === undefined || this.isDown)
            throw new TalosError('E_UNREACHABLE', 'nobody listens there');
        const pair = pairLinks({ diallerKey, listenerKey, purpose });
        this.#open.add(pair);
        void pair.dialler.closed.then(() => this.#open.delete(pair));
        // An error here is about this link alone.
        accept(purpose, pair.listener).catch(() => pair.listener.close());
        return pair.dialler;
    }
}
/** Archive files that end with the client. */
function memoryArchives() {
    const files = new Map();
    return {
        save: async (path, pieces) => {
            const parts = [];
            for await (const piece of pieces)
                parts.push(piece);
            files.set(path, concat(...parts));
        },
        read: async function* (path) {
            const file = files.get(path);
            if (file === undefined)
                throw new TalosError('E_NOT_FOUND', 'there is no such file');
            yield file;
        },
    };
}
