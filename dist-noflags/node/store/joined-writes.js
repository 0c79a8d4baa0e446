/** Longest write that is joined: one Noise message with its length. Longer ones gain nothing, and receivers have limits. */
export const MAX_JOINED_BYTES = 2 + 65_535;
/** Makes each short write of `connection` one buffer: Noise sends the length of its message apart from the message. */
export function joinWrites(connection) {
    const send = connection.send.bind(connection);
    connection.send = (data) => send(data instanceof Uint8Array || data.byteLength > MAX_JOINED_BYTES ? data : data.subarray());
}
/** Bytes read that the peer is not told of at once: a quarter of the smallest window, so that it never waits for them. */
export const WINDOW_STEP_BYTES = 64 * 1024;
/** Type of a frame that gives back window. Yamux specification, "Type Field". */
const WINDOW_UPDATE = 1;
/**
 * Window updates of `stream` are told when they come to {@link WINDOW_STEP_BYTES}, instead of one for every message
 * that arrives. Does nothing to a stream of another muxer.
 */
export function joinWindowUpdates(stream) {
    if (!isFrameSender(stream))
        return;
    const send = stream.sendFrame;
    let owed = 0;
    stream.sendFrame = (header, data) => {
        // One with a flag opens or ends the stream as well.
        if (header.type !== WINDOW_UPDATE || header.flag !== 0)
            return send(header, data);
        owed += header.length;
        if (owed < WINDOW_STEP_BYTES)
            return true;
        const length = owed;
        owed = 0;
        return send({ ...header, length }, data);
    };
}
function isFrameSender(stream) {
    return 'sendFrame' in stream && typeof stream.sendFrame === 'function';
}
