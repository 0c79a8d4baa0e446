/**
 * Signatures and encryption as the code calls them, beside libsodium itself and beside OpenSSL in node:crypto.
 *
 * @module
 */
import { createCipheriv, createDecipheriv, createPublicKey, verify as opensslVerify } from 'node:crypto';
import { toBase64url } from '../base/encoding.ts';
import { NONCE_BYTES, open, seal, TAG_BYTES } from '../crypto/aead.ts';
import { randomBytes } from '../crypto/random.ts';
import { generateSigningKey, verifyRaw } from '../crypto/sign.ts';
import { loadSodium, type Sodium } from '../node/sodium.ts';
import type { Figures } from './figures.ts';
import { median, ratesOf, ratioOf } from './rounds.ts';

/** Bytes of the messages that are signed, and of the header beside what is sealed. */
const SIGNED_BYTES = 256;
const HEADER_BYTES = 64;
/** Bytes that are sealed: a message, and a piece of a file. */
const SEALED_BYTES = [1024, 65_536];

/** A way to do the same, and its name. */
type Way = readonly [name: string, run: () => unknown];

/** See the module comment. */
export function benchPrimitives(figures: Figures): void {
  figures.begin('primitives');
  const sodium = nativeSodium();
  signatures(figures, sodium);
  for (const bytes of SEALED_BYTES) sealing(figures, sodium, bytes);
}

/** libsodium's binding, where this machine has it: elsewhere the WebAssembly of the same library serves. */
function nativeSodium(): Sodium | undefined {
  try {
    return loadSodium();
  } catch {
    return undefined;
  }
}

function signatures(figures: Figures, sodium: Sodium | undefined): void {
  const key = generateSigningKey();
  const message = randomBytes(SIGNED_BYTES);
  const signature = key.signRaw(message);
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: toBase64url(key.publicKey) };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  const others: Way[] = [['node:crypto', () => opensslVerify(null, message, publicKey, signature)]];
  if (sodium !== undefined)
    others.unshift(['libsodium', () => sodium.crypto_sign_verify_detached(signature, message, key.publicKey)]);
  compare(
    figures,
    `Ed25519 signatures verified, ${SIGNED_BYTES} B`,
    () => verifyRaw(key.publicKey, message, signature),
    others,
  );
}

function sealing(figures: Figures, sodium: Sodium | undefined, bytes: number): void {
  const [key, nonce, header, text] = [32, NONCE_BYTES, HEADER_BYTES, bytes].map((length) => randomBytes(length)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const others: Way[] = [['node:crypto', () => opensslBoth(key, nonce, header, text)]];
  if (sodium !== undefined) {
    const sealed = new Uint8Array(bytes + TAG_BYTES);
    const opened = new Uint8Array(bytes);
    const both = (): void => {
      sodium.crypto_aead_chacha20poly1305_ietf_encrypt(sealed, text, header, null, nonce, key);
      sodium.crypto_aead_chacha20poly1305_ietf_decrypt(opened, null, sealed, header, nonce, key);
    };
    others.unshift(['libsodium', both]);
  }
  const name = `ChaCha20-Poly1305 sealed and opened, ${bytes === 1024 ? '1 KiB' : `${bytes / 1024} KiB`}`;
  compare(figures, name, () => open(key, nonce, seal(key, nonce, text, header), header), others);
}

function opensslBoth(key: Uint8Array, nonce: Uint8Array, header: Uint8Array, text: Uint8Array): Uint8Array {
  const plaintextLength = text.length;
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(header, { plaintextLength });
  const sealed = cipher.update(text);
  cipher.final();
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(header, { plaintextLength });
  decipher.setAuthTag(cipher.getAuthTag());
  const opened = decipher.update(sealed);
  decipher.final();
  return opened;
}

/** Adds what is done a second, beside others. */
export function compare(
  figures: Figures,
  name: string,
  ours: () => unknown,
  others: readonly Way[],
  note?: string,
): void {
  const [rates = [], ...theirs] = ratesOf([ours, ...others.map(([, run]) => run)], { rounds: 9, ms: 25 });
  const beside = others.map(([other], at) => {
    const found = theirs[at] ?? [];
    return { name: other, value: median(found), ratio: ratioOf(rates, found) };
  });
  figures.add(name, median(rates), '/s', { beside, ...(note === undefined ? {} : { note }) });
}
