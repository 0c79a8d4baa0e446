/**
 * Checkpoints: what an author says its log is, signed. C2SP `tlog-checkpoint`; PROTOCOL.md §9.4.
 *
 * @module
 */
import { assertBytes, type Bytes } from '../../base/bytes.ts';
import { fromBase64, toBase64 } from '../../base/encoding.ts';
import { isTalosError } from '../../base/errors.ts';
import { HASH_BYTES } from '../../crypto/hash.ts';
import type { SigningKey } from '../../crypto/sign.ts';
import { type Did, isDid, keyOfDid } from '../../identity/did.ts';
import { noteVerifier, openNote, signNote } from './note.ts';

/** A checkpoint whose signature verified. */
export interface Checkpoint {
  readonly author: Did;
  /** Entries in the log. */
  readonly size: number;
  /** Root of the log, 32 bytes. */
  readonly root: Bytes;
  /** The signed note. */
  readonly note: string;
}

/**
 * Signs that the log of `author` has `size` entries and this `root`.
 *
 * @param signer - Key of `author`.
 * @param root - 32 bytes.
 */
export function signCheckpoint(signer: SigningKey, author: Did, size: number, root: Uint8Array): string {
  assertBytes(root, 'root', HASH_BYTES);
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`size must be a natural number, got ${size}`);
  return signNote(signer, author, `${author}\n${size}\n${toBase64(root)}\n`);
}

/** The author that a note names in its first line, not verified; `undefined` where there is none. */
export function authorOfNote(note: string): Did | undefined {
  const [author] = note.slice(0, 128).split('\n', 1);
  return isDid(author) ? author : undefined;
}

/**
 * Reads a checkpoint: exactly three lines and one signature, that of `author`.
 *
 * @returns `undefined` for anything else. Nothing makes this throw.
 */
export function readCheckpoint(note: string, author: Did): Checkpoint | undefined {
  const opened = openNote(note, [noteVerifier(author, keyOfDid(author))]);
  // A signature that is not checked could be changed unseen.
  if (opened?.signatures !== 1) return undefined;
  const head = readTreeHead(opened.text);
  if (head === undefined || head.origin !== author || head.extensions.length > 0) return undefined;
  return { author, size: head.size, root: head.root, note };
}

/** What the text of a checkpoint says, of any log. C2SP `tlog-checkpoint`. */
export interface TreeHead {
  /** Names the log. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Bytes;
  /** Further lines, of which checkpoints of ours have none. */
  readonly extensions: readonly string[];
}

/**
 * Reads the text of a checkpoint, without its signatures.
 *
 * @returns `undefined` for another form, or a log of 2^53 entries and more. Nothing makes this throw.
 */
export function readTreeHead(text: string): TreeHead | undefined {
  const lines = text.split('\n');
  const [origin = '', sizeText = '', rootText = '', ...extensions] = lines.slice(0, -1);
  if (lines.length < 4 || lines.at(-1) !== '' || lines.slice(0, -1).includes('')) return undefined;
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(sizeText)) return undefined;
  const size = Number(sizeText);
  const root = rootOf(rootText);
  return root === undefined || !Number.isSafeInteger(size) ? undefined : { origin, size, root, extensions };
}

function rootOf(text: string): Bytes | undefined {
  try {
    const root = fromBase64(text);
    return root.length === HASH_BYTES ? root : undefined;
  } catch (error) {
    if (isTalosError(error, 'E_MALFORMED')) return undefined;
    throw error;
  }
}
