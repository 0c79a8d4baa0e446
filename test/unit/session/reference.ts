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
  pbkdf2Sync,
  sign,
} from 'node:crypto';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { encode, rfc8949EncodeOptions } from 'cborg';

type Bytes = Uint8Array<ArrayBuffer>;
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
export const ed25519PublicOf = (seed: Bytes): Bytes =>
  new Uint8Array(createPublicKey(secretObject('70', seed)).export({ format: 'der', type: 'spki' }).subarray(-32));

/** A signature under a label: Ed25519(label ‖ 0x00 ‖ body). §2.1. */
export interface Signed {
  readonly label: string;
  readonly body: Bytes;
  readonly signature: Bytes;
}
export const signWith = (seed: Bytes, label: string, body: Bytes): Signed => ({
  label,
  body,
  signature: new Uint8Array(sign(null, join(utf8(label), ZERO, body), secretObject('70', seed))),
});

/** §4.1: what follows from the words. */
export function seedsOf(words: string): Record<'bip39Seed' | 'ed25519Seed' | 'x25519Secret', Bytes> {
  const bip39Seed = new Uint8Array(pbkdf2Sync(words, 'mnemonic', 2048, 64, 'sha512'));
  const derived = (label: string): Bytes => hkdf(bip39Seed, new Uint8Array(0), utf8(label), 32);
  return {
    bip39Seed,
    ed25519Seed: derived('talos/v1/seed/ed25519'),
    x25519Secret: derived('talos/v1/seed/x25519'),
  };
}

/** What was signed once, and the document that carries it. */
export interface Document<Name extends string> {
  readonly bytes: Bytes;
  readonly signatures: Readonly<Record<Name, Signed>>;
}

/** §4.2. */
export function certificate(inputs: {
  readonly seed: Bytes;
  readonly did: string;
  readonly x25519: Bytes;
  readonly sequence: number;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}): Document<'certificate'> {
  const { seed, did, sequence, issuedAtMs, expiresAtMs } = inputs;
  const body = cbor({ v: 1, did, x25519: publicOf(inputs.x25519), seq: sequence, iat: issuedAtMs, exp: expiresAtMs });
  const signed = signWith(seed, 'talos/v1/certificate', body);
  return { bytes: cbor({ body, sig: signed.signature }), signatures: { certificate: signed } };
}

export const kemPublic = (seed: Bytes): Bytes => ml_kem768.keygen(seed).publicKey;
export const encapsulate = (key: Bytes, m: Bytes): { cipherText: Bytes; sharedSecret: Bytes } =>
  ml_kem768.encapsulate(key, m);

/** What a handshake is computed from: the secrets of both sides. */
export interface HandshakeInputs {
  readonly kind: 1 | 2;
  readonly a: { readonly did: string; readonly certificate: Bytes; readonly x25519: Bytes };
  readonly b: { readonly did: string; readonly certificate: Bytes; readonly x25519: Bytes };
  readonly spk: { readonly id: number; readonly secret: Bytes };
  /** The one-time KEM prekey where there is one, otherwise the last-resort one. */
  readonly kem: { readonly id: number; readonly seed: Bytes };
  readonly opk: { readonly id: number; readonly secret: Bytes } | undefined;
  readonly ephemeralSecret: Bytes;
  readonly kemRandomness: Bytes;
  readonly nonce: Bytes;
}

/** What a handshake gives, in the order of §5.3; `prk` is what HKDF extracts of `ikm`. */
export type HandshakeValues = Record<
  | 'ek'
  | 'ct'
  | 'ss'
  | 'dh1'
  | 'dh2'
  | 'dh3'
  | 'dh4'
  | 'transcript'
  | 'th'
  | 'ikm'
  | 'prk'
  | 'info'
  | 'sk'
  | 'ad'
  | 'initial'
  | 'initialHash',
  Bytes
>;

/** §5.2 and §5.3. */
export function handshake(inputs: HandshakeInputs): HandshakeValues {
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
  const ikm = join(new Uint8Array(32).fill(0xff), dh1, dh2, dh3, dh4, ss);
  const info = join(label, th);
  const prk = hmac(new Uint8Array(32), ikm);
  const sk = hkdf(ikm, new Uint8Array(32), info, 32);
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
  const initialHash = sha256(initial);
  return { ek, ct, ss, dh1, dh2, dh3, dh4, transcript, th, ikm, prk, info, sk, ad, initial, initialHash };
}

/** One message of §5.4, and what it was made of. `root` and the chain keys are those of its sender. */
export interface Step
  extends Record<
    | 'ratchetKey'
    | 'root'
    | 'chainKey'
    | 'messageKey'
    | 'chainKeyAfter'
    | 'header'
    | 'associated'
    | 'ciphertext'
    | 'message',
    Bytes
  > {
  /** Of the first message of a chain alone. */
  readonly turn: Record<'ratchetSecret' | 'rootBefore' | 'dh', Bytes> | undefined;
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
  #turn: Step['turn'];

  constructor(root: Bytes, ours: Bytes, theirs: Bytes | undefined) {
    this.root = root;
    this.ours = ours;
    this.theirs = theirs;
    if (theirs !== undefined) this.#turnSending(theirs);
  }

  #rootStep(shared: Bytes): Bytes {
    const derived = hkdf(shared, this.root, utf8('talos/v1/ratchet-root'), 64);
    this.root = derived.slice(0, 32);
    return derived.slice(32);
  }

  #turnSending(theirs: Bytes): void {
    const shared = dh(this.ours, theirs);
    this.#turn = { ratchetSecret: this.ours, rootBefore: this.root, dh: shared };
    this.sendingKey = this.#rootStep(shared);
  }

  /** `fresh` is the new ratchet secret, for the first message after the peer has turned. */
  encrypt(plaintext: Bytes, bound: Bytes, nonce: Bytes, fresh: Bytes | undefined): Step {
    if (fresh !== undefined && this.theirs !== undefined) {
      this.previous = this.sent;
      this.sent = 0;
      this.ours = fresh;
      this.#turnSending(this.theirs);
    }
    const turn = this.#turn;
    this.#turn = undefined;
    const chainKey = this.sendingKey as Bytes;
    const messageKey = hmac(chainKey, u8(1));
    const chainKeyAfter = hmac(chainKey, u8(2));
    const ratchetKey = publicOf(this.ours);
    const header = join(u8(1), ratchetKey, u32(this.previous), u32(this.sent++));
    this.sendingKey = chainKeyAfter;
    const associated = join(bound, header);
    const cipher = createCipheriv('chacha20-poly1305', messageKey, nonce, { authTagLength: 16 });
    cipher.setAAD(associated, { plaintextLength: plaintext.length });
    const ciphertext = join(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
    const message = join(header, nonce, ciphertext);
    const { root } = this;
    return { turn, ratchetKey, root, chainKey, messageKey, chainKeyAfter, header, associated, ciphertext, message };
  }

  /** The peer's new ratchet key has come. */
  turn(theirs: Bytes): void {
    if (this.theirs !== undefined && Buffer.from(theirs).equals(this.theirs)) return;
    this.theirs = theirs;
    this.receivingKey = this.#rootStep(dh(this.ours, theirs));
  }
}

/** §5.7: an envelope without chunk information, of type TEXT where none is said. */
export function envelopeParts(inputs: {
  readonly type?: number;
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
    Uint8Array.of(1, inputs.type ?? 1, initial === undefined ? 0 : 1),
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
export function envelope(seed: Bytes, metadata: Bytes, content: Bytes): Document<'envelope'> {
  const unsigned = join(metadata, blob32(content));
  const signed = signWith(seed, 'talos/v1/envelope', sha256(utf8('talos/v1/envelope-hash'), ZERO, unsigned));
  return { bytes: join(unsigned, signed.signature), signatures: { envelope: signed } };
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
  readonly opk: { readonly id: number; readonly secret: Bytes } | undefined;
  readonly okem: { readonly id: number; readonly seed: Bytes } | undefined;
}): Document<'signedPrekey' | 'kemPrekey' | 'bundle'> {
  const { seed, did, spk, kem, opk, okem, prekeysExpireAtMs: exp } = inputs;
  const [spkPublic, kemKey] = [publicOf(spk.secret), kemPublic(kem.seed)];
  const prekeyBody = (type: number, id: number, key: Bytes): Bytes =>
    join(u8(type), blob16(utf8(did)), u32(id), u64(exp), key);
  const signedPrekey = signWith(seed, 'talos/v1/signed-prekey', prekeyBody(1, spk.id, spkPublic));
  const kemPrekey = signWith(seed, 'talos/v1/kem-prekey', prekeyBody(2, kem.id, kemKey));
  const body = cbor({
    v: 1,
    suite: 1,
    did,
    cert: inputs.certificate,
    seq: inputs.sequence,
    iat: inputs.issuedAtMs,
    exp: inputs.expiresAtMs,
    spk: { id: spk.id, key: spkPublic, exp, sig: signedPrekey.signature },
    kem: { id: kem.id, key: kemKey, exp, sig: kemPrekey.signature },
    opks: opk === undefined ? [] : [{ id: opk.id, key: publicOf(opk.secret) }],
    okems: okem === undefined ? [] : [{ id: okem.id, key: kemPublic(okem.seed) }],
  });
  const signed = signWith(seed, 'talos/v1/bundle', body);
  return { bytes: cbor({ body, sig: signed.signature }), signatures: { signedPrekey, kemPrekey, bundle: signed } };
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
}): Document<'liveBundle'> {
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
  const signed = signWith(seed, 'talos/v1/live-bundle', body);
  return { bytes: cbor({ body, sig: signed.signature }), signatures: { liveBundle: signed } };
}

/** What a deposit gives, in the order of §5.9; `prk` is what HKDF extracts of `shared`. */
export type DepositValues = Record<
  | 'ephemeralKey'
  | 'shared'
  | 'salt'
  | 'prk'
  | 'info'
  | 'key'
  | 'nonce'
  | 'content'
  | 'padded'
  | 'associated'
  | 'ciphertext'
  | 'sealed',
  Bytes
>;

/** §5.9: a deposit in the bucket of `bytes`. */
export function deposit(inputs: {
  readonly recipient: { readonly did: string; readonly x25519: Bytes };
  readonly ephemeralSecret: Bytes;
  readonly bytes: number;
  readonly envelope: Bytes;
  readonly record: Bytes | undefined;
}): DepositValues {
  const { recipient, ephemeralSecret, envelope: env, record, bytes } = inputs;
  const [ephemeralKey, identityKey] = [publicOf(ephemeralSecret), publicOf(recipient.x25519)];
  // The recipient's side: the same secret from the other key.
  const shared = dh(recipient.x25519, ephemeralKey);
  const salt = join(ephemeralKey, identityKey);
  const prk = hmac(salt, shared);
  const info = join(utf8('talos/v1/mailbox-seal'), utf8(recipient.did));
  const derived = hkdf(shared, salt, info, 44);
  const [key, nonce] = [derived.slice(0, 32), derived.slice(32)];
  const content = cbor({ v: 1, env, ...(record === undefined ? {} : { rec: record }) });
  const used = join(u32(content.length), content);
  const padded = join(used, new Uint8Array(bytes - 1 - 32 - 16 - used.length));
  const associated = join(u8(1), ephemeralKey, blob16(utf8(recipient.did)));
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  cipher.setAAD(associated, { plaintextLength: padded.length });
  const ciphertext = join(cipher.update(padded), cipher.final(), cipher.getAuthTag());
  const sealed = join(u8(1), ephemeralKey, ciphertext);
  return { ephemeralKey, shared, salt, prk, info, key, nonce, content, padded, associated, ciphertext, sealed };
}
