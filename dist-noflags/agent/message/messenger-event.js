/** The event of a message: of one that came for the first time, of one of our own where `direction` says so. */
export function messageEvent(peer, { id, commitment }, direction = 'received') {
    return { kind: 'message', peer, id, direction, commitment, repeated: false };
}
/** The event of a repair that the peer made, and told of. */
export function toldRepairEvent(peer, { id, session }) {
    return { kind: 'repair', peer, id, session, by: 'peer', cause: 'told', repeated: false };
}
/** The event of a session that was made. */
export function sessionEvent(peer, { id: session, role, oneTime }) {
    return { kind: 'session', peer, session, role, oneTime };
}
