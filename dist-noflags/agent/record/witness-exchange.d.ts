import type { CborMap } from '../../codec/cbor.ts';
import type { Did } from '../../identity/did.ts';
import { type Checkpoint } from '../../ledger/log/checkpoint.ts';
import type { AgentCore } from '../agent-core.ts';
import type { OwnLog } from './own-log.ts';
/**
 * How it stands with a peer since this agent runs. `agreed`: each keeps the newest checkpoint of the other. `unproven`:
 * its newest checkpoint is not proved to go on from the one that is kept. `ahead`: it keeps a checkpoint of this agent
 * which this agent's ledger does not have. `silent`: it does not answer.
 */
export interface Standing {
    readonly outcome: 'agreed' | 'unproven' | 'ahead' | 'silent';
    /** Milliseconds since 1970. */
    readonly atMs: number;
    /** Of a silent peer: why. */
    readonly code?: string;
}
/** What an exchange is made of. */
export interface WitnessExchangeParts {
    readonly core: AgentCore;
    readonly log: OwnLog;
    /** Asks a peer `exchange`. */
    readonly ask: (peer: Did, fields: CborMap, signal: AbortSignal) => Promise<CborMap>;
    /** A peer was convicted: its tunnels are to end. */
    readonly onEquivocation: (peer: Did) => void;
}
/** See the module comment. */
export declare class WitnessExchange {
    #private;
    constructor(parts: WitnessExchangeParts);
    /** How it stands with `peer`; `undefined` where nothing was tried since this agent runs. */
    standing(peer: Did): Standing | undefined;
    /** Forgets what is remembered of `peer` besides the book. */
    forget(peer: Did): void;
    /** @throws {TalosError} `E_EQUIVOCATION` for a peer with evidence against it that nobody has cleared. */
    assertTrusted(peer: Did): void;
    /** Whether checkpoints of `peer` are known that were not compared with its log. */
    hasNews(peer: Did): boolean;
    /** The checkpoint of this agent that `peer` said it keeps. */
    keptBy(peer: Did): Checkpoint | undefined;
    /** Whether `peer` keeps the newest checkpoint of this agent, as far as it said. */
    isShown(peer: Did): Promise<boolean>;
    /**
     * Takes the note with which a server opened a tunnel. It was made after `before` was kept, so it cannot be older.
     *
     * @param note - Verified, or empty.
     * @throws {TalosError} `E_EQUIVOCATION` where it shows that the peer signed two histories, or went back.
     */
    opened(peer: Did, note: string, before: Checkpoint | undefined): Promise<void>;
    /** Takes a note of a statement of `peer`, verified; quick, and never throws. */
    saw(peer: Did, note: string): void;
    /** Takes a note of `peer`, verified, that others passed on: the first that is seen of it is kept. Never throws. */
    heard(peer: Did, note: string): void;
    /**
     * Talks with `peer` until each keeps the newest checkpoint of the other, or it shows that it cannot.
     *
     * Never rejects: what came of it is in {@link standing}.
     */
    talk(peer: Did, signal: AbortSignal): Promise<void>;
    /** Answers `exchange`. @throws {TalosError} `E_MALFORMED`; `E_REFUSED` for a peer that was convicted. */
    answer(peer: Did, fields: CborMap): Promise<CborMap>;
    /** Takes the evidence of a fork that was found elsewhere. One that a person has cleared is no news. */
    forked(author: Did, file: string): Promise<void>;
}
