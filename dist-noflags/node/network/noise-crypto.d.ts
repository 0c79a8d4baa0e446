/**
 * The primitives of libp2p's Noise handshake and cipher, from libsodium: a tenth of the time for a handshake, a third
 * for a small message. Large ones stay with node:crypto, through what libp2p comes with.
 *
 * @module
 */
import type { ICryptoInterface } from '@chainsafe/libp2p-noise';
/** For `noise({ crypto })`. */
export declare const noiseCrypto: ICryptoInterface;
