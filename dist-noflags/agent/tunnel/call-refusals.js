/**
 * What a caller is told of a refused call. PROTOCOL.md §7.2.
 *
 * @module
 */
import { utf8 } from "../../base/bytes.js";
import { errorResponse, RPC_CODES, writeRpc } from "../../mcp/rpc.js";
/** The answer to a call that is not made. @param reason - For the people of the caller. */
export function denial(id, code, reason = `denied: ${code}`) {
    return utf8(writeRpc(errorResponse(id, RPC_CODES.denied, reason, { code })));
}
/** The answer to a call whose outcome nobody knows. */
export function unknownOutcome(id, why) {
    return utf8(writeRpc(errorResponse(id, RPC_CODES.outcomeUnknown, why, { code: 'E_OUTCOME_UNKNOWN' })));
}
/** Tells a tool that a call is over: it need not go on with it. */
export function cancellation(requestId, reason) {
    return writeRpc({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId, reason } });
}
/** What goes out in the place of an answer that may not. */
export function withheld({ id }, { code, reason }) {
    const json = errorResponse(id ?? null, RPC_CODES.denied, `the tool has answered: ${reason}`, { code });
    return { kind: 'error', id, error: json['error'], json };
}
