/**
 * The session vectors recomputed from PROTOCOL.md §2 to §5 with noble and cborg, ML-KEM included. It names values as
 * `test/verify_sessions` does, and stands in for it where Python or its `cryptography` is missing.
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { expand, extract, hkdf as nobleHkdf } from '@noble/hashes/hkdf.js';
import { hmac as nobleHmac } from '@noble/hashes/hmac.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { decode, encode, rfc8949EncodeOptions } from 'cborg';

type Bytes = Uint8Array;
type Value = Bytes | string | number;

const hexOf = (bytes: Bytes): string => Buffer.from(bytes).toString('hex');
const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const join = (...parts: readonly (Bytes | string)[]): Bytes =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? utf8(part) : part))));
const uint = (length: number, value: number): Bytes =>
  Uint8Array.from({ length }, (_, at) => Math.floor(value / 256 ** (length - 1 - at)) % 256);
const blob16 = (content: Bytes | string): Bytes => join(uint(2, join(content).length), content);
const cbor = (value: unknown): Bytes => encode(value, rfc8949EncodeOptions);
const hmac = (key: Bytes, message: Bytes): Bytes => nobleHmac(sha256, key, message);
const hkdf = (secret: Bytes, salt: Bytes, info: Bytes, length: number): Bytes =>
  nobleHkdf(sha256, secret, salt, info, length);
const labelledHash = (label: string, message: Bytes): Bytes => sha256(join(`${label}\0`, message));
const publicOf = (secret: Bytes): Bytes => x25519.getPublicKey(secret);
const EMPTY = new Uint8Array(0);

/** A part of a vector file and its name. Throws the name of the first value that differs from what was recomputed. */
class Part {
  readonly value: unknown;
  readonly name: string;

  constructor(value: unknown, name: string) {
    this.value = value;
    this.name = name;
  }

  at(key: string | number): Part {
    const name = typeof key === 'number' ? `${this.name}[${key}]` : `${this.name}.${key}`;
    const value = (this.value as Readonly<Record<string, unknown>>)[key];
    if (value === undefined) throw new Error(`${name}: missing`);
    return new Part(value, name);
  }

  has(key: string): boolean {
    return Object.hasOwn(this.value as object, key);
  }

  items(): readonly Part[] {
    return (this.value as readonly unknown[]).map((_, index) => this.at(index));
  }

  hex(key: string): Bytes {
    return new Uint8Array(Buffer.from(this.text(key), 'hex'));
  }

  text(key: string): string {
    return String(this.at(key).value);
  }

  number(key: string): number {
    return Number(this.at(key).value);
  }

  expect(key: string, computed: Value): void {
    const { value, name } = this.at(key);
    if (value !== (computed instanceof Uint8Array ? hexOf(computed) : computed)) throw new Error(name);
  }

  /** The encoding of `fields`, which is read back. */
  expectCbor(key: string, fields: Readonly<Record<string, unknown>>): Bytes {
    const document = cbor(fields);
    this.expect(key, document);
    if (hexOf(cbor(decode(document, { strict: true }))) !== hexOf(document)) throw new Error(`${this.name}.${key}`);
    return document;
  }

  /** §2.1. */
  expectSignature(name: string, label: string, seed: Bytes, body: Bytes): Bytes {
    const signed = this.at('signatures').at(name);
    const message = join(`${label}\0`, body);
    const signature = ed25519.sign(message, seed);
    for (const [key, value] of Object.entries({ label, body, signature })) signed.expect(key, value);
    if (!ed25519.verify(signature, message, ed25519.getPublicKey(seed))) throw new Error(`${signed.name}.signature`);
    return signature;
  }
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** §4.1. */
function didOf(key: Bytes): string {
  let digits = '';
  for (let number = BigInt(`0xed01${hexOf(key)}`); number > 0n; number /= 58n)
    digits = `${BASE58[Number(number % 58n)]}${digits}`;
  return `did:key:z${digits}`;
}

interface Party {
  readonly did: string;
  readonly seed: Bytes;
  readonly secret: Bytes;
  readonly certificate: Bytes;
}

/** §4.1, §4.2: from the words to the certificate. */
function recomputeParty(part: Part): Party {
  const bip39Seed = pbkdf2(sha512, part.text('words'), 'mnemonic', { c: 2048, dkLen: 64 });
  const seed = hkdf(bip39Seed, EMPTY, utf8('talos/v1/seed/ed25519'), 32);
  const secret = hkdf(bip39Seed, EMPTY, utf8('talos/v1/seed/x25519'), 32);
  const did = didOf(ed25519.getPublicKey(seed));
  const keys = { ed25519Public: ed25519.getPublicKey(seed), x25519Secret: secret, x25519Public: publicOf(secret) };
  for (const [key, value] of Object.entries({ bip39Seed, ed25519Seed: seed, ...keys, did })) part.expect(key, value);
  const certified = part.at('certified');
  const times = { iat: certified.number('issuedAtMs'), exp: certified.number('expiresAtMs') };
  const body = cbor({ v: 1, did, x25519: publicOf(secret), seq: certified.number('sequence'), ...times });
  const sig = part.expectSignature('certificate', 'talos/v1/certificate', seed, body);
  return { did, seed, secret, certificate: part.expectCbor('certificate', { body, sig }) };
}

interface Prekey {
  readonly id: number;
  readonly key: Bytes;
  readonly secret: Bytes;
}

interface Offer {
  readonly kind: number;
  readonly spk: Prekey;
  /** The one to use: one-time or last-resort. */
  readonly kem: Prekey;
  readonly opk: Prekey | undefined;
  readonly nonce: Bytes;
}

function readPrekey(part: Part, name: string, secretName: string, id: number): Prekey {
  const secret = part.hex(secretName);
  return { id, secret, key: expected(part, `${name}Public`, publicOf(secret)) };
}

function readKemPrekey(part: Part, name: string): Prekey {
  const secret = part.hex(name);
  const key = expected(part, `${name}Public`, ml_kem768.keygen(secret).publicKey);
  return { id: part.number(`${name}Id`), secret, key };
}

function expected(part: Part, key: string, computed: Bytes): Bytes {
  part.expect(key, computed);
  return computed;
}

/** §5.1. */
function recomputeBundle(vector: Part, b: Party, name = 'bobsPrekeys'): Offer {
  const prekeys = vector.at(name);
  const spk = readPrekey(prekeys, 'spk', 'spk', prekeys.number('spkId'));
  const opk = prekeys.has('opk') ? readPrekey(prekeys, 'opk', 'opk', prekeys.number('opkId')) : undefined;
  const kem = readKemPrekey(prekeys, 'kem');
  const okem = prekeys.has('okem') ? readKemPrekey(prekeys, 'okem') : undefined;
  const exp = prekeys.number('prekeysExpireAtMs');
  const sign = (name: string, label: string, type: number, { id, key }: Prekey): unknown => {
    const body = join(uint(1, type), blob16(b.did), uint(4, id), uint(8, exp), key);
    return { id, key, exp, sig: prekeys.expectSignature(name, label, b.seed, body) };
  };
  const body = cbor({
    v: 1,
    suite: 1,
    did: b.did,
    cert: b.certificate,
    seq: prekeys.number('sequence'),
    iat: prekeys.number('issuedAtMs'),
    exp: prekeys.number('expiresAtMs'),
    spk: sign('signedPrekey', 'talos/v1/signed-prekey', 1, spk),
    kem: sign('kemPrekey', 'talos/v1/kem-prekey', 2, kem),
    opks: opk === undefined ? [] : [{ id: opk.id, key: opk.key }],
    okems: okem === undefined ? [] : [{ id: okem.id, key: okem.key }],
  });
  vector.expectCbor('bundle', { body, sig: prekeys.expectSignature('bundle', 'talos/v1/bundle', b.seed, body) });
  return { kind: 1, spk, kem: okem ?? kem, opk, nonce: EMPTY };
}

/** §5.5. */
function recomputeLiveBundle(vector: Part, a: Party, b: Party): Offer {
  const randomness = vector.at('randomness');
  const [nonce, secret, kemSeed] = [randomness.hex('nonce'), randomness.hex('spkSecret'), randomness.hex('kemSeed')];
  const spk = { id: 0, secret, key: expected(vector, 'spkPublic', publicOf(secret)) };
  const kem = {
    id: 0,
    secret: kemSeed,
    key: expected(vector, 'kemPublic', ml_kem768.keygen(kemSeed).publicKey),
  };
  vector.expectCbor('hello', { v: 1, suite: 1, from: a.did, to: b.did, nonce });
  const keys = { nonce, spk: spk.key, kem: kem.key };
  const iat = vector.number('issuedAtMs');
  const body = cbor({ v: 1, suite: 1, did: b.did, cert: b.certificate, to: a.did, ...keys, iat });
  const sig = vector.expectSignature('liveBundle', 'talos/v1/live-bundle', b.seed, body);
  vector.expectCbor('bundle', { body, sig });
  return { kind: 2, spk, kem, opk: undefined, nonce };
}

interface Agreed {
  readonly sk: Bytes;
  readonly ad: Bytes;
  readonly initial: Bytes;
}

/** §5.3, with ML-KEM. */
function recomputeKeySchedule(vector: Part, a: Party, b: Party, offer: Offer): Agreed {
  const values = vector.at('computed');
  const { kind, spk, kem, opk, nonce } = offer;
  const ephemeral = vector.at('randomness').hex('ephemeralSecret');
  const ek = expected(values, 'ek', publicOf(ephemeral));
  const encapsulated = ml_kem768.encapsulate(kem.key, vector.at('randomness').hex('kemRandomness'));
  const ct = expected(values, 'ct', encapsulated.cipherText);
  const ss = expected(values, 'ss', encapsulated.sharedSecret);
  if (hexOf(ml_kem768.decapsulate(ct, ml_kem768.keygen(kem.secret).secretKey)) !== hexOf(ss))
    throw new Error(`${values.name}.ss`);
  const agreements = [
    expectAgreement(values, 'dh1', a.secret, spk.secret),
    expectAgreement(values, 'dh2', ephemeral, b.secret),
    expectAgreement(values, 'dh3', ephemeral, spk.secret),
    opk === undefined ? expected(values, 'dh4', EMPTY) : expectAgreement(values, 'dh4', ephemeral, opk.secret),
  ];
  const head = Uint8Array.of(1, 1, kind);
  const ids = join(uint(4, spk.id), spk.key, uint(4, kem.id), kem.key);
  const oneTime = opk === undefined ? Uint8Array.of(0) : join(Uint8Array.of(1), uint(4, opk.id), opk.key);
  const certified = join(blob16(a.did), blob16(a.certificate), blob16(b.did), blob16(b.certificate));
  const transcript = expected(values, 'transcript', join(head, certified, ids, oneTime, ek, ct, blob16(nonce)));
  const th = expected(values, 'th', labelledHash('talos/v1/transcript', transcript));
  const ikm = expected(values, 'ikm', join(new Uint8Array(32).fill(0xff), ...agreements, ss));
  const prk = expected(values, 'prk', extract(sha256, ikm, new Uint8Array(32)));
  const info = expected(values, 'info', join('talos/v1/pqxdh/x25519-mlkem768-sha256-chacha20poly1305', th));
  const sk = expected(values, 'sk', expand(sha256, prk, info, 32));
  const ends = join(blob16(a.did), publicOf(a.secret), blob16(b.did), publicOf(b.secret));
  const ad = expected(values, 'ad', join(head, ends, th));
  const named = { spk: spk.id, kem: kem.id, ...(opk === undefined ? {} : { opk: opk.id }) };
  const fields = { v: 1, suite: 1, from: a.did, to: b.did, cert: a.certificate, ek, ct, ...named };
  const initial = values.expectCbor('initial', fields);
  values.expect('initialHash', sha256(initial));
  return { sk, ad, initial };
}

/** X25519 from both sides. */
function expectAgreement(part: Part, key: string, ours: Bytes, theirs: Bytes): Bytes {
  const shared = x25519.getSharedSecret(ours, publicOf(theirs));
  part.expect(key, shared);
  part.expect(key, x25519.getSharedSecret(theirs, publicOf(ours)));
  return shared;
}

/**
 * §5.4 in one line: the root keys of both sides follow one another, a turn each. Messages that are late change nothing
 * of it, so what a recipient does on its own is left to the other verifiers.
 */
class Turns {
  #root: Bytes;
  #chainKey: Bytes = EMPTY;
  #sender = '';
  readonly #secrets: Record<string, Bytes>;
  readonly #counts: Record<string, number> = { a: 0, b: 0 };
  #previous = 0;

  constructor(sk: Bytes, spkSecret: Bytes) {
    this.#root = sk;
    this.#secrets = { b: spkSecret };
  }

  #turn(message: Part, sender: string): void {
    const secret = message.hex('ratchetSecret');
    message.expect('rootBefore', this.#root);
    const shared = expectAgreement(message, 'dh', secret, this.#secrets[sender === 'a' ? 'b' : 'a'] ?? EMPTY);
    const derived = hkdf(shared, this.#root, utf8('talos/v1/ratchet-root'), 64);
    [this.#root, this.#chainKey] = [derived.slice(0, 32), derived.slice(32)];
    this.#secrets[sender] = secret;
    this.#sender = sender;
    this.#previous = this.#counts[sender] ?? 0;
    this.#counts[sender] = 0;
  }

  recompute(message: Part, bound: Bytes, plaintext: Bytes): Bytes {
    const sender = message.text('from');
    if (sender !== this.#sender) this.#turn(message, sender);
    message.expect('root', this.#root);
    message.expect('chainKey', this.#chainKey);
    const key = expected(message, 'messageKey', hmac(this.#chainKey, Uint8Array.of(1)));
    this.#chainKey = expected(message, 'chainKeyAfter', hmac(this.#chainKey, Uint8Array.of(2)));
    const ratchetKey = expected(message, 'ratchetKey', publicOf(this.#secrets[sender] ?? EMPTY));
    const index = this.#counts[sender] ?? 0;
    this.#counts[sender] = index + 1;
    const counts = join(uint(4, this.#previous), uint(4, index));
    const header = expected(message, 'header', join(Uint8Array.of(1), ratchetKey, counts));
    const associated = expected(message, 'associated', join(bound, header));
    const nonce = message.hex('nonce');
    const ciphertext = chacha20poly1305(key, nonce, associated).encrypt(plaintext);
    message.expect('ciphertext', ciphertext);
    return expected(message, 'message', join(header, nonce, ciphertext));
  }
}

/** §5.6, §5.7: A's envelopes carry the initial message until an answer has come. */
function recomputeEnvelopes(
  vector: Part,
  parties: Readonly<Record<string, Party>>,
  turns: Turns,
  agreed: Agreed,
): void {
  let initial = agreed.initial;
  for (const message of vector.at('messages').items()) {
    const from = message.text('from');
    if (from === 'b') initial = EMPTY;
    const [sender, recipient] = [parties[from], parties[from === 'a' ? 'b' : 'a']] as [Party, Party];
    const plaintext = expected(message, 'plaintext', join(message.hex('salt'), message.hex('text')));
    const commitment = expected(message, 'commitment', labelledHash('talos/v1/plaintext', plaintext));
    const carried = initial.length === 0 ? EMPTY : blob16(initial);
    const kind = message.has('type') ? message.number('type') : 1;
    const first = Uint8Array.of(1, kind, initial.length === 0 ? 0 : 1);
    const ends = join(blob16(sender.did), blob16(recipient.did));
    const head = join(first, message.hex('id'), uint(8, message.number('timestampMs')), ends, carried);
    const metadata = expected(message, 'metadata', join(head, commitment));
    const content = turns.recompute(message, join(agreed.ad, metadata), plaintext);
    const unsigned = join(metadata, uint(4, content.length), content);
    const hash = labelledHash('talos/v1/envelope-hash', unsigned);
    const signature = message.expectSignature('envelope', 'talos/v1/envelope', sender.seed, hash);
    message.expect('envelope', join(unsigned, signature));
  }
}

function recomputeSessions(file: Part): void {
  const parties = { a: recomputeParty(file.at('alice')), b: recomputeParty(file.at('bob')) };
  for (const name of ['durable', 'durableWithX25519Alone', 'durableWithoutOneTime']) {
    const vector = file.at(name);
    const offer = recomputeBundle(vector, parties.b);
    const agreed = recomputeKeySchedule(vector, parties.a, parties.b, offer);
    recomputeEnvelopes(vector, parties, new Turns(agreed.sk, offer.spk.secret), agreed);
  }
  const live = file.at('live');
  const offer = recomputeLiveBundle(live, parties.a, parties.b);
  const { sk, ad } = recomputeKeySchedule(live, parties.a, parties.b, offer);
  recomputePackets(live, new Turns(sk, offer.spk.secret), ad);
}

/** §5.8. In the repair itself `a` is Bob, who makes the session. */
function recomputeRepair(file: Part): void {
  const [alice, bob] = [recomputeParty(file.at('alice')), recomputeParty(file.at('bob'))];
  const [before, unopened, repair] = [file.at('before'), file.at('unopened'), file.at('repair')];
  const recompute = (vector: Part, parties: { readonly a: Party; readonly b: Party }, name: string): Agreed => {
    const offer = recomputeBundle(vector, parties.b, name);
    const agreed = recomputeKeySchedule(vector, parties.a, parties.b, offer);
    recomputeEnvelopes(vector, parties, new Turns(agreed.sk, offer.spk.secret), agreed);
    return agreed;
  };
  const old = recompute(before, { a: alice, b: bob }, 'bobsPrekeys');
  recomputeUnopened(unopened, before.at('messages').at(3), { alice, bob, ad: old.ad });
  const [told, heard, again, delivered] = repair.at('messages').items() as readonly [Part, Part, Part, Part];
  for (const [message, type] of [
    [told, 0x30],
    [heard, 2],
    [again, 1],
    [delivered, 2],
  ] as const)
    message.expect('type', type);
  told.expect('text', unopened.hex('id'));
  heard.expect('text', told.hex('id'));
  delivered.expect('text', unopened.hex('id'));
  again.expect('timestampMs', unopened.number('timestampMs'));
  for (const key of ['id', 'salt', 'text', 'commitment']) again.expect(key, unopened.hex(key));
  recompute(repair, { a: bob, b: alice }, 'alicesPrekeys');
}

/** Under the key of the message that was sent before. */
function recomputeUnopened(
  unopened: Part,
  used: Part,
  { alice, bob, ad }: { readonly alice: Party; readonly bob: Party; readonly ad: Bytes },
): void {
  const plaintext = expected(unopened, 'plaintext', join(unopened.hex('salt'), unopened.hex('text')));
  const commitment = expected(unopened, 'commitment', labelledHash('talos/v1/plaintext', plaintext));
  const ends = join(blob16(alice.did), blob16(bob.did));
  const head = join(Uint8Array.of(1, 1, 0), unopened.hex('id'), uint(8, unopened.number('timestampMs')), ends);
  const metadata = expected(unopened, 'metadata', join(head, commitment));
  const messageKey = expected(unopened, 'messageKey', used.hex('messageKey'));
  const header = expected(unopened, 'header', used.hex('header'));
  const associated = expected(unopened, 'associated', join(ad, metadata, header));
  const nonce = unopened.hex('nonce');
  if (unopened.text('nonce') === used.text('nonce')) throw new Error(`${unopened.name}.nonce`);
  const ciphertext = expected(
    unopened,
    'ciphertext',
    chacha20poly1305(messageKey, nonce, associated).encrypt(plaintext),
  );
  const content = expected(unopened, 'message', join(header, nonce, ciphertext));
  const unsigned = join(metadata, uint(4, content.length), content);
  const hash = labelledHash('talos/v1/envelope-hash', unsigned);
  const signature = unopened.expectSignature('envelope', 'talos/v1/envelope', alice.seed, hash);
  unopened.expect('envelope', join(unsigned, signature));
}

function recomputePackets(vector: Part, turns: Turns, ad: Bytes): void {
  for (const message of vector.at('messages').items()) turns.recompute(message, ad, message.hex('plaintext'));
}

function recomputeConversation(file: Part): void {
  const { secret } = readPrekey(file, 'spk', 'spkSecret', 0);
  recomputePackets(file, new Turns(file.hex('sk'), secret), file.hex('ad'));
}

function recomputeWholeEnvelopes(file: Part): void {
  const parties = { a: recomputeParty(file.at('alice')), b: recomputeParty(file.at('bob')) };
  const session = file.at('session');
  const { secret } = readPrekey(session, 'spk', 'spkSecret', 0);
  const agreed = { sk: session.hex('sk'), ad: session.hex('ad'), initial: session.hex('initial') };
  recomputeEnvelopes(file, parties, new Turns(agreed.sk, secret), agreed);
  const [text, acknowledgement] = [file.at('messages').at(0), file.at('messages').at(1)];
  const fields = (message: Part, kind: number, sender: Party, recipient: Party): void => {
    const clear = { type: kind, flags: 2 - kind, sender: sender.did, recipient: recipient.did };
    for (const [key, value] of Object.entries(clear)) message.expect(key, value);
    message.expect('content', message.hex('message'));
  };
  fields(text, 1, parties.a, parties.b);
  fields(acknowledgement, 2, parties.b, parties.a);
  acknowledgement.expect('text', text.hex('id'));
}

/** §5.9. The secret is agreed upon from both sides. */
function recomputeDeposit(deposit: Part, recipient: Party): void {
  const { did, secret } = recipient;
  deposit.expect('did', did);
  const identityKey = expected(deposit, 'agreementKey', publicOf(secret));
  const ephemeralKey = expected(deposit, 'ephemeralKey', publicOf(deposit.hex('ephemeralSecret')));
  const shared = expectAgreement(deposit, 'shared', deposit.hex('ephemeralSecret'), secret);
  const salt = expected(deposit, 'salt', join(ephemeralKey, identityKey));
  const prk = expected(deposit, 'prk', extract(sha256, shared, salt));
  const info = expected(deposit, 'info', join('talos/v1/mailbox-seal', did));
  const derived = expand(sha256, prk, info, 44);
  const key = expected(deposit, 'key', derived.slice(0, 32));
  const nonce = expected(deposit, 'nonce', derived.slice(32));
  const record = deposit.has('record') ? { rec: deposit.hex('record') } : {};
  const content = deposit.expectCbor('content', { v: 1, env: deposit.hex('envelope'), ...record });
  const used = join(uint(4, content.length), content);
  let bytes = 1024;
  while (bytes < 1 + 32 + used.length + 16) bytes *= 2;
  deposit.expect('bytes', bytes);
  const padded = expected(deposit, 'padded', join(used, new Uint8Array(bytes - 1 - 32 - 16 - used.length)));
  const associated = expected(deposit, 'associated', join(Uint8Array.of(1), ephemeralKey, blob16(did)));
  const ciphertext = chacha20poly1305(key, nonce, associated).encrypt(padded);
  deposit.expect('ciphertext', ciphertext);
  deposit.expect('sealed', join(Uint8Array.of(1), ephemeralKey, ciphertext));
}

function recomputeDeposits(file: Part): void {
  for (const name of ['alice', 'bob']) recomputeParty(file.at(name));
  for (const deposit of file.at('deposits').items())
    recomputeDeposit(deposit, recomputeParty(file.at(deposit.text('to'))));
}

const FILES: Readonly<Record<string, (file: Part) => void>> = {
  'session-v1.json': recomputeSessions,
  'ratchet-v1.json': recomputeConversation,
  'envelope-v1.json': recomputeWholeEnvelopes,
  'deposit-v1.json': recomputeDeposits,
  'repair-v1.json': recomputeRepair,
};

/** The name of the first value of a file that differs from what was recomputed; `undefined` where none does. */
export function firstDifference(name: string, content: unknown): string | undefined {
  try {
    FILES[name]?.(new Part(content, name));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
