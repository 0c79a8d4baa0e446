/**
 * What a running agent needs of the machine it runs on.
 *
 * @module
 */
import type { Anchor } from '../ledger/anchor/anchor.ts';
import type { AddressPolicy } from '../net/address-policy.ts';
import type { LanMode } from '../net/lan-mode.ts';
import type { Host } from '../net/link.ts';
import type { EpochPlace } from '../storage/epoch-keys.ts';
import type { FileRoom } from '../transfer/ports.ts';
import type { KeystoreSeal, ServeParams } from './api/api.ts';
import type { Reachability, ReachStatus } from './api/reach-api.ts';
import type { AclFiles } from './authority/access-lists.ts';
import type { AskCommand } from './authority/approval-book.ts';
import type { OpenGossip } from './reach/gossip-net.ts';
import type { RecordSource } from './reach/record-finder.ts';
import type { StartToolServer } from './tunnel/tool-server.ts';
/** Where archive files lie, by their absolute paths. */
export interface ArchivePlace {
    /** Keeps a new file: whole and durable when it resolves, or not there. @throws {TalosError} `E_FILE_EXISTS`; `E_STORAGE…`. */
    save(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
    /** Its bytes in pieces. @throws {TalosError} `E_NOT_FOUND`; `E_STORAGE…`, in the first step. */
    read(path: string): AsyncIterable<Uint8Array>;
}
/** The answer to a text that was posted. */
export interface PostedText {
    /** Of HTTP. */
    readonly status: number;
    readonly body: string;
}
/** How far the network of this agent goes, as it was configured. */
export interface ReachSettings {
    readonly lan: LanMode;
    /** Nodes of the DHT to begin with: multiaddrs with `/p2p/…`. */
    readonly bootstrap: readonly string[];
    /** Relays: multiaddrs with `/p2p/…`. */
    readonly relays: readonly string[];
}
/** What taking part in the DHT needs of the agent. */
export interface DhtTerms {
    readonly policy: AddressPolicy;
    /** Nodes to begin with, as they are known now: multiaddrs with `/p2p/…`, which a person gave. */
    readonly bootstraps: () => readonly string[];
    /** Whether servers found that nobody reaches this agent, whatever its addresses look like; they did not unless told so. */
    readonly isUnreached?: () => boolean;
    /** Whether it takes part also where it knows nobody, as one that others begin with; it does not unless told so. */
    readonly isServer?: boolean;
}
/** The DHT of an agent. Disposing it leaves. */
export interface Dht extends AsyncDisposable {
    /** Looks for agents, under keys that are nobody's. */
    readonly source: RecordSource;
    /** Takes part under the own key, as a server where others can reach it; once is enough. */
    join(): Promise<void>;
    /**
     * Gives the own record to the nodes that are to have it.
     *
     * @returns How many took it.
     * @throws {TalosError} `E_UNREACHABLE` where there is no node.
     */
    publish(record: Uint8Array, signal: AbortSignal): Promise<number>;
}
/** Copies the data directory into a new folder, while nothing of the ledger is archived. @returns Its bytes. */
export type MakeBackup = (path: string, signal: AbortSignal | undefined) => Promise<number>;
/** See the module comment. Everything in it is owned, and closed, by the platform. */
export interface AgentPlatform {
    /** Version of this software. */
    readonly version: string;
    readonly pid: number;
    readonly keystore: KeystoreSeal;
    /** When the identity was created, milliseconds since 1970. */
    readonly createdMs: number;
    /** Which implementation of the primitives is in use. */
    readonly primitives: string;
    /** Where the keys of records at rest lie; in the store itself where absent. */
    readonly epochKeys?: EpochPlace;
    readonly archives: ArchivePlace;
    /** Absent where there is no data directory. */
    readonly backup?: MakeBackup;
    /** Files of access-control lists; absent where there are none. */
    readonly accessLists?: AclFiles;
    /** Where files are taken from and put; absent where none are sent or received. */
    readonly files?: FileRoom;
    /** Milliseconds after which a call without an answer ends with an unknown outcome. */
    readonly callTimeoutMs: number;
    /** Milliseconds that a request waits for a connection that is down. */
    readonly reconnectDeadlineMs: number;
    /** Milliseconds that a lent tool waits for a caller whose connection was lost; `TUNNEL_LINGER_MS` where absent. */
    readonly tunnelLingerMs?: number | undefined;
    /** What the log can be anchored with, loaded when first needed. */
    anchors(): Promise<readonly Anchor[]>;
    /**
     * Posts text to the URL of a witness; the answer has at most 64 KiB.
     *
     * @throws {TalosError} `E_UNREACHABLE`, `E_TIMEOUT`, `E_LIMIT`.
     */
    postText(url: string, body: string, signal: AbortSignal): Promise<PostedText>;
    /** The network, started when first asked for. */
    host(): Promise<Host>;
    /**
     * A new host under a key of its own, for what is not to be known by the agent's name; dials only. Owned by who asks.
     *
     * @param seed - Of its key, 32 bytes; a new one where absent.
     */
    veiledHost(seed?: Uint8Array): Promise<Host>;
    /** Takes part in gossip; absent where there is none. @throws {TalosError} `E_UNREACHABLE` where the network is off. */
    readonly gossip?: OpenGossip;
    /** Absent where there is no network to set anything for. */
    readonly reach?: ReachSettings;
    /** The DHT, loaded when first used; absent where there is none, or it is not wanted. */
    dht?(terms: DhtTerms): Promise<Dht>;
    /** Who knows the agents of the local network; absent where that is not looked at. */
    lanSource?(): Promise<RecordSource>;
    /** Tells the local network of this agent while it listens, and gives `record` to those who ask; absent likewise. */
    announceLan?(record: () => Promise<Uint8Array>): Promise<void>;
    /** Addresses it listens on; empty while it does not. */
    addresses(): readonly string[];
    /** Whether servers get to it; absent where none is asked. */
    reachability?(): Reachability;
    /** How it is reached; absent where nothing is known of that. */
    reachStatus?(): Promise<ReachStatus>;
    /** Asks for places at relays anew, where it listens: there may be others by now. */
    seekRelays?(): Promise<void>;
    /**
     * Listens, where it does not yet.
     *
     * @param host - Address; the configured one where absent.
     * @param port - 0: any. Absent: the configured one, or any free one where that is taken.
     * @returns The multiaddrs it is reached at.
     * @throws {TalosError} `E_CONFIG` if it cannot.
     */
    listen(host: string | undefined, port: number | undefined): Promise<readonly string[]>;
    /**
     * Takes links of purpose `message` from now on, until disposed.
     *
     * @throws {TalosError} `E_UNREACHABLE` where the network is off.
     */
    takeMessages(): Promise<AsyncDisposable>;
    /**
     * The secret in a file, at its absolute path: a text without the line break at its end. Absent where there are no files.
     *
     * @param onExposed - Told of one that every user of this machine may read.
     * @throws {TalosError} `E_CONFIG` if it cannot be read, may be written by everybody, is too long or is no text.
     */
    readSecret?(path: string, onExposed: () => void): string;
    /** Calls `changed` whenever the network of this machine may be another one. @returns A function that ends it. */
    watchNetwork?(changed: () => void): () => void;
    /** How to ask a command of the owner, program and arguments, in the folder and environment of the tool server. */
    approver?(argv: readonly string[], params: Pick<ServeParams, 'cwd' | 'env'>): AskCommand;
    /** How to start the tool server of `params`, for each tunnel anew. */
    startTool(params: ServeParams): StartToolServer;
}
