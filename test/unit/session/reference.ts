/**
 * PROTOCOL.md §5 once more, step by step, with node:crypto, noble's ML-KEM and cborg alone: what our code must agree
 * with. Nothing here imports `src/`.
 */
import {
  createCipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { encode, rfc8949EncodeOptions } from 'cborg';

type Bytes = Uint8Array;
const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
export const join = (...parts: readonly Bytes[]): Bytes => new Uint8Array(Buffer.concat(parts));
const hexBytes = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const u8 = (n: number): Bytes => Uint8Array.of(n);
const u16 = (n: number): Bytes => Uint8Array.of(n >> 8, n & 255);
const u32 = (n: number): Bytes => Uint8Array.of((n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
const u64 = (n: number): Bytes => join(u32(Math.floor(n / 2 ** 32)), u32(n % 2 ** 32));
const blob16 = (bytes: Bytes): Bytes => join(u16(bytes.length), bytes);
const blob32 = (bytes: Bytes): Bytes => join(u32(bytes.length), bytes);
const ZERO = u8(0);

export const cbor = (value: unknown): Bytes => new Uint8Array(encode(value, rfc8949EncodeOptions));
export const sha256 = (...parts: readonly Bytes[]): Bytes =>
  new Uint8Array(
    createHash('sha256')
      .update(join(...parts))
      .digest(),
  );
const hmac = (key: Bytes, message: Bytes): Bytes => new Uint8Array(createHmac('sha256', key).update(message).digest());
const hkdf = (secret: Bytes, salt: Bytes, info: Bytes, length: number): Bytes =>
  new Uint8Array(hkdfSync('sha256', secret, salt, info, length));

const secretObject = (oid: string, secret: Bytes): KeyObject =>
  createPrivateKey({
    key: Buffer.from(join(hexBytes(`302e020100300506032b65${oid}04220420`), secret)),
    format: 'der',
    type: 'pkcs8',
  });
const x25519Secret = (secret: Bytes): KeyObject => secretObject('6e', secret);
const x25519Public = (key: Bytes): KeyObject =>
  createPublicKey({ key: Buffer.from(join(hexBytes('302a300506032b656e032100'), key)), format: 'der', type: 'spki' });
export const publicOf = (secret: Bytes): Bytes =>
  new Uint8Array(createPublicKey(x25519Secret(secret)).export({ format: 'der', type: 'spki' }).subarray(-32));
export const dh = (secret: Bytes, key: Bytes): Bytes =>
  new Uint8Array(diffieHellman({ privateKey: x25519Secret(secret), publicKey: x25519Public(key) }));
export const signWith = (seed: Bytes, label: string, body: Bytes): Bytes =>
  new Uint8Array(sign(null, join(utf8(label), ZERO, body), secretObject('70', seed)));

export const kemPublic = (seed: Bytes): Bytes => ml_kem768.keygen(seed).publicKey;
export const encapsulate = (key: Bytes, m: Bytes): { cipherText: Bytes; sharedSecret: Bytes } =>
  ml_kem768.encapsulate(key, m);

/** What a handshake is computed from: the secrets of both sides. */
export interface HandshakeInputs {
  readonly kind: 1 | 2;
  readonly a: { readonly did: string; readonly certificate: Bytes; readonly x25519: Bytes };
  readonly b: { readonly did: string; readonly certificate: Bytes; readonly x25519: Bytes };
  readonly spk: { readonly id: number; readonly secret: Bytes };
  readonly kem: { readonly id: number; readonly seed: Bytes };
  readonly opk: { readonly id: number; readonly secret: Bytes } | undefined;
  readonly ephemeralSecret: Bytes;
  readonly kemRandomness: Bytes;
  readonly nonce: Bytes;
}

/** §5.2 and §5.3. */
export function handshake(
  inputs: HandshakeInputs,
): Record<'ek' | 'ct' | 'ss' | 'dh1' | 'dh2' | 'dh3' | 'dh4' | 'transcript' | 'th' | 'sk' | 'ad' | 'initial', Bytes> {
  const { kind, a, b, spk, kem, opk, ephemeralSecret, nonce } = inputs;
  const [ek, spkPublic, ikB] = [publicOf(ephemeralSecret), publicOf(spk.secret), publicOf(b.x25519)];
  const kemKey = kemPublic(kem.seed);
  const { cipherText: ct, sharedSecret: ss } = encapsulate(kemKey, inputs.kemRandomness);
  const head = Uint8Array.of(1, 1, kind);
  const transcript = join(
    head,
    blob16(utf8(a.did)),
    blob16(a.certificate),
    blob16(utf8(b.did)),
    blob16(b.certificate),
    u32(spk.id),
    spkPublic,
    u32(kem.id),
    kemKey,
    opk === undefined ? u8(0) : join(u8(1), u32(opk.id), publicOf(opk.secret)),
    ek,
    ct,
    blob16(nonce),
  );
  const th = sha256(utf8('talos/v1/transcript'), ZERO, transcript);
  const dh1 = dh(a.x25519, spkPublic);
  const dh2 = dh(ephemeralSecret, ikB);
  const dh3 = dh(ephemeralSecret, spkPublic);
  const dh4 = opk === undefined ? new Uint8Array(0) : dh(ephemeralSecret, publicOf(opk.secret));
  const label = utf8('talos/v1/pqxdh/x25519-mlkem768-sha256-chacha20poly1305');
  const sk = hkdf(join(new Uint8Array(32).fill(0xff), dh1, dh2, dh3, dh4, ss), new Uint8Array(32), join(label, th), 32);
  const ad = join(head, blob16(utf8(a.did)), publicOf(a.x25519), blob16(utf8(b.did)), ikB, th);
  const initial = cbor({
    v: 1,
    suite: 1,
    from: a.did,
    to: b.did,
    cert: a.certificate,
    ek,
    spk: spk.id,
    kem: kem.id,
    ct,
    ...(opk === undefined ? {} : { opk: opk.id }),
  });
  return { ek, ct, ss, dh1, dh2, dh3, dh4, transcript, th, sk, ad, initial };
}

/** One side of §5.4, as the specification's pseudocode has it: both halves of a turn where the sender turns. */
export class ReferenceRatchet {
  root: Bytes;
  ours: Bytes;
  theirs: Bytes | undefined;
  sendingKey: Bytes | undefined;
  receivingKey: Bytes | undefined;
  sent = 0;
  previous = 0;

  constructor(root: Bytes, ours: Bytes, theirs: Bytes | undefined) {
    this.root = root;
    this.ours = ours;
    this.theirs = theirs;
    if (theirs !== undefined) this.sendingKey = this.#rootStep(ours, theirs);
  }

  #rootStep(secret: Bytes, key: Bytes): Bytes {
    const derived = hkdf(dh(secret, key), this.root, utf8('talos/v1/ratchet-root'), 64);
    this.root = derived.slice(0, 32);
    return derived.slice(32);
  }

  /** `fresh` is the new ratchet secret, for the first message after the peer has turned. */
  encrypt(
    plaintext: Bytes,
    bound: Bytes,
    nonce: Bytes,
    fresh: Bytes | undefined,
  ): Record<'root' | 'chainKey' | 'messageKey' | 'header' | 'message', Bytes> {
    if (fresh !== undefined && this.theirs !== undefined) {
      this.previous = this.sent;
      this.sent = 0;
      this.ours = fresh;
      this.sendingKey = this.#rootStep(fresh, this.theirs);
    }
    const chainKey = this.sendingKey as Bytes;
    const messageKey = hmac(chainKey, u8(1));
    const header = join(u8(1), publicOf(this.ours), u32(this.previous), u32(this.sent++));
    this.sendingKey = hmac(chainKey, u8(2));
    const cipher = createCipheriv('chacha20-poly1305', messageKey, nonce, { authTagLength: 16 });
    cipher.setAAD(join(bound, header), { plaintextLength: plaintext.length });
    const sealed = join(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
    return { root: this.root, chainKey, messageKey, header, message: join(header, nonce, sealed) };
  }

  /** The peer's new ratchet key has come. */
  turn(theirs: Bytes): void {
    if (this.theirs !== undefined && Buffer.from(theirs).equals(this.theirs)) return;
    this.theirs = theirs;
    this.receivingKey = this.#rootStep(this.ours, theirs);
  }
}

/** §5.7: an envelope of type TEXT, without chunk information. */
export function envelopeParts(inputs: {
  readonly id: Bytes;
  readonly timestampMs: number;
  readonly sender: string;
  readonly recipient: string;
  readonly initial: Bytes | undefined;
  readonly salt: Bytes;
  readonly text: Bytes;
}): Record<'commitment' | 'metadata' | 'plaintext', Bytes> {
  const { id, timestampMs, sender, recipient, initial, salt, text } = inputs;
  const commitment = sha256(utf8('talos/v1/plaintext'), ZERO, salt, text);
  const metadata = join(
    Uint8Array.of(1, 1, initial === undefined ? 0 : 1),
    id,
    u64(timestampMs),
    blob16(utf8(sender)),
    blob16(utf8(recipient)),
    initial === undefined ? new Uint8Array(0) : blob16(initial),
    commitment,
  );
  return { commitment, metadata, plaintext: join(salt, text) };
}

/** §5.7: the signed envelope. */
export function envelope(seed: Bytes, metadata: Bytes, content: Bytes): Bytes {
  const unsigned = join(metadata, blob32(content));
  return join(unsigned, signWith(seed, 'talos/v1/envelope', sha256(utf8('talos/v1/envelope-hash'), ZERO, unsigned)));
}

/** §5.1: the bundle. */
export function bundle(inputs: {
  readonly seed: Bytes;
  readonly did: string;
  readonly certificate: Bytes;
  readonly sequence: number;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  readonly prekeysExpireAtMs: number;
  readonly spk: { readonly id: number; readonly secret: Bytes };
  readonly kem: { readonly id: number; readonly seed: Bytes };
  readonly opk: { readonly id: number; readonly secret: Bytes };
}): Bytes {
  const { seed, did, prekeysExpireAtMs: exp } = inputs;
  const signed = (type: number, label: string, id: number, key: Bytes): unknown => {
    const body = join(u8(type), blob16(utf8(did)), u32(id), u64(exp), key);
    return { id, key, exp, sig: signWith(seed, label, body) };
  };
  const body = cbor({
    v: 1,
    suite: 1,
    did,
    cert: inputs.certificate,
    seq: inputs.sequence,
    iat: inputs.issuedAtMs,
    exp: inputs.expiresAtMs,
    spk: signed(1, 'talos/v1/signed-prekey', inputs.spk.id, publicOf(inputs.spk.secret)),
    kem: signed(2, 'talos/v1/kem-prekey', inputs.kem.id, kemPublic(inputs.kem.seed)),
    opks: [{ id: inputs.opk.id, key: publicOf(inputs.opk.secret) }],
  });
  return cbor({ body, sig: signWith(seed, 'talos/v1/bundle', body) });
}

/** §5.5: the live bundle. */
export function liveBundle(inputs: {
  readonly seed: Bytes;
  readonly did: string;
  readonly certificate: Bytes;
  readonly to: string;
  readonly nonce: Bytes;
  readonly spk: Bytes;
  readonly kem: Bytes;
  readonly issuedAtMs: number;
}): Bytes {
  const { seed, did, certificate, to, nonce } = inputs;
  const body = cbor({
    v: 1,
    suite: 1,
    did,
    cert: certificate,
    to,
    nonce,
    spk: publicOf(inputs.spk),
    kem: kemPublic(inputs.kem),
    iat: inputs.issuedAtMs,
  });
  return cbor({ body, sig: signWith(seed, 'talos/v1/live-bundle', body) });
}
