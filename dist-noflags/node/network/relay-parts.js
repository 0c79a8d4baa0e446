import { isRelayed } from "../../net/path.js";
import { joinWindowUpdates } from "../store/joined-writes.js";
/** `parts`, with some of them exchanged. Those that libp2p adds later are seen as well. */
export function withParts(parts, exchanged) {
    return new Proxy(parts, {
        get: (target, name) => typeof name === 'string' && Object.hasOwn(exchanged, name) ? exchanged[name] : Reflect.get(target, name),
    });
}
/** Those of `connections` that may carry relayed ones: open, not relayed themselves, the newest first. */
export function carriersOf(connections) {
    return connections
        .filter(({ status, remoteAddr }) => status === 'open' && !isRelayed(remoteAddr.toString()))
        .toReversed();
}
/**
 * `connection` as those parts see it that carry others over its streams: many short messages come over each, and the peer
 * is not told of the window after every one.
 */
export function carrying(connection) {
    const newStream = async (...args) => {
        const stream = await connection.newStream(...args);
        joinWindowUpdates(stream);
        return stream;
    };
    return withParts(connection, { newStream });
}
/** `accept` for streams of inbound connections, as {@link carrying}. */
export function accepting(accept) {
    return (stream, connection) => {
        joinWindowUpdates(stream);
        return accept(stream, connection);
    };
}
