/**
 * The codecs that an application has for its streams: none are built in.
 *
 * @module
 */
import { assertText } from '../../base/caller-mistakes.ts';
import { TalosError } from '../../base/errors.ts';
import { isStreamName, MAX_STREAM_NAME_CHARACTERS } from '../../transfer/stream-wire.ts';

/** Codecs that a client may have. */
export const MAX_CODECS = 256;

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
export class MediaCodecs {
  readonly #codecs = new Map<string, MediaCodec<never>>();

  /**
   * Has streams of a codec, opened from now on, go through it.
   *
   * @returns A function that undoes it; streams that are open keep it.
   * @throws {TypeError} for a codec of another form; {RangeError} for a name that is none, or taken.
   * @throws {TalosError} `E_LIMIT` beyond 256.
   */
  register<T>(codec: MediaCodec<T>): () => void {
    const given: unknown = codec;
    if (typeof given !== 'object' || given === null) throw new TypeError('codec must be an object');
    const { name, kind, encode, decode } = codec;
    for (const [text, what] of [
      [name, 'codec.name'],
      [kind, 'codec.kind'],
    ] as const)
      assertStreamName(text, what);
    for (const [make, what] of [
      [encode, 'codec.encode'],
      [decode, 'codec.decode'],
    ] as const)
      if (make !== undefined && typeof make !== 'function') throw new TypeError(`${what} must be a function`);
    if (this.#codecs.has(name)) throw new RangeError(`there is a codec "${name}" already`);
    if (this.#codecs.size >= MAX_CODECS) throw new TalosError('E_LIMIT', `${MAX_CODECS} codecs are registered`);
    const made = { name, kind, ...(encode && { encode }), ...(decode && { decode }) } as unknown as MediaCodec<never>;
    this.#codecs.set(name, made);
    return () => {
      if (this.#codecs.get(name) === made) this.#codecs.delete(name);
    };
  }

  /** The codec of a name. */
  get(name: string): MediaCodec<never> | undefined {
    return this.#codecs.get(name);
  }

  /** Names of all. */
  names(): readonly string[] {
    return [...this.#codecs.keys()];
  }
}

/** @throws {TypeError} for no text; {RangeError} for a name that is none. */
export function assertStreamName(name: unknown, what: string): asserts name is string {
  assertText(name, what);
  if (!isStreamName(name))
    throw new RangeError(`${what} must be 1 to ${MAX_STREAM_NAME_CHARACTERS} of a-z, 0-9 and !#$&^_.+/-`);
}
