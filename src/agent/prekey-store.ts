/**
 * The own prekeys in the store: made, offered, found, used up, erased. PROTOCOL.md §5.1, §5.3.
 *
 * Layout of the space `prekey`:
 *
 * ```text
 *   0x00                           counters                           sealed
 *   0x01 | u32 id                  signed and KEM prekey of one id    sealed
 *   0x02 | u32 id                  one-time prekey                    sealed
 *   0x03 | u32 id | EKa (32)       seen initial messages of a prekey  0x01
 * ```
 *
 * @module
 */
import { type Bytes, concat } from '../base/bytes.ts';
import { TalosError } from '../base/errors.ts';
import { type Cbor, decodeCbor, encodeCbor } from '../codec/cbor.ts';
import { readBytes, readInteger, readObject } from '../codec/fields.ts';
import { u32 } from '../codec/writer.ts';
import { type AgreementKeyPair, agreementKeyPair, generateAgreementKeyPair, X25519_BYTES } from '../crypto/agree.ts';
import { generateKemKeyPair, KEM_SEED_BYTES, type KemKeyPair, kemKeyPair } from '../crypto/kem.ts';
import type { InitialMessage, PrekeySecrets } from '../session/handshake.ts';
import type { Party } from '../session/key-schedule.ts';
import { createBundle, MAX_BUNDLE_LIFETIME_MS } from '../session/prekeys.ts';
import { MAX_PREKEY_ID } from '../session/suite.ts';
import type { RecordSealer } from '../storage/sealed.ts';
import type { Change, Store } from '../storage/store.ts';

/** A signed prekey is offered this long after it was made, in milliseconds: 7 days. It is accepted until it expires. */
export const PREKEY_OFFERED_MS: number = 7 * 86_400_000;
/** One-time prekeys that wait to be used; bundles made while so many wait go without. */
export const MAX_ONE_TIME_PREKEYS = 100;

const COUNTERS: Bytes = Uint8Array.of(0x00);
const SIGNED = 0x01;
const ONE_TIME = 0x02;
const SEEN = 0x03;
const PRESENT: Bytes = Uint8Array.of(1);

const keyOf = (kind: number, id: number): Bytes => concat(Uint8Array.of(kind), u32(id));
const seenKey = (id: number, ephemeralKey: Bytes): Bytes => concat(keyOf(SEEN, id), ephemeralKey);

interface Counters {
  readonly nextId: number;
  readonly bundleSequence: number;
  /** The signed prekey that is offered now. */
  readonly currentId: number;
}

interface SignedPrekeyRecord {
  readonly id: number;
  readonly certificate: Bytes;
  readonly pair: AgreementKeyPair;
  readonly kem: KemKeyPair;
  readonly madeAtMs: number;
  readonly expiresAtMs: number;
}

/** What opening an initial message takes, and what must be stored with the session that it makes. */
export interface FoundPrekeys {
  readonly secrets: PrekeySecrets;
  /** Uses the one-time prekey up and remembers the initial message; fails if either has happened meanwhile. */
  readonly consume: readonly Change[];
}

/** See the module comment. */
export class PrekeyStore {
  readonly #store: Store;
  readonly #records: RecordSealer;
  readonly #party: Party;

  constructor(store: Store, records: RecordSealer, party: Party) {
    this.#store = store;
    this.#records = records;
    this.#party = party;
  }

  /**
   * A new bundle, durable before it is given: with a one-time prekey of its own, unless {@link MAX_ONE_TIME_PREKEYS}
   * wait already. With a new signed prekey the expired ones are erased.
   *
   * @throws {TalosError} `E_STORAGE` if others keep changing the prekeys.
   */
  async offer(nowMs: number): Promise<Bytes> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const bundle = await this.#tryOffer(nowMs);
      if (bundle !== undefined) return bundle;
    }
    throw new TalosError('E_STORAGE', 'the prekeys keep changing');
  }

  async #tryOffer(nowMs: number): Promise<Bytes | undefined> {
    const held = await this.#store.get('prekey', COUNTERS);
    const counters = held === undefined ? undefined : readCounters(this.#records.open('prekey', COUNTERS, held));
    const current = counters === undefined ? undefined : await this.#signed(counters.currentId);
    const isFresh = current !== undefined && nowMs >= current.madeAtMs && nowMs - current.madeAtMs < PREKEY_OFFERED_MS;
    let nextId = counters?.nextId ?? 0;
    const signed = isFresh ? current : this.#makeSigned(nextId++, nowMs);
    const oneTime =
      (await this.#waiting()) < MAX_ONE_TIME_PREKEYS ? { id: nextId++, pair: generateAgreementKeyPair() } : undefined;
    if (nextId > MAX_PREKEY_ID) throw new TalosError('E_LIMIT', 'no prekey id is left');
    // The clock takes it past what a store that was put back to an earlier copy has forgotten.
    const sequence = Math.max((counters?.bundleSequence ?? 0) + 1, nowMs);
    const next: Counters = { nextId, bundleSequence: sequence, currentId: signed.id };
    const applied = await this.#store.apply([
      { kind: 'require', space: 'prekey', key: COUNTERS, value: held },
      this.#put(COUNTERS, { next: next.nextId, seq: next.bundleSequence, current: next.currentId }),
      ...(isFresh ? [] : [this.#put(keyOf(SIGNED, signed.id), signedFields(signed))]),
      ...(oneTime === undefined ? [] : [this.#put(keyOf(ONE_TIME, oneTime.id), { key: oneTime.pair.secretKey })]),
    ]);
    if (!applied) return undefined;
    // A process that runs for months must not keep what a restart would erase.
    if (!isFresh) await this.prune(nowMs);
    return createBundle(this.#party, {
      sequence,
      issuedAtMs: nowMs,
      expiresAtMs: signed.expiresAtMs,
      certificate: signed.certificate,
      signedPrekey: { id: signed.id, pair: signed.pair },
      kemPrekey: { id: signed.id, pair: signed.kem },
      prekeysExpireAtMs: signed.expiresAtMs,
      oneTimePrekeys: oneTime === undefined ? [] : [oneTime],
    });
  }

  /**
   * The secrets that an initial message names.
   *
   * @throws {TalosError} `E_REPLAY` if it was accepted before; `E_PREKEY_GONE` if a prekey is used, expired or none.
   */
  async find(initial: InitialMessage, nowMs: number): Promise<FoundPrekeys> {
    const seen = seenKey(initial.signedPrekeyId, initial.ephemeralKey);
    if ((await this.#store.get('prekey', seen)) !== undefined)
      throw new TalosError('E_REPLAY', 'the initial message was accepted before');
    const signed = await this.#signed(initial.signedPrekeyId);
    if (signed === undefined || initial.kemPrekeyId !== signed.id || nowMs >= signed.expiresAtMs)
      throw new TalosError('E_PREKEY_GONE', 'the signed prekey is expired or none of this agent');
    const { oneTimePrekeyId } = initial;
    const oneTime = oneTimePrekeyId === undefined ? undefined : await this.#oneTime(oneTimePrekeyId);
    return {
      secrets: {
        kind: 'durable',
        certificate: signed.certificate,
        signedPrekey: { id: signed.id, pair: signed.pair },
        kemPrekey: { id: signed.id, pair: signed.kem },
        oneTimePrekey: oneTime && { id: oneTime.id, pair: oneTime.pair },
        nonce: new Uint8Array(0),
      },
      consume: [
        { kind: 'require', space: 'prekey', key: seen, value: undefined },
        { kind: 'put', space: 'prekey', key: seen, value: PRESENT },
        ...(oneTime?.consume ?? []),
      ],
    };
  }

  /**
   * Erases signed prekeys that have expired, what was remembered of their initial messages, and the one-time prekeys
   * that only bundles with them have offered: who asks for bundles and uses none holds no room for ever.
   */
  async prune(nowMs: number): Promise<void> {
    let oldest: number | undefined;
    for await (const [key, sealed] of this.#store.scan('prekey', {
      start: keyOf(SIGNED, 0),
      end: keyOf(ONE_TIME, 0),
    })) {
      const { id, expiresAtMs } = readSigned(this.#records.open('prekey', key, sealed), key);
      if (nowMs < expiresAtMs) {
        oldest ??= id;
        continue;
      }
      const changes: Change[] = [{ kind: 'delete', space: 'prekey', key }];
      // The next id starts where this one's end; of the highest id nothing follows but the end of the space.
      const end = id === MAX_PREKEY_ID ? Uint8Array.of(SEEN + 1) : keyOf(SEEN, id + 1);
      for await (const [seen] of this.#store.scan('prekey', { start: keyOf(SEEN, id), end }))
        changes.push({ kind: 'delete', space: 'prekey', key: seen });
      await this.#store.apply(changes);
    }
    await this.#pruneOneTime(oldest);
  }

  /** Ids only grow, so a one-time prekey of a lower one than `oldest` was offered with signed prekeys before it. */
  async #pruneOneTime(oldest: number | undefined): Promise<void> {
    const end = oldest === undefined ? keyOf(SEEN, 0) : keyOf(ONE_TIME, oldest);
    const changes: Change[] = [];
    for await (const [key] of this.#store.scan('prekey', { start: keyOf(ONE_TIME, 0), end }))
      changes.push({ kind: 'delete', space: 'prekey', key });
    if (changes.length > 0) await this.#store.apply(changes);
  }

  #makeSigned(id: number, nowMs: number): SignedPrekeyRecord {
    return {
      id,
      certificate: this.#party.certificate,
      pair: generateAgreementKeyPair(),
      kem: generateKemKeyPair(),
      madeAtMs: nowMs,
      expiresAtMs: nowMs + MAX_BUNDLE_LIFETIME_MS,
    };
  }

  async #signed(id: number): Promise<SignedPrekeyRecord | undefined> {
    const key = keyOf(SIGNED, id);
    const sealed = await this.#store.get('prekey', key);
    return sealed && readSigned(this.#records.open('prekey', key, sealed), key);
  }

  async #oneTime(
    id: number,
  ): Promise<{ readonly id: number; readonly pair: AgreementKeyPair; readonly consume: readonly Change[] }> {
    const key = keyOf(ONE_TIME, id);
    const sealed = await this.#store.get('prekey', key);
    if (sealed === undefined) throw new TalosError('E_PREKEY_GONE', 'the one-time prekey is used');
    const fields = readObject(decodeCbor(this.#records.open('prekey', key, sealed)), { required: ['key'] }, 'prekey');
    return {
      id,
      pair: agreementKeyPair(readBytes(fields.key, 'prekey.key', X25519_BYTES)),
      consume: [
        { kind: 'require', space: 'prekey', key, value: sealed },
        { kind: 'delete', space: 'prekey', key },
      ],
    };
  }

  /** One-time prekeys that wait, counted to the limit. */
  async #waiting(): Promise<number> {
    let count = 0;
    const range = { start: keyOf(ONE_TIME, 0), end: keyOf(SEEN, 0), limit: MAX_ONE_TIME_PREKEYS };
    for await (const _ of this.#store.scan('prekey', range)) count++;
    return count;
  }

  #put(key: Bytes, fields: Cbor): Change {
    return { kind: 'put', space: 'prekey', key, value: this.#records.seal('prekey', key, encodeCbor(fields)) };
  }
}

/** How often a step is taken again when another writer was faster. */
const MAX_ATTEMPTS = 32;

function readCounters(bytes: Bytes): Counters {
  const fields = readObject(decodeCbor(bytes), { required: ['next', 'seq', 'current'] }, 'prekey counters');
  return {
    nextId: readInteger(fields.next, 'next'),
    bundleSequence: readInteger(fields.seq, 'seq'),
    currentId: readInteger(fields.current, 'current'),
  };
}

function signedFields(record: SignedPrekeyRecord): Cbor {
  const { certificate, pair, kem, madeAtMs, expiresAtMs } = record;
  return { cert: certificate, x25519: pair.secretKey, kem: kem.seed, iat: madeAtMs, exp: expiresAtMs };
}

function readSigned(bytes: Bytes, key: Bytes): SignedPrekeyRecord {
  const fields = readObject(decodeCbor(bytes), { required: ['cert', 'x25519', 'kem', 'iat', 'exp'] }, 'prekey');
  return {
    id: new DataView(key.buffer, key.byteOffset).getUint32(1),
    certificate: readBytes(fields.cert, 'prekey.cert'),
    pair: agreementKeyPair(readBytes(fields.x25519, 'prekey.x25519', X25519_BYTES)),
    kem: kemKeyPair(readBytes(fields.kem, 'prekey.kem', KEM_SEED_BYTES)),
    madeAtMs: readInteger(fields.iat, 'prekey.iat'),
    expiresAtMs: readInteger(fields.exp, 'prekey.exp'),
  };
}
