/**
 * What light clients take, say and are made of. PROTOCOL.md §9.12.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { ErrorCode } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { SignedHeader } from '../chain/chain-header.ts';
import type { Entry } from '../entry/entry.ts';
import type { Checkpoint } from '../log/checkpoint.ts';
import type { JoinedCheckpoint } from './light-checkpoints.ts';
/** Headers that are kept of an author: 29.6 MB. A longer chain is followed by its checkpoints. PROTOCOL.md §11. */
export declare const MAX_LIGHT_HEADERS = 131072;
/** What a light client holds: all headers, or the checkpoints alone, joined by consistency proofs. */
export type LightKeep = 'checkpoints' | 'headers';
/** How a `LightClient` is made. */
export interface LightOptions {
    /** `checkpoints` unless given: a few kilobytes, however long the chain is. */
    readonly keep?: LightKeep;
    /** Name of the network; `talos` unless given. */
    readonly network?: string;
    /** Leading zero bits that the network demands; those of the network `talos` unless given. */
    readonly difficulty?: number;
}
/** Who showed something, and when. */
export interface Sighting {
    /**
     * Who showed it: any name, one for each source that is independent of the others, such as a peer's DID; or
     * `OWN_DEALINGS`, `witness:…`: see `LightClient.confirmedSize`.
     */
    readonly source: string;
    /** The clock, milliseconds since 1970. */
    readonly nowMs: number;
}
/** Why something was not taken: a public code, and one sentence in lower case. */
export interface LightRefusal {
    readonly code: ErrorCode;
    readonly reason: string;
}
/** What `LightClient.addHeaders` did: those before the first bad one are kept. */
export interface HeadersTaken {
    /** Headers that are new here. */
    readonly taken: number;
    /** The first that was refused, and its place among those given, from 0; nothing after it was looked at. */
    readonly refused?: LightRefusal & {
        readonly at: number;
    };
}
/** What is shown of a checkpoint besides its note. */
export interface CheckpointShown {
    /** As in {@link Sighting}. */
    readonly source: string;
    /** The consistency proof between it and the largest log that is known: from the smaller to the larger of the two. */
    readonly path?: readonly Bytes[];
    /**
     * The header of the block that ends its log, and the clock in milliseconds since 1970: so height and time are known
     * where no other headers are kept.
     */
    readonly head?: {
        readonly header: SignedHeader;
        readonly nowMs: number;
    };
}
/** What `LightClient.addCheckpoint` did. */
export type CheckpointTaken = {
    readonly taken: true;
    readonly size: number;
} | ({
    readonly taken: false;
} & LightRefusal);
/** An entry with all that a prover says of it. */
export interface EntryProof {
    /** The entry itself: its hash is computed here, with the prefix of a leaf. */
    readonly entry: Uint8Array;
    readonly index: number;
    /** Entries of the log in which it is proved. */
    readonly size: number;
    /** Lowest hash first. */
    readonly path: readonly Uint8Array[];
}
/** What a light client says of a proof. */
export type LightVerdict = {
    readonly valid: true;
    /** Whether more than one source vouches for a log with this entry: see `LightClient.confirmedSize`. */
    readonly confirmed: boolean;
    readonly author: Did;
    /** Entries of the log in which it is proved. */
    readonly size: number;
    readonly entry: Entry;
    /** The `decision` or `call` that a `result` or `receipt` answers. */
    readonly answered: Entry | undefined;
} | {
    readonly valid: false;
    readonly code: 'E_PROOF_INVALID' | 'E_EQUIVOCATION';
    readonly reason: string;
    /** The signed note to be joined first, where nothing else is wrong. */
    readonly unjoined?: Checkpoint;
};
/** All of a `LightClient` but its headers. */
export interface LightSnapshot {
    readonly author: Did;
    readonly keep: LightKeep;
    readonly checkpoints: readonly JoinedCheckpoint[];
    /** The header of the newest checkpoint's block, where no others are kept. */
    readonly head: SignedHeader | undefined;
    readonly sources: readonly (readonly [source: string, size: number])[];
    /** The evidence file that the author signed two histories. */
    readonly fork: string | undefined;
}
