/** Resolves when every function of `crypto/` may be called; cheap when called again. */
export declare function initCrypto(): Promise<void>;
/** Name of the set in use: `libsodium-native` or `libsodium-wasm`. */
export declare function primitivesInUse(): string;
/** As {@link initCrypto}, for hashes and signatures alone: what a thread needs that checks what others made. */
export declare function initSignatures(): Promise<void>;
