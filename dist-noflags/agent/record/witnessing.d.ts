import type { Did } from '../../identity/did.ts';
import type { Checkpoint } from '../../ledger/log/checkpoint.ts';
import { type Witness } from '../../ledger/log/cosignature.ts';
import type { Host } from '../../net/link.ts';
import type { AgentCore } from '../agent-core.ts';
import type { PostedText } from '../agent-platform.ts';
import type { EvidenceView, RootView, WitnessApi, WitnessedPeer, WitnessView } from '../api/witness-api.ts';
import type { TunnelWitness } from '../tunnel/tunnel-dialer.ts';
import type { ChainOperations } from './chain-host.ts';
/** Milliseconds between two times that witnesses are asked. PROTOCOL.md §9.9. */
export declare const WITNESS_ASK_MS = 60000;
/** What witnessing needs. */
export interface WitnessingParts {
    readonly core: AgentCore;
    readonly host: () => Promise<Host>;
    /** Posts to the URL of a witness. */
    readonly post: (url: string, body: string, signal: AbortSignal) => Promise<PostedText>;
    /** A peer was convicted: its tunnels are to end. */
    readonly onEquivocation: (peer: Did) => void;
}
/** See the module comment. Disposing ends its talks and links. */
export declare class Witnessing implements TunnelWitness, WitnessApi, AsyncDisposable {
    #private;
    constructor({ core, host, post, onEquivocation }: WitnessingParts);
    /** What chain links serve of it. */
    get operations(): ChainOperations;
    assertTrusted(peer: Did): void;
    opened(peer: Did, note: string, before: Checkpoint | undefined): Promise<void>;
    inUse(peer: Did): () => void;
    saw(peer: Did, note: string): void;
    /** A note of `peer`, verified, that others passed on. */
    heard(peer: Did, note: string): void;
    list(): Promise<readonly WitnessView[]>;
    add({ witness, key }: {
        readonly witness: string;
        readonly key?: string;
    }): Promise<WitnessView>;
    remove({ witness }: {
        readonly witness: string;
    }): Promise<{
        readonly id: string;
    }>;
    ask(signal?: AbortSignal): Promise<readonly WitnessView[]>;
    /** Keeps the evidence that `author` signed two histories, wherever it was found: its tunnels end and are refused. */
    forked(author: Did, file: string): Promise<void>;
    /** The witnesses whose keys are known. @throws {TalosError} `E_STORAGE…`. */
    known(): Promise<readonly Witness[]>;
    /** Has the newest checkpoint cosigned, and gives it with every cosignature that there is of it. */
    cosigned(signal?: AbortSignal): Promise<{
        readonly size: number;
        readonly note: string;
    }>;
    root(): Promise<{
        readonly newest: RootView;
        readonly cosigned?: RootView;
    }>;
    peers(): Promise<readonly WitnessedPeer[]>;
    evidence({ peer }: {
        readonly peer?: string;
    }): Promise<readonly EvidenceView[]>;
    clear({ peer }: {
        readonly peer: string;
    }): Promise<{
        readonly peer: string;
    }>;
    [Symbol.asyncDispose](): Promise<void>;
}
