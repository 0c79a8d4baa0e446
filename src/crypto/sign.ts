/**
 * Signatures: Ed25519, RFC 8032, under one strict rule (libsodium's). PROTOCOL.md §3.1.
 *
 * Everything signed in our own formats is label ‖ 0x00 ‖ body ({@link SigningKey.sign}); the raw functions serve the
 * foreign formats alone (JWS, C2SP signed notes).
 *
 * @module
 */
import * as primitives from '#primitives';
import { assertBytes, type Bytes, concat, utf8 } from '../base/bytes.ts';
import { SIGNING_LABELS, type SigningLabel } from './labels.ts';
import { randomBytes } from './random.ts';

/** Length of a seed and of a public key, in bytes. */
export const ED25519_KEY_BYTES = 32;
/** Length of a signature in bytes. */
export const SIGNATURE_BYTES = 64;

/** An Ed25519 key pair. Hides its secret from inspection and JSON. */
export class SigningKey {
  /** 32 bytes. */
  readonly publicKey: Bytes;
  readonly #expanded: Bytes;

  /** @param seed - 32 bytes; copied. */
  constructor(seed: Uint8Array) {
    assertBytes(seed, 'seed', ED25519_KEY_BYTES);
    this.publicKey = primitives.ed25519PublicKey(seed);
    this.#expanded = concat(seed, this.publicKey);
  }

  /** Signs the bare `message`: for foreign formats whose bytes cannot be those of a label. 64 new bytes. */
  signRaw(message: Uint8Array): Bytes {
    return primitives.ed25519Sign(this.#expanded, message);
  }

  /** Signs label ‖ 0x00 ‖ body. 64 new bytes. */
  sign(label: SigningLabel, body: Uint8Array): Bytes {
    return this.signRaw(labelled(label, body));
  }
}

/** The key pair of `seed`, 32 bytes. */
export function signingKey(seed: Uint8Array): SigningKey {
  return new SigningKey(seed);
}

/** A new key pair. */
export function generateSigningKey(): SigningKey {
  return new SigningKey(randomBytes(ED25519_KEY_BYTES));
}

/** Whether `signature` over the bare `message` is valid. Arguments may come from a stranger: nothing makes this throw. */
export function verifyRaw(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== ED25519_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  return primitives.ed25519Verify(publicKey, message, signature);
}

/** Whether `signature` over label ‖ 0x00 ‖ body is valid. Nothing makes this throw. */
export function verify(label: SigningLabel, publicKey: Uint8Array, body: Uint8Array, signature: Uint8Array): boolean {
  return verifyRaw(publicKey, labelled(label, body), signature);
}

const prefixes = Object.fromEntries(
  Object.entries(SIGNING_LABELS).map(([name, label]) => [name, concat(utf8(label), Uint8Array.of(0))]),
) as Record<SigningLabel, Bytes>;

/** Label and body up to which {@link labelled} needs no memory of its own: of a hash, a certificate, a statement. */
const SCRATCH_BYTES = 1024;
// Signed and verified before the next is joined.
const scratch = new Uint8Array(SCRATCH_BYTES);

function labelled(label: SigningLabel, body: Uint8Array): Uint8Array {
  const prefix = prefixes[label];
  const length = prefix.length + body.length;
  if (length > SCRATCH_BYTES) return concat(prefix, body);
  scratch.set(prefix);
  scratch.set(body, prefix.length);
  return scratch.subarray(0, length);
}
