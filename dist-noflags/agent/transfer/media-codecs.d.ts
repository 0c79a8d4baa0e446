/** Codecs that a client may have. */
export declare const MAX_CODECS = 256;
/** A codec. `T` is what the application writes and reads: frames, samples, messages. */
export interface MediaCodec<T = unknown> {
    /** As streams name it, such as `opus`: lower case letters, digits, and `!#$&^_.+/-`. */
    readonly name: string;
    /** The kind of stream that it is for, such as `audio`. */
    readonly kind: string;
    /** Makes bytes of what is written. One for each stream. Absent: bytes are written. */
    readonly encode?: () => TransformStream<T, Uint8Array>;
    /** Makes of bytes what is read. One for each stream. Absent: bytes are read. */
    readonly decode?: () => TransformStream<Uint8Array, T>;
}
/** See the module comment. */
export declare class MediaCodecs {
    #private;
    /**
     * Has streams of a codec, opened from now on, go through it.
     *
     * @returns A function that undoes it; streams that are open keep it.
     * @throws {TypeError} for a codec of another form; {RangeError} for a name that is none, or taken.
     * @throws {TalosError} `E_LIMIT` beyond 256.
     */
    register<T>(codec: MediaCodec<T>): () => void;
    /** The codec of a name. */
    get(name: string): MediaCodec<never> | undefined;
    /** Names of all. */
    names(): readonly string[];
}
/** @throws {TypeError} for no text; {RangeError} for a name that is none. */
export declare function assertStreamName(name: unknown, what: string): asserts name is string;
