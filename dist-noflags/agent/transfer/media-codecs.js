/**
 * The codecs that an application has for its streams: none are built in.
 *
 * @module
 */
import { assertText } from "../../base/caller-mistakes.js";
import { TalosError } from "../../base/errors.js";
import { isStreamName, MAX_STREAM_NAME_CHARACTERS } from "../../transfer/stream-wire.js";
/** Codecs that a client may have. */
export const MAX_CODECS = 256;
/** See the module comment. */
export class MediaCodecs {
    #codecs = new Map();
    /**
     * Has streams of a codec, opened from now on, go through it.
     *
     * @returns A function that undoes it; streams that are open keep it.
     * @throws {TypeError} for a codec of another form; {RangeError} for a name that is none, or taken.
     * @throws {TalosError} `E_LIMIT` beyond 256.
     */
    register(codec) {
        const given = codec;
        if (typeof given !== 'object' || given === null)
            throw new TypeError('codec must be an object');
        const { name, kind, encode, decode } = codec;
        for (const [text, what] of [
            [name, 'codec.name'],
            [kind, 'codec.kind'],
        ])
            assertStreamName(text, what);
        for (const [make, what] of [
            [encode, 'codec.encode'],
            [decode, 'codec.decode'],
        ])
            if (make !== undefined && typeof make !== 'function')
                throw new TypeError(`${what} must be a function`);
        if (this.#codecs.has(name))
            throw new RangeError(`there is a codec "${name}" already`);
        if (this.#codecs.size >= MAX_CODECS)
            throw new TalosError('E_LIMIT', `${MAX_CODECS} codecs are registered`);
        const made = { name, kind, ...(encode && { encode }), ...(decode && { decode }) };
        this.#codecs.set(name, made);
        return () => {
            if (this.#codecs.get(name) === made)
                this.#codecs.delete(name);
        };
    }
    /** The codec of a name. */
    get(name) {
        return this.#codecs.get(name);
    }
    /** Names of all. */
    names() {
        return [...this.#codecs.keys()];
    }
}
/** @throws {TypeError} for no text; {RangeError} for a name that is none. */
export function assertStreamName(name, what) {
    assertText(name, what);
    if (!isStreamName(name))
        throw new RangeError(`${what} must be 1 to ${MAX_STREAM_NAME_CHARACTERS} of a-z, 0-9 and !#$&^_.+/-`);
}
