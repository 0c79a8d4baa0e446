import { Agent } from '../agent/agent.ts';
import { AgentCore } from '../agent/agent-core.ts';
import type { AgentPlatform, ReachSettings } from '../agent/agent-platform.ts';
import type { KeystoreSeal, Notice, SettingStatus, Status } from '../agent/api/api.ts';
import type { Messenger } from '../agent/message/messenger.ts';
import type { Durability } from '../agent/tunnel/call-records.ts';
import type { Identity } from '../identity/identity.ts';
import type { DidResolver } from '../identity/resolver.ts';
import type { NetworkTerms } from '../ledger/network.ts';
import type { FileSettings } from './files/file-settings.ts';
import { type RouterWay } from './network/network.ts';
/** Milliseconds after which a call without an answer ends with an unknown outcome: tools may work for long. */
export declare const CALL_TIMEOUT_MS: number;
/** What a running agent is made of. */
export interface RunningAgentOptions {
    /** Owned by this process: its lock is held. */
    readonly dataDir: string;
    readonly identity: Identity;
    readonly keystore: KeystoreSeal;
    /** When the identity was created, milliseconds since 1970. */
    readonly createdMs: number;
    readonly durability?: Durability;
    /** What a new ledger begins in, `talos` where absent; a ledger that is there must have begun in it. */
    readonly network?: Partial<NetworkTerms>;
    /** Address to listen on where a service names none. */
    readonly host?: string;
    /** Port to listen on where a service names none. */
    readonly port?: number;
    /** Resolvers of further methods of DIDs, or in place of the built-in one of `did:web`. */
    readonly resolvers?: readonly DidResolver[];
    /** Relays to be reached through: multiaddrs with `/p2p/…`. */
    readonly relays?: readonly string[];
    readonly callTimeoutMs?: number;
    readonly reconnectDeadlineMs?: number;
    /** Milliseconds that a lent tool waits for a caller whose connection was lost; {@link TUNNEL_LINGER_MS} at most, and unless given. */
    readonly tunnelLingerMs?: number;
    /** How far the network goes: LAN mode `auto`, and nothing configured, where absent. */
    readonly reach?: Omit<ReachSettings, 'relays'>;
    /** Whether it looks for agents, and is found, in the DHT; it does unless set. */
    readonly dht?: boolean;
    /** Whether agents of the local network are looked for by multicast DNS, and told of this one; not unless told so. */
    readonly mdns?: boolean;
    /** How the router is asked for a port that leads here, NAT-PMP before UPnP; not unless told so. */
    readonly asksRouter?: readonly RouterWay[];
    /** Limits of files; the published ones where absent. */
    readonly files?: FileSettings;
    /** Stays off the network: whatever needs it is refused. */
    readonly isOffline?: boolean;
    /**
     * Whether peers may send messages as soon as it listens, and not only while somebody reads them; yes unless set. What
     * nobody here reads only gives strangers room on the disk.
     */
    readonly takesMessages?: boolean;
    /** Where Prometheus reads what the agent counts: `PORT` or `ADDRESS:PORT` of the loopback interface; nowhere unless given. */
    readonly metrics?: string;
    /** What `status` shows as set, and by whom. */
    readonly settings?: readonly SettingStatus[];
    /** Takes what people may want to know; not escaped. */
    readonly onNotice?: (notice: Notice) => void;
}
/** An {@link Agent} with all that it runs on. */
export declare class RunningAgent extends Agent {
    #private;
    readonly core: AgentCore;
    /** URL of what it counts, where that is to be read. */
    metrics: string | undefined;
    /** What was set, and by whom. */
    settings: readonly SettingStatus[];
    /** @param owned - Disposed after the agent, in order. */
    constructor(core: AgentCore, platform: AgentPlatform, owned: readonly AsyncDisposable[]);
    /** The messages of this agent, opened when first needed. */
    messenger(): Promise<Messenger>;
    status(): Promise<Status>;
    /** Listens as configured, where it does not yet. @throws {TalosError} `E_CONFIG` if it cannot. */
    listen(): Promise<readonly string[]>;
    [Symbol.asyncDispose](): Promise<void>;
}
/**
 * Starts the agent of a data directory. Dispose it to end its tunnels, seal its ledger and let go.
 *
 * @throws {TalosError} `E_STORAGE…` if store or journal cannot be opened; what opening the ledger throws.
 */
export declare function openRunningAgent(options: RunningAgentOptions): Promise<RunningAgent>;
