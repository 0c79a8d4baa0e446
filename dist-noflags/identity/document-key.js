import { fromBase58btc } from "../base/encoding.js";
import { TalosError } from "../base/errors.js";
import { isFields, readBase64url, readString } from "../codec/fields.js";
import { checkAgreementKey } from "../crypto/agree.js";
const KEY_BYTES = 32;
const OTHER = { type: 'other', key: new Uint8Array(0) };
/** Longest name of a suite of keys, in characters. */
const MAX_TYPE_CHARACTERS = 128;
/** Longest key in multibase: one of RSA with 4,096 bits is not read, and has fewer. */
const MULTIBASE = /^[A-Za-z0-9+/=_-]{1,2048}$/;
/** First two bytes of a multicodec key: `ed25519-pub`, `x25519-pub` as varints. */
const CODECS = [
    ['Ed25519', 0xed, 0x01],
    ['X25519', 0xec, 0x01],
];
/** The 48 characters of a 34-byte key in multibase base58btc. */
const SHORT_KEY_CHARACTERS = 48;
/** Members of a JSON Web Key that are secret. RFC 7517 §4, RFC 7518 §6. */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const SECRET_FORMS = ['secretKeyMultibase', 'privateKeyMultibase', 'privateKeyJwk', 'secretKeyJwk', 'privateKeyBase58'];
/**
 * The key of a verification method, which has it in the one form of its type.
 *
 * @throws {TalosError} `E_MALFORMED` for another form, two forms, or a secret key; `E_BAD_KEY` for a key of X25519 that
 *   cannot be one.
 */
export function readKey(method) {
    const type = readString(method['type'], 'the type of a verification method', { min: 1, max: MAX_TYPE_CHARACTERS });
    if (SECRET_FORMS.some((name) => Object.hasOwn(method, name)))
        throw fault('holds a secret key');
    const { publicKeyMultibase: multibase, publicKeyJwk: jwk } = method;
    if (multibase !== undefined && jwk !== undefined)
        throw fault('has its key twice');
    if (jwk !== undefined && isFields(jwk) && SECRET_MEMBERS.some((name) => Object.hasOwn(jwk, name)))
        throw fault('holds a secret key');
    const key = ofType(type, multibase, jwk);
    if (key.type === 'X25519')
        checkAgreementKey(key.key);
    return key;
}
function ofType(type, multibase, jwk) {
    switch (type) {
        case 'Multikey':
            return fromMultibase(multibase);
        case 'Ed25519VerificationKey2020':
            return mustBe('Ed25519', fromMultibase(multibase));
        case 'X25519KeyAgreementKey2020':
            return mustBe('X25519', fromMultibase(multibase));
        case 'JsonWebKey':
        case 'JsonWebKey2020':
            return fromJwk(jwk);
        default:
            return OTHER;
    }
}
function fault(what) {
    return new TalosError('E_MALFORMED', `a verification method ${what}`);
}
function mustBe(type, key) {
    if (key.type !== type)
        throw fault('has a key of another type than it says');
    return key;
}
function fromMultibase(json) {
    const text = readString(json, 'publicKeyMultibase', { pattern: MULTIBASE });
    if (!text.startsWith('z'))
        throw fault('has a key in another encoding than base58btc');
    // Of other curves they are longer; decoding is quadratic.
    if (text.length !== SHORT_KEY_CHARACTERS)
        return OTHER;
    const bytes = fromBase58btc(text.slice(1));
    const codec = CODECS.find(([, first, second]) => bytes[0] === first && bytes[1] === second);
    if (codec === undefined || bytes.length !== KEY_BYTES + 2)
        return OTHER;
    return { type: codec[0], key: bytes.slice(2) };
}
function fromJwk(json) {
    if (json === undefined || !isFields(json))
        throw fault('lacks publicKeyJwk');
    const { kty, crv, x } = json;
    if (kty !== 'OKP')
        return OTHER;
    if (crv !== 'Ed25519' && crv !== 'X25519')
        return OTHER;
    return { type: crv, key: readBase64url(x, 'publicKeyJwk.x', KEY_BYTES) };
}
