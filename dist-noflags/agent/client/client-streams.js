/**
 * Application streams in the SDK: `client.openStream` and `client.streams`. PROTOCOL.md §7.7.
 *
 * @module
 */
import { toHex, utf8 } from "../../base/bytes.js";
import { membersOf, signalOf } from "../../base/caller-mistakes.js";
import { isTalosError } from "../../base/errors.js";
import { copyOf } from "../../capability/request.js";
import { parseJson, writeJson } from "../../codec/json.js";
import { MAX_STREAM_METADATA_BYTES } from "../../transfer/stream-wire.js";
import { assertStreamName, MediaCodecs } from "../transfer/media-codecs.js";
/** See the module comment. */
export class ClientStreams {
    /** The codecs of the application. */
    codecs = new MediaCodecs();
    #context;
    constructor(context) {
        this.#context = context;
    }
    /** As `TalosClient.openStream`. */
    async open(peer, options) {
        const { agent } = this.#context.parts;
        const to = this.#context.otherThan(peer);
        const kinds = { kind: 'text', codec: 'text?', duplex: 'boolean?', signal: 'signal?' };
        const asked = membersOf(options, 'options', kinds);
        const { kind, codec = '', duplex = false, signal } = asked;
        assertStreamName(kind, 'options.kind');
        if (codec !== '')
            assertStreamName(codec, 'options.codec');
        const used = this.#codecFor(codec, kind);
        const metadata = metadataText(options.metadata);
        const stream = await agent.transfers.streams.open(to, { kind, codec, duplex, metadata }, signal);
        return shown(stream, used);
    }
    /** As `TalosClient.streams`. */
    async *take(options) {
        const { agent } = this.#context.parts;
        const signal = signalOf(options);
        signal?.throwIfAborted();
        const reader = agent.transfers.streams.reader();
        if (reader === undefined)
            throw new TypeError('the streams are being taken already');
        const abort = () => reader.close();
        signal?.addEventListener('abort', abort, { once: true });
        try {
            await this.#context.receive();
            for (let next = await reader.next(); next !== undefined; next = await reader.next()) {
                const { codec, kind } = next.start;
                const known = this.codecs.get(codec);
                yield shown(next, known?.kind === kind ? known : undefined);
            }
            signal?.throwIfAborted();
        }
        finally {
            signal?.removeEventListener('abort', abort);
            reader.close();
        }
    }
    #codecFor(codec, kind) {
        const known = this.codecs.get(codec);
        if (known !== undefined && known.kind !== kind)
            throw new RangeError(`options.codec must be one of ${kind}: "${codec}" is one of ${known.kind}`);
        return known;
    }
}
function metadataText(metadata) {
    if (metadata === undefined)
        return '';
    const text = writeJson(copyOf(metadata));
    if (utf8(text).length > MAX_STREAM_METADATA_BYTES)
        throw new RangeError(`options.metadata must be at most ${MAX_STREAM_METADATA_BYTES} bytes of JSON`);
    return text;
}
function metadataOf(text) {
    if (text === '')
        return undefined;
    try {
        return parseJson(text);
    }
    catch (error) {
        // What an application says of a stream is no matter of the protocol.
        if (isTalosError(error))
            return undefined;
        throw error;
    }
}
function shown(stream, codec) {
    const { start, peer, readable, writable, closed } = stream;
    const { kind, codec: named, metadata } = start;
    return {
        id: toHex(start.id),
        peer,
        kind,
        codec: named,
        metadata: metadataOf(metadata),
        ...(readable && { readable: decoded(readable, codec) }),
        ...(writable && { writable: encoded(writable, codec) }),
        closed,
        cancel: (reason) => stream.cancel(reason),
    };
}
function decoded(readable, codec) {
    const transform = codec?.decode?.();
    return (transform === undefined ? readable : readable.pipeThrough(transform));
}
function encoded(writable, codec) {
    const transform = codec?.encode?.();
    if (transform === undefined)
        return writable;
    // What fails there is an error of what is written to, and of the stream.
    transform.readable.pipeTo(writable).catch(() => undefined);
    return transform.writable;
}
