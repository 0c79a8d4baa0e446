/**
 * The own prekeys in the store: made, offered, found, used up, erased. PROTOCOL.md §5.1, §5.3. How they lie there:
 * `prekey-records.ts`.
 *
 * Ids are drawn at random, never counted: a store that is put back to an earlier copy then does not give the id of a
 * prekey that somebody holds to another key.
 *
 * @module
 */
import { equalBytes } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { Mutex } from "../../base/lifetime.js";
import { agreementKeyPair, generateAgreementKeyPair } from "../../crypto/agree.js";
import { generateKemKeyPair, kemKeyPair } from "../../crypto/kem.js";
import { randomBytes } from "../../crypto/random.js";
import { MAX_STOCK_BUNDLES } from "../../registry/limits.js";
import { createBundle, MAX_BUNDLE_LIFETIME_MS } from "../../session/prekeys.js";
import { belongingTo, COUNTERS, EARLIER_RANGE, encodeCounters, encodeOneTime, encodeSigned, offeredWith, oneTimeKey, POOLS, poolRange, readCounters, readExpiry, readOneTime, readSigned, SIGNED_RANGE, seenKey, signedKey, } from "./prekey-records.js";
/** A signed prekey is offered this long after it was made, in milliseconds: 7 days. It is accepted until it expires. */
export const PREKEY_OFFERED_MS = 7 * 86_400_000;
/** One-time prekeys of each kind that peers were given and did not use; bundles made while so many wait go without. */
export const MAX_ONE_TIME_PREKEYS = 100;
/** One-time prekeys of each kind in stock that nobody used, those that servers have handed out included. */
export const MAX_STOCK_PREKEYS = 1000;
/** How often a step is taken again when another writer was faster. */
const MAX_ATTEMPTS = 32;
const PRESENT = Uint8Array.of(1);
/** See the module comment. */
export class PrekeyStore {
    #store;
    #records;
    #party;
    #onExhausted;
    /** Offers take turns here: each follows on the counters of the one before. */
    #turn = new Mutex();
    #isExhausted = false;
    /** The signed prekey that was read last, expanded, and the record that it was read from. */
    #expanded;
    /** @param onExhausted - Called when bundles begin to go without one-time prekeys because too many wait. */
    constructor(store, records, party, onExhausted = () => { }) {
        this.#store = store;
        this.#records = records;
        this.#party = party;
        this.#onExhausted = onExhausted;
    }
    /**
     * A new bundle, durable before it is given: with one-time prekeys of its own, unless {@link MAX_ONE_TIME_PREKEYS} wait
     * already. With a new signed prekey the expired ones are erased.
     *
     * @throws {TalosError} `E_LIMIT` if one-time prekeys are required and there is no room; `E_STORAGE` if others keep
     *   changing the prekeys.
     */
    async offer(nowMs, wish = 'room') {
        const { bundles } = await this.#make(nowMs, async (signedId) => {
            const hasRoom = wish !== 'none' && (await this.#room('given', MAX_ONE_TIME_PREKEYS)) > 0;
            if (wish !== 'none')
                this.#noteRoom(hasRoom);
            if (wish === 'required' && !hasRoom)
                throw new TalosError('E_LIMIT', `${MAX_ONE_TIME_PREKEYS} one-time prekeys wait to be used`);
            return { pool: 'given', bundles: [hasRoom ? oneTimeSet(signedId) : undefined] };
        });
        return bundles[0];
    }
    /** Tells the owner once that one-time prekeys are used up, and again only after there was room. */
    #noteRoom(hasRoom) {
        if (!hasRoom && !this.#isExhausted)
            this.#onExhausted();
        this.#isExhausted = !hasRoom;
    }
    /**
     * Bundles for a server to hand out, durable in one transaction before they are given. They take no room from
     * {@link PrekeyStore.offer}, and it none from them.
     *
     * @param count - Bundles of single use, at most {@link MAX_STOCK_BUNDLES}; fewer are made where {@link MAX_STOCK_PREKEYS}
     *   wait already.
     * @throws {RangeError} for another count.
     * @throws {TalosError} `E_STORAGE` as `offer`.
     */
    async stock(nowMs, count = MAX_STOCK_BUNDLES) {
        if (!Number.isInteger(count) || count < 0 || count > MAX_STOCK_BUNDLES)
            throw new RangeError(`a stock of ${count} bundles`);
        const { signed, bundles } = await this.#make(nowMs, async (signedId) => {
            const length = Math.min(count, await this.#room('stock', MAX_STOCK_PREKEYS));
            return { pool: 'stock', bundles: [undefined, ...Array.from({ length }, () => oneTimeSet(signedId))] };
        });
        const [last, ...single] = bundles;
        return { prekeyId: signed.id, last, single };
    }
    /** Bundles of the stock, of the signed prekey that is offered now, that nobody has used. */
    async stocked() {
        const { counters } = await this.#counters();
        return counters === undefined ? 0 : this.#count(offeredWith(counters.currentId, 'stock', 'x25519'));
    }
    /**
     * Makes a new signed and last-resort KEM prekey, which bundles offer from now on. Those before are accepted until they
     * expire.
     */
    async rotate(nowMs) {
        const { signed } = await this.#make(nowMs, async () => ({ pool: 'given', bundles: [] }), true);
        const { id, madeAtMs, expiresAtMs } = signed;
        return { id, madeAtMs, expiresAtMs };
    }
    async #make(nowMs, plan, isRotation = false) {
        return this.#turn.run(async () => {
            for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                const made = await this.#tryMake(nowMs, plan, isRotation);
                if (made !== undefined)
                    return made;
            }
            throw new TalosError('E_STORAGE', 'the prekeys keep changing');
        });
    }
    async #tryMake(nowMs, plan, isRotation) {
        const { held, counters } = await this.#counters();
        const current = counters === undefined ? undefined : await this.#signed(counters.currentId);
        const isFresh = !isRotation && current !== undefined && nowMs >= current.madeAtMs && nowMs - current.madeAtMs < PREKEY_OFFERED_MS;
        const signed = isFresh ? current : this.#makeSigned(nowMs);
        const { pool, bundles } = await plan(signed.id);
        // The clock takes it past what a store that was put back to an earlier copy has forgotten.
        const sequence = Math.max((counters?.bundleSequence ?? 0) + 1, nowMs);
        const next = { bundleSequence: sequence + Math.max(bundles.length, 1) - 1, currentId: signed.id };
        const applied = await this.#store.apply([
            { kind: 'require', space: 'prekey', key: COUNTERS, value: held },
            this.#put(COUNTERS, encodeCounters(next)),
            ...(isFresh ? [] : this.#putNew(signedKey(signed.id), encodeSigned(signed))),
            ...bundles.flatMap((set) => (set === undefined ? [] : this.#putSet(pool, signed.id, set))),
        ]);
        if (!applied)
            return undefined;
        // A process that runs for months must not keep what a restart would erase.
        if (!isFresh)
            await this.prune(nowMs);
        return { signed, bundles: bundles.map((set, at) => this.#bundle(signed, sequence + at, nowMs, set)) };
    }
    #bundle(signed, sequence, nowMs, set) {
        return createBundle(this.#party, {
            sequence,
            issuedAtMs: nowMs,
            expiresAtMs: signed.expiresAtMs,
            certificate: signed.certificate,
            signedPrekey: { id: signed.id, pair: signed.pair },
            kemPrekey: { id: signed.id, pair: signed.kem },
            prekeysExpireAtMs: signed.expiresAtMs,
            oneTimePrekeys: set === undefined ? [] : [set.agreement],
            oneTimeKems: set === undefined ? [] : [set.kem],
        });
    }
    /** @throws {TalosError} `E_REPLAY` if the initial message was accepted before. */
    async assertNew(initial) {
        if ((await this.#store.get('prekey', seenKey(initial.signedPrekeyId, initial.ephemeralKey))) !== undefined)
            throw new TalosError('E_REPLAY', 'the initial message was accepted before');
    }
    /**
     * The secrets that an initial message names. Nothing is used up: that is for whoever stores the session.
     *
     * @throws {TalosError} `E_REPLAY` if it was accepted before; `E_PREKEY_GONE` if a prekey is used, expired or none, or
     *   was not offered with the signed prekey.
     */
    async find(initial, nowMs) {
        await this.assertNew(initial);
        const seen = seenKey(initial.signedPrekeyId, initial.ephemeralKey);
        const signed = await this.#signed(initial.signedPrekeyId);
        if (signed === undefined || nowMs >= signed.expiresAtMs)
            throw new TalosError('E_PREKEY_GONE', 'the signed prekey is expired or none of this agent');
        const { kemPrekeyId, oneTimePrekeyId } = initial;
        const isOneTimeKem = kemPrekeyId !== signed.id;
        const kem = isOneTimeKem ? await this.#oneTime(signed.id, 'kem', kemPrekeyId) : undefined;
        const x25519 = oneTimePrekeyId === undefined ? undefined : await this.#oneTime(signed.id, 'x25519', oneTimePrekeyId);
        return {
            secrets: {
                kind: 'durable',
                certificate: signed.certificate,
                signedPrekey: { id: signed.id, pair: signed.pair },
                kemPrekey: { id: kemPrekeyId, pair: kem === undefined ? signed.kem : kemKeyPair(kem.secret) },
                isOneTimeKem,
                oneTimePrekey: x25519 && { id: x25519.id, pair: agreementKeyPair(x25519.secret) },
                nonce: new Uint8Array(0),
            },
            consume: [
                { kind: 'require', space: 'prekey', key: seen, value: undefined },
                { kind: 'put', space: 'prekey', key: seen, value: PRESENT },
                ...(kem?.consume ?? []),
                ...(x25519?.consume ?? []),
            ],
        };
    }
    /**
     * Erases signed prekeys that have expired, what was remembered of their initial messages, and the one-time prekeys
     * that were offered with them: who asks for bundles and uses none holds no room for ever.
     */
    async prune(nowMs) {
        await this.#erase([EARLIER_RANGE]);
        for await (const [key, sealed] of this.#store.scan('prekey', SIGNED_RANGE)) {
            const { id, expiresAtMs } = readExpiry(key, this.#records.open('prekey', key, sealed));
            if (nowMs >= expiresAtMs)
                await this.#erase(belongingTo(id), [{ kind: 'delete', space: 'prekey', key }]);
        }
        this.#expanded = undefined;
    }
    async #erase(ranges, others = []) {
        const changes = [...others];
        for (const range of ranges)
            for await (const [key] of this.#store.scan('prekey', range))
                changes.push({ kind: 'delete', space: 'prekey', key });
        if (changes.length > 0)
            await this.#store.apply(changes);
    }
    #makeSigned(nowMs) {
        return {
            id: randomId(),
            certificate: this.#party.certificate,
            pair: generateAgreementKeyPair(),
            kem: generateKemKeyPair(),
            madeAtMs: nowMs,
            expiresAtMs: nowMs + MAX_BUNDLE_LIFETIME_MS,
        };
    }
    async #counters() {
        const held = await this.#store.get('prekey', COUNTERS);
        return { held, counters: held && readCounters(this.#records.open('prekey', COUNTERS, held)) };
    }
    async #signed(id) {
        const key = signedKey(id);
        const sealed = await this.#store.get('prekey', key);
        if (sealed === undefined)
            return undefined;
        if (this.#expanded?.record.id === id && equalBytes(this.#expanded.sealed, sealed))
            return this.#expanded.record;
        const record = readSigned(id, this.#records.open('prekey', key, sealed));
        this.#expanded = { sealed, record };
        return record;
    }
    async #oneTime(signedId, kind, id) {
        for (const pool of Object.keys(POOLS)) {
            const key = oneTimeKey({ pool, signedId, kind, id });
            const sealed = await this.#store.get('prekey', key);
            if (sealed === undefined)
                continue;
            const consume = [
                { kind: 'require', space: 'prekey', key, value: sealed },
                { kind: 'delete', space: 'prekey', key },
            ];
            return { id, secret: readOneTime(kind, this.#records.open('prekey', key, sealed)), consume };
        }
        throw new TalosError('E_PREKEY_GONE', `the one-time prekey (${kind}) is used`);
    }
    /** How many one-time prekeys of each kind a pool still takes. */
    async #room(pool, most) {
        const records = await this.#count({ ...poolRange(pool), limit: 2 * most });
        return most - Math.ceil(records / 2);
    }
    async #count(range) {
        let count = 0;
        for await (const _ of this.#store.scan('prekey', range))
            count++;
        return count;
    }
    #putSet(pool, signedId, { agreement, kem }) {
        return [
            ...this.#putNew(oneTimeKey({ pool, signedId, kind: 'x25519', id: agreement.id }), encodeOneTime(agreement.pair.secretKey)),
            ...this.#putNew(oneTimeKey({ pool, signedId, kind: 'kem', id: kem.id }), encodeOneTime(kem.pair.seed)),
        ];
    }
    /** For a record whose id was drawn: were it there already, another is drawn. */
    #putNew(key, record) {
        return [{ kind: 'require', space: 'prekey', key, value: undefined }, this.#put(key, record)];
    }
    #put(key, record) {
        return { kind: 'put', space: 'prekey', key, value: this.#records.seal('prekey', key, record) };
    }
}
/** 0 to 2^32 − 1. */
function randomId() {
    return new DataView(randomBytes(4).buffer).getUint32(0);
}
/** New one-time prekeys, under ids that differ from one another and from that of the signed prekey. */
function oneTimeSet(signedId) {
    const ids = new Set([signedId]);
    while (ids.size < 3)
        ids.add(randomId());
    const [, first, second] = [...ids];
    return {
        agreement: { id: first, pair: generateAgreementKeyPair() },
        kem: { id: second, pair: generateKemKeyPair() },
    };
}
