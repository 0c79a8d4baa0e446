/**
 * Application streams in the SDK: `client.openStream` and `client.streams`. PROTOCOL.md §7.7.
 *
 * @module
 */
import { toHex, utf8 } from '../../base/bytes.ts';
import { membersOf, type SignalOptions, signalOf } from '../../base/caller-mistakes.ts';
import { isTalosError } from '../../base/errors.ts';
import { copyOf } from '../../capability/request.ts';
import { type Json, parseJson, writeJson } from '../../codec/json.ts';
import type { Did } from '../../identity/did.ts';
import { MAX_STREAM_METADATA_BYTES } from '../../transfer/stream-wire.ts';
import { assertStreamName, type MediaCodec, MediaCodecs } from '../transfer/media-codecs.ts';
import type { PeerStream } from '../transfer/peer-stream.ts';
import type { ClientContext } from './client-context.ts';

/** What a stream is. */
export interface StreamOptions extends SignalOptions {
  /** What the application calls it, such as `audio`: lower case letters, digits, and `!#$&^_.+/-`. */
  readonly kind: string;
  /** In which form the bytes are. One that is registered in `client.codecs` is applied. */
  readonly codec?: string;
  /** Whatever else the other side is to know: JSON of at most 4 KiB. */
  readonly metadata?: Json;
  /** Whether the other side sends, too; not unless `true`. */
  readonly duplex?: boolean;
}

/** A stream to or from a peer: what is written at one end is read at the other, in order and whole, or it fails. */
export interface ClientStream<T = Uint8Array> {
  /** 32 hex digits; the same at both ends. */
  readonly id: string;
  readonly peer: Did;
  readonly kind: string;
  /** `""` where it was not said. */
  readonly codec: string;
  /** As the opener said; `undefined` where it said nothing, or what is no JSON. */
  readonly metadata: Json | undefined;
  /** What the peer sends; absent where it does not. An error of it is why the stream ended before its end. */
  readonly readable?: ReadableStream<T>;
  /** What is sent to the peer; absent where nothing is. Its `close` resolves when the peer has it all. */
  readonly writable?: WritableStream<T>;
  /** Resolves when all is there at both ends; rejects with a `TalosError` of why it ended before. */
  readonly closed: Promise<void>;
  /** Gives it up: both ends get `E_CANCELLED`. Repeatable. */
  cancel(reason?: unknown): void;
}

/** See the module comment. */
export class ClientStreams {
  /** The codecs of the application. */
  readonly codecs: MediaCodecs = new MediaCodecs();
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /** As `TalosClient.openStream`. */
  async open<T>(peer: string, options: StreamOptions): Promise<ClientStream<T>> {
    const { agent } = this.#context.parts;
    const to = this.#context.otherThan(peer);
    const kinds = { kind: 'text', codec: 'text?', duplex: 'boolean?', signal: 'signal?' } as const;
    const asked = membersOf<Omit<StreamOptions, 'metadata'>>(options, 'options', kinds);
    const { kind, codec = '', duplex = false, signal } = asked;
    assertStreamName(kind, 'options.kind');
    if (codec !== '') assertStreamName(codec, 'options.codec');
    const used = this.#codecFor(codec, kind);
    const metadata = metadataText(options.metadata);
    const stream = await agent.transfers.streams.open(to, { kind, codec, duplex, metadata }, signal);
    return shown<T>(stream, used);
  }

  /** As `TalosClient.streams`. */
  async *take(options: SignalOptions): AsyncGenerator<ClientStream, void, void> {
    const { agent } = this.#context.parts;
    const signal = signalOf(options);
    signal?.throwIfAborted();
    const reader = agent.transfers.streams.reader();
    if (reader === undefined) throw new TypeError('the streams are being taken already');
    const abort = (): void => reader.close();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await this.#context.receive();
      for (let next = await reader.next(); next !== undefined; next = await reader.next()) {
        const { codec, kind } = next.start;
        const known = this.codecs.get(codec);
        yield shown(next, known?.kind === kind ? known : undefined);
      }
      signal?.throwIfAborted();
    } finally {
      signal?.removeEventListener('abort', abort);
      reader.close();
    }
  }

  #codecFor(codec: string, kind: string): MediaCodec<never> | undefined {
    const known = this.codecs.get(codec);
    if (known !== undefined && known.kind !== kind)
      throw new RangeError(`options.codec must be one of ${kind}: "${codec}" is one of ${known.kind}`);
    return known;
  }
}

function metadataText(metadata: Json | undefined): string {
  if (metadata === undefined) return '';
  const text = writeJson(copyOf(metadata));
  if (utf8(text).length > MAX_STREAM_METADATA_BYTES)
    throw new RangeError(`options.metadata must be at most ${MAX_STREAM_METADATA_BYTES} bytes of JSON`);
  return text;
}

function metadataOf(text: string): Json | undefined {
  if (text === '') return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    // What an application says of a stream is no matter of the protocol.
    if (isTalosError(error)) return undefined;
    throw error;
  }
}

function shown<T>(stream: PeerStream, codec: MediaCodec<never> | undefined): ClientStream<T> {
  const { start, peer, readable, writable, closed } = stream;
  const { kind, codec: named, metadata } = start;
  return {
    id: toHex(start.id),
    peer,
    kind,
    codec: named,
    metadata: metadataOf(metadata),
    ...(readable && { readable: decoded<T>(readable, codec) }),
    ...(writable && { writable: encoded<T>(writable, codec) }),
    closed,
    cancel: (reason) => stream.cancel(reason),
  };
}

function decoded<T>(readable: ReadableStream<Uint8Array>, codec: MediaCodec<never> | undefined): ReadableStream<T> {
  const transform = codec?.decode?.();
  return (transform === undefined ? readable : readable.pipeThrough(transform)) as ReadableStream<T>;
}

function encoded<T>(writable: WritableStream<Uint8Array>, codec: MediaCodec<never> | undefined): WritableStream<T> {
  const transform = codec?.encode?.();
  if (transform === undefined) return writable as WritableStream<unknown> as WritableStream<T>;
  // What fails there is an error of what is written to, and of the stream.
  transform.readable.pipeTo(writable).catch(() => undefined);
  return transform.writable as WritableStream<unknown> as WritableStream<T>;
}
