/**
 * A running agent on Node: its data directory, its network, its tool servers. PROTOCOL.md §10.
 *
 * @module
 */
import { join } from 'node:path';
import { Agent } from "../agent/agent.js";
import { AgentCore } from "../agent/agent-core.js";
import { RECONNECT_DEADLINE_MS } from "../agent/tunnel/supervised-tunnel.js";
import { systemClock } from "../base/clock.js";
import { closeAll } from "../base/lifetime.js";
import { VERSION } from "../base/version.js";
import { primitivesInUse } from "../crypto/init.js";
import { openLedger } from "../ledger/journal/open-ledger.js";
import { fileKinds } from "../transfer/file-kind.js";
import { aclFiles } from "./acl-files.js";
import { makeBackup } from "./backup.js";
import { DATA_DIR_NAMES, makeFolders } from "./data-dir.js";
import { didResolver } from "./did-resolver.js";
import { archiveFiles } from "./files/archive-file.js";
import { openFileRoom } from "./files/file-room.js";
import { readSecretFile } from "./files/secret-file.js";
import { openEpochFile } from "./identity/epoch-file.js";
import { openMiner } from "./ledger/miner.js";
import { postText } from "./ledger/post-text.js";
import { Network } from "./network/network.js";
import { watchInterfaces } from "./network/network-watch.js";
import { openFileJournal } from "./store/file-journal.js";
import { openLmdbStore } from "./store/lmdb-store.js";
import { approveCommand } from "./tool/approve-command.js";
import { Guardian } from "./tool/guardian.js";
import { startTool } from "./tool/tool-process.js";
import { untilQuiet } from "./until-quiet.js";
/** Milliseconds after which a call without an answer ends with an unknown outcome: tools may work for long. */
export const CALL_TIMEOUT_MS = 10 * 60_000;
/** An {@link Agent} with all that it runs on. */
export class RunningAgent extends Agent {
    core;
    #platform;
    #owned;
    /** URL of what it counts, where that is to be read. */
    metrics;
    /** What was set, and by whom. */
    settings = [];
    #ending;
    /** @param owned - Disposed after the agent, in order. */
    constructor(core, platform, owned) {
        super(core, platform);
        this.core = core;
        this.#platform = platform;
        this.#owned = owned;
    }
    /** The messages of this agent, opened when first needed. */
    messenger() {
        return this.messages.messenger();
    }
    async status() {
        const { metrics, settings } = this;
        return { ...(await super.status()), settings, ...(metrics === undefined ? {} : { metrics }) };
    }
    /** Listens as configured, where it does not yet. @throws {TalosError} `E_CONFIG` if it cannot. */
    listen() {
        return this.#platform.listen(undefined, undefined);
    }
    async [Symbol.asyncDispose]() {
        this.#ending ??= this.#end();
        await this.#ending;
    }
    async #end() {
        await super[Symbol.asyncDispose]();
        for (const each of this.#owned)
            await each[Symbol.asyncDispose]();
    }
}
/**
 * Starts the agent of a data directory. Dispose it to end its tunnels, seal its ledger and let go.
 *
 * @throws {TalosError} `E_STORAGE…` if store or journal cannot be opened; what opening the ledger throws.
 */
export async function openRunningAgent(options) {
    const { dataDir, identity, durability = 'default', onNotice = () => { } } = options;
    const ledgerDir = join(dataDir, 'ledger');
    makeFolders(ledgerDir);
    const opened = [];
    const own = (each) => {
        opened.unshift(each);
        return each;
    };
    try {
        const lmdb = own(await openLmdbStore({ path: join(dataDir, DATA_DIR_NAMES.store) }));
        const measures = await measuresOf(options, lmdb);
        const store = measures?.store ?? lmdb;
        const journal = own(await openFileJournal(join(ledgerDir, 'journal')));
        const { mine } = own(openMiner());
        const terms = { identity, clock: systemClock, mine, network: options.network ?? {} };
        const ledger = own(await openLedger({ store, journal, ...terms }));
        if (ledger.size === 0)
            await ledger.append({ type: 'identity', did: identity.did, event: 'created' }).durable();
        if (ledger.recovered !== undefined)
            onNotice({
                kind: 'tool',
                message: `cut off ${ledger.recovered.bytes} bytes of an interrupted write from the ledger`,
            });
        if (ledger.isReindexed)
            onNotice({ kind: 'tool', message: 'made the index of the ledger anew' });
        const core = await AgentCore.open({
            identity,
            store,
            ledger,
            clock: systemClock,
            durability,
            onNotice,
            defer: untilQuiet(),
            resolveDid: didResolver({ ...options, isLan: options.reach?.lan === 'on' }),
        });
        const guardian = own(new Guardian());
        const onAddresses = () => {
            const told = agent.messages.mail().then((mail) => mail.addressesChanged());
            told.catch((error) => onNotice({ kind: 'network', message: textOf(error) }));
        };
        const network = own(new Network({
            seed: () => identity.hostSeed(),
            store,
            host: options.host ?? '0.0.0.0',
            port: options.port,
            isOffline: options.isOffline ?? false,
            asksRouter: options.asksRouter ?? [],
            relays: async () => (options.relays?.length ? options.relays : (await agent.messages.mail()).relaysOfServers()),
            reachabilityServers: async () => (await agent.messages.mail()).reachabilityServers(),
            onAddresses,
            onNotice: (message) => onNotice({ kind: 'network', message }),
            purposes: options.takesMessages === false ? ['channel', 'chain'] : ['channel', 'chain', 'message', 'transfer'],
            accept: (purpose, link) => agent.accept(purpose, link),
        }));
        const agent = new RunningAgent(core, platformOf(options, { network, guardian, onAddresses, backup: { dataDir, store: lmdb, journal } }), opened);
        agent.settings = options.settings ?? [];
        core.network.onWake(() => network.probe());
        if (measures !== undefined && options.metrics !== undefined) {
            const onFault = (error) => onNotice({ kind: 'tool', message: `the metrics: ${String(error)}` });
            agent.metrics = own(await measures.open({ agent, core }, options.metrics, onFault)).url;
        }
        return agent;
    }
    catch (error) {
        for (const each of opened)
            await each[Symbol.asyncDispose]();
        throw error;
    }
}
/** What measures the agent over `store`, where somebody wants that: loaded then. */
async function measuresOf({ metrics }, store) {
    if (metrics === undefined)
        return undefined;
    return new (await import("./agent-measures.js")).AgentMeasures(store);
}
function platformOf(options, parts) {
    const { network, guardian, onAddresses } = parts;
    const { keystore, createdMs, callTimeoutMs = CALL_TIMEOUT_MS, reconnectDeadlineMs = RECONNECT_DEADLINE_MS } = options;
    const { isOffline = false } = options;
    return {
        version: VERSION,
        pid: process.pid,
        keystore,
        createdMs,
        primitives: primitivesInUse(),
        archives: archiveFiles,
        files: openFileRoom({
            dataDir: options.dataDir,
            kinds: fileKinds(options.files?.limits),
            ...(options.files === undefined ? {} : { quotaBytes: options.files.quotaBytes }),
        }),
        accessLists: aclFiles(join(options.dataDir, DATA_DIR_NAMES.permissions)),
        backup: (path, signal) => makeBackup(parts.backup, path, signal),
        epochKeys: openEpochFile(join(options.dataDir, DATA_DIR_NAMES.store, DATA_DIR_NAMES.epochKeys)),
        callTimeoutMs,
        reconnectDeadlineMs,
        tunnelLingerMs: options.tunnelLingerMs,
        anchors: async () => [new (await import("./ledger/anchor-rfc3161.js")).TimeStampAnchor({ isOffline })],
        postText: (url, body, signal) => postText(url, body, signal, isOffline),
        host: () => network.host(),
        veiledHost: (seed) => network.veiledHost(seed),
        gossip: (side) => network.gossip(side),
        reach: { lan: 'auto', bootstrap: [], ...options.reach, relays: options.relays ?? [] },
        ...(isOffline || options.dht === false
            ? {}
            : {
                dht: (terms) => network.dht(terms, (error) => options.onNotice?.({ kind: 'network', message: textOf(error) })),
            }),
        ...(isOffline || options.mdns !== true
            ? {}
            : {
                lanSource: () => network.lan(),
                announceLan: async (record) => (await network.lan()).announce(record),
            }),
        addresses: () => network.addresses,
        reachability: () => network.reachability,
        reachStatus: () => network.reachStatus(),
        seekRelays: () => network.seekRelays(),
        listen: (host, port) => network.listen(host, port),
        takeMessages: async () => {
            const served = [await network.serve('message'), await network.serve('transfer')];
            return { [Symbol.asyncDispose]: () => closeAll(served) };
        },
        ...(isOffline
            ? {}
            : {
                watchNetwork: (changed) => watchInterfaces(() => {
                    changed();
                    onAddresses();
                }),
            }),
        readSecret: readSecretFile,
        approver: (argv, { cwd, env }) => approveCommand({
            argv,
            cwd,
            env,
            guardian,
            onDiagnostic: (message) => options.onNotice?.({ kind: 'tool', message }),
        }),
        startTool: (params) => starterOf(params, guardian),
    };
}
function textOf(error) {
    return `the DHT: ${error instanceof Error ? error.message : String(error)}`;
}
/** Starts the tool server of `params` as a child process, for each tunnel anew. */
function starterOf({ argv, cwd, env }, guardian) {
    return ({ caller, who, onLine, onDiagnostic }) => startTool({ argv, cwd, env, guardian, ...who, caller, onLine, onNoise: onDiagnostic, onStderr: onDiagnostic });
}
