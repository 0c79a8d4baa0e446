/**
 * Messages of one kilobyte written and read: the one encoding that can be signed, beside the plain JSON of the platform, which
 * has many encodings for a value.
 *
 * @module
 */
import { decodeCbor, encodeCbor } from "../codec/cbor.js";
import { canonicalBytes, parseCanonicalJson } from "../codec/json.js";
import { compare } from "./primitives.js";
const TEXT_LENGTH = 640;
/** A value of about 1 KiB, as what travels is: a few names, numbers and texts, one of them long. */
function message() {
    const id = '0123456789abcdef'.repeat(4);
    return {
        v: 1,
        kind: 'call',
        time: 1_767_225_600_000,
        from: `did:key:z6Mk${'a'.repeat(44)}`,
        to: `did:key:z6Mk${'b'.repeat(44)}`,
        session: id,
        number: 1234,
        allowed: true,
        tags: ['one', 'two', 'three'],
        text: 'r'.repeat(TEXT_LENGTH),
    };
}
/** See the module comment. */
export function benchSerialisation(figures) {
    const value = message();
    const plain = new TextEncoder().encode(JSON.stringify(value));
    figures.begin(`serialisation of ${plain.length} bytes`);
    const json = canonicalBytes(value);
    const cbor = encodeCbor(value);
    const encoder = new TextEncoder();
    const decoder = new TextDecoder();
    const write = [['JSON.stringify', () => encoder.encode(JSON.stringify(value))]];
    const read = [['JSON.parse', () => JSON.parse(decoder.decode(plain))]];
    compare(figures, 'canonical JSON (RFC 8785) written', () => canonicalBytes(value), write);
    compare(figures, 'canonical JSON read, and found to be so', () => parseCanonicalJson(json), read);
    compare(figures, 'deterministic CBOR written', () => encodeCbor(value), write);
    compare(figures, 'deterministic CBOR read, and found to be so', () => decodeCbor(cbor), read);
}
