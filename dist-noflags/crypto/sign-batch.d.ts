/** Bytes and a signature of them. */
export interface SignedBytes {
    /** Ed25519, 32 bytes. */
    readonly publicKey: Uint8Array;
    readonly message: Uint8Array;
    /** 64 bytes. */
    readonly signature: Uint8Array;
}
/**
 * Whether each signature is valid, in their order. Costs what verifying one after the other does. What a stranger may have
 * chosen (lengths, points, scalars) makes a signature invalid, and no other one.
 *
 * @throws {TypeError} for what is no array, or an element without bytes.
 */
export declare function verifySignatures(batch: readonly SignedBytes[]): readonly boolean[];
