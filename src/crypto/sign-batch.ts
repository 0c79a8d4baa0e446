/**
 * Many signatures at once, each by itself: PROTOCOL.md §3.1.
 *
 * There is an equation that checks a whole batch, and accepts what the strict rule refuses (points of small order cancel
 * out over a batch). So that a signature is as valid in a batch as alone, each is verified by the one rule.
 *
 * @module
 */
import { verifyRaw } from './sign.ts';

/** Bytes and a signature of them. */
export interface SignedBytes {
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

/**
 * Whether each signature is valid, in their order. Costs what verifying one after the other does. What a stranger may have
 * chosen (lengths, points, scalars) makes a signature invalid, and no other one.
 *
 * @throws {TypeError} for what is no array, or an element without bytes.
 */
export function verifySignatures(batch: readonly SignedBytes[]): readonly boolean[] {
  if (!Array.isArray(batch)) throw new TypeError('batch must be an array');
  return (batch as readonly unknown[]).map((each, at) => {
    const { publicKey, message, signature } = elementAt(each, at);
    return verifyRaw(publicKey, message, signature);
  });
}

function elementAt(given: unknown, at: number): SignedBytes {
  const element = typeof given === 'object' && given !== null ? (given as Partial<SignedBytes>) : {};
  for (const name of ['publicKey', 'message', 'signature'] as const)
    if (!(element[name] instanceof Uint8Array)) throw new TypeError(`batch[${at}].${name} must be a Uint8Array`);
  return element as SignedBytes;
}
