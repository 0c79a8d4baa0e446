/**
 * libp2p peer ids of Ed25519 keys: the identity multihash of the protobuf of the key, in base58btc.
 * https://github.com/libp2p/specs/blob/master/peer-ids/peer-ids.md
 *
 * @module
 */
import { assertBytes, concat, equalBytes } from "../base/bytes.js";
import { fromBase58btc, toBase58btc } from "../base/encoding.js";
import { TalosError } from "../base/errors.js";
/** Identity multihash of 36 bytes, then the protobuf: type Ed25519, 32 bytes of data. */
const PREFIX = Uint8Array.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20);
/** The peer id of an Ed25519 key of 32 bytes: 52 characters, starting `12D3Koo`. */
export function formatPeerId(publicKey) {
    assertBytes(publicKey, 'publicKey', 32);
    return toBase58btc(concat(PREFIX, publicKey));
}
/**
 * The 32-byte Ed25519 key that a peer id names.
 *
 * @throws {TalosError} `E_MALFORMED` for the id of any other kind of key, and for any other form.
 */
export function parsePeerId(text) {
    const bytes = fromBase58btc(text);
    if (bytes.length !== PREFIX.length + 32 || !equalBytes(bytes.subarray(0, PREFIX.length), PREFIX))
        throw new TalosError('E_MALFORMED', 'not the peer id of an Ed25519 key');
    return bytes.slice(PREFIX.length);
}
