import { peerOf } from "./entry.js";
/** See {@link EntryHead}. */
export function headOf({ seq, timeMs, bytes, leaf, body }) {
    const message = 'message' in body ? body.message : undefined;
    return {
        seq,
        timeMs,
        leaf,
        length: bytes.length,
        type: body.type,
        peer: peerOf(body),
        message,
        subject: subjectOf(body),
    };
}
/**
 * The hash that entries of one matter share, 64 hex digits: of a call, its approval and all that came of it the hash of the
 * call statement, of an intent that of its own statement, of grants and revocations the id of the token, of an invitation that was redeemed its hash, of a `forget` the id
 * of the entry that it is about.
 */
export function subjectOf(body) {
    if (body.type === 'call' || body.type === 'decision')
        return body.statement.hash;
    if (body.type === 'result' || body.type === 'receipt')
        return body.statement.statement.call;
    if (body.type === 'approval')
        return body.call;
    if (body.type === 'intent')
        return body.statement.hash;
    if ('token' in body)
        return body.token;
    if (body.type === 'invitation')
        return body.event === 'redeemed' ? body.invitation : undefined;
    return body.type === 'forget' ? body.entry : undefined;
}
