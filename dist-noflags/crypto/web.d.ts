import { type Bytes } from '../base/bytes.ts';
export declare function sha256(message: Uint8Array): Bytes;
export declare function sha256Into(message: Uint8Array, into: Uint8Array, at: number): void;
/** As the port's, under {@link settled} alone; what is not known yet is taken for valid, and settled afterwards. */
export declare function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
/**
 * What `run` gives where every signature that it asks about has its true verdict.
 *
 * A run takes signatures for valid; where one is not, it is run again up to that one and on. So what is given at last
 * rests on true verdicts alone, after at most one run for each signature that is not valid, and one.
 *
 * @param run - Asks in the same order each time, as long as it is told the same; waits for nothing.
 * @throws {TalosError} `E_VERSION` where the platform has no Ed25519, and whatever `run` throws at last.
 */
export declare function settled<T>(run: () => T): Promise<T>;
