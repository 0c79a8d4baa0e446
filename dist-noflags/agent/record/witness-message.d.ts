/**
 * What two agents tell each other of their ledgers: the fields of `exchange`, the same in both directions. PROTOCOL.md
 * §9.9.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Cbor, CborMap } from '../../codec/cbor.ts';
import type { Did } from '../../identity/did.ts';
import { type Checkpoint } from '../../ledger/log/checkpoint.ts';
/** See the module comment. */
export interface WitnessMessage {
    /** The sender's newest checkpoint. */
    readonly note: Checkpoint;
    /** The newest checkpoint of the receiver that the sender keeps. */
    readonly kept: Checkpoint | undefined;
    /** Size of the checkpoint of the sender that the receiver said it keeps; 0 where the sender does not know. */
    readonly from: number;
    /** Consistency path of the sender's log from there; empty where its log is smaller. */
    readonly path: readonly Bytes[];
    /** A size of which the sender wants the receiver's checkpoint; 0: none. */
    readonly ask: number;
    /** The sender's checkpoint of the size that was asked for. */
    readonly earlier: Checkpoint | undefined;
}
/** The fields of a message. */
export declare function encodeWitnessMessage({ note, kept, from, path, ask, earlier }: WitnessMessage): CborMap;
/**
 * Reads a message that `peer` sent to `self`: each note is signed by whom it must be.
 *
 * @throws {TalosError} `E_MALFORMED`.
 */
export declare function decodeWitnessMessage(fields: Cbor, peer: Did, self: Did): WitnessMessage;
