/**
 * libp2p peer ids of Ed25519 keys: the identity multihash of the protobuf of the key, in base58btc.
 * https://github.com/libp2p/specs/blob/master/peer-ids/peer-ids.md
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
/** The peer id of an Ed25519 key of 32 bytes: 52 characters, starting `12D3Koo`. */
export declare function formatPeerId(publicKey: Uint8Array): string;
/**
 * The 32-byte Ed25519 key that a peer id names.
 *
 * @throws {TalosError} `E_MALFORMED` for the id of any other kind of key, and for any other form.
 */
export declare function parsePeerId(text: string): Bytes;
