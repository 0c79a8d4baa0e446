/**
 * An identity with its secrets: what an agent signs, agrees and seals with. PROTOCOL.md §4.
 *
 * Every secret sits in a private field, so that neither inspection, JSON nor a log line shows one.
 *
 * @module
 */
import { assertBytes, concat, utf8 } from "../base/bytes.js";
import { agreementKeyPair } from "../crypto/agree.js";
import { derive } from "../crypto/kdf.js";
import { randomBytes } from "../crypto/random.js";
import { ED25519_KEY_BYTES, signingKey } from "../crypto/sign.js";
import { issueCertificate, MAX_CERTIFICATE_LIFETIME_MS } from "./certificate.js";
import { didOfKey } from "./did.js";
import { ENTROPY_BYTES, seedsOfEntropy, wordsOfEntropy } from "./mnemonic.js";
/** Longest name of an identity, in bytes of UTF-8. A name is for its owner's eyes; nothing is decided by it. */
export const MAX_NAME_BYTES = 128;
/** Whether `name` can be that of an identity: 1 to {@link MAX_NAME_BYTES}, no control or bidi characters. */
export function isIdentityName(name) {
    if (name.length < 1 || name.length > MAX_NAME_BYTES || !name.isWellFormed())
        return false;
    return utf8(name).length <= MAX_NAME_BYTES && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name);
}
/** See the module comment. */
export class Identity {
    did;
    name;
    signing;
    /** The certificate of {@link Identity.agreement}, valid for 400 days from the `nowMs` it was loaded with. */
    certificate;
    /** Sequence of {@link Identity.certificate}. */
    sequence;
    #agreement;
    #entropy;
    #seeds;
    constructor(entropy, options) {
        const { name, nowMs, sequence } = options;
        if (!isIdentityName(name))
            throw new RangeError(`name must be 1 to ${MAX_NAME_BYTES} bytes of printable text`);
        this.#entropy = new Uint8Array(entropy);
        this.#seeds = seedsOfEntropy(entropy);
        this.#agreement = agreementKeyPair(this.#seeds.x25519Secret);
        this.signing = signingKey(this.#seeds.ed25519Seed);
        this.did = didOfKey(this.signing.publicKey);
        this.name = name;
        this.sequence = sequence;
        this.certificate = issueCertificate(this.signing, {
            agreementKey: this.#agreement.publicKey,
            sequence,
            issuedAtMs: nowMs,
            expiresAtMs: nowMs + MAX_CERTIFICATE_LIFETIME_MS,
        });
    }
    /**
     * The identity whose root is `entropy`. Slow on purpose of BIP-39: derive it once.
     *
     * @param entropy - 32 bytes; copied.
     * @throws {RangeError} for another length, a name that is none, or a time or sequence that is no natural number.
     */
    static fromEntropy(entropy, options) {
        assertBytes(entropy, 'entropy', ENTROPY_BYTES);
        return new Identity(entropy, options);
    }
    /**
     * A new identity, sequence 0.
     *
     * @param draw - Source of the 32 bytes of entropy.
     * @throws {RangeError} for a name that is none.
     */
    static generate(name, nowMs, draw = randomBytes) {
        return Identity.fromEntropy(draw(ENTROPY_BYTES), { name, nowMs, sequence: 0 });
    }
    /** The certified X25519 key pair. Its secret key is the identity's own memory: neither change nor keep it. */
    get agreement() {
        return this.#agreement;
    }
    /** A copy of the 32 bytes that the 24 words stand for. Secret. */
    entropy() {
        return new Uint8Array(this.#entropy);
    }
    /** The 24 words. Secret; for the owner to write down. */
    words() {
        return wordsOfEntropy(this.#entropy);
    }
    /** A copy of the 32-byte Ed25519 seed, for the network host, whose peer id is the same key. Secret. */
    hostSeed() {
        return new Uint8Array(this.#seeds.ed25519Seed);
    }
    /** Ed25519 seed ‖ X25519 secret key, 64 new bytes: what sealing at rest derives its keys from (§10.4). Secret. */
    atRestSecret() {
        return concat(this.#seeds.ed25519Seed, this.#seeds.x25519Secret);
    }
    /** The key that this identity signs with as a witness of logs: no key of its own formats. PROTOCOL.md §2.2. */
    witnessKey() {
        return signingKey(derive('witnessKey', this.atRestSecret(), new Uint8Array(0), ED25519_KEY_BYTES));
    }
    /** What JSON shows: nothing secret. */
    toJSON() {
        return { did: this.did, name: this.name };
    }
}
