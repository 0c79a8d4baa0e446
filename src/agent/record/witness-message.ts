/**
 * What two agents tell each other of their ledgers: the fields of `exchange`, the same in both directions. PROTOCOL.md
 * §9.9.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Cbor, CborMap } from '../../codec/cbor.ts';
import { readArray, readBytes, readInteger, readObject, readString } from '../../codec/fields.ts';
import { HASH_BYTES } from '../../crypto/hash.ts';
import type { Did } from '../../identity/did.ts';
import { type Checkpoint, readCheckpoint } from '../../ledger/log/checkpoint.ts';

/** Longest note in a message, in characters, as in a statement. PROTOCOL.md §9.3. */
const MAX_CHARACTERS = 512;
/** Longest path in hashes: logs have fewer than 2^53 entries, and a consistency path at most one more than an inclusion path. */
const MAX_PATH = 64;

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
export function encodeWitnessMessage({ note, kept, from, path, ask, earlier }: WitnessMessage): CborMap {
  return { note: note.note, kept: kept?.note ?? '', from, path, ask, earlier: earlier?.note ?? '' };
}

/**
 * Reads a message that `peer` sent to `self`: each note is signed by whom it must be.
 *
 * @throws {TalosError} `E_MALFORMED`.
 */
export function decodeWitnessMessage(fields: Cbor, peer: Did, self: Did): WitnessMessage {
  const required = ['note', 'kept', 'from', 'path', 'ask', 'earlier'] as const;
  const read = readObject(fields, { required }, 'exchange');
  const note = noteOf(read.note, 'note', peer);
  if (note === undefined) throw new TalosError('E_MALFORMED', 'exchange: lacks the note of the peer');
  return {
    note,
    kept: noteOf(read.kept, 'kept', self),
    from: readInteger(read.from, 'from'),
    path: readArray(read.path, 'path', { max: MAX_PATH }, (hash: Cbor, name) => readBytes(hash, name, HASH_BYTES)),
    ask: readInteger(read.ask, 'ask'),
    earlier: noteOf(read.earlier, 'earlier', peer),
  };
}

function noteOf(value: Cbor, name: string, author: Did): Checkpoint | undefined {
  const text = readString(value, name, { max: MAX_CHARACTERS });
  if (text === '') return undefined;
  const checkpoint = readCheckpoint(text, author);
  if (checkpoint === undefined) throw new TalosError('E_MALFORMED', `${name}: is no note of its author`);
  return checkpoint;
}
