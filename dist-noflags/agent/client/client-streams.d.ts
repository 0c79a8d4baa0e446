import { type SignalOptions } from '../../base/caller-mistakes.ts';
import { type Json } from '../../codec/json.ts';
import type { Did } from '../../identity/did.ts';
import { MediaCodecs } from '../transfer/media-codecs.ts';
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
export declare class ClientStreams {
    #private;
    /** The codecs of the application. */
    readonly codecs: MediaCodecs;
    constructor(context: ClientContext);
    /** As `TalosClient.openStream`. */
    open<T>(peer: string, options: StreamOptions): Promise<ClientStream<T>>;
    /** As `TalosClient.streams`. */
    take(options: SignalOptions): AsyncGenerator<ClientStream, void, void>;
}
