/**
 * What a caller is told of a refused call. PROTOCOL.md §7.2.
 *
 * @module
 */
import { utf8 } from '../../base/bytes.ts';
import type { ErrorCode } from '../../base/errors.ts';
import type { Denial } from '../../capability/authorize.ts';
import type { JsonObject } from '../../codec/json.ts';
import { errorResponse, RPC_CODES, type RpcId, writeRpc } from '../../mcp/rpc.ts';
import type { RpcAnswer } from './call-records.ts';

/** The answer to a call that is not made. @param reason - For the people of the caller. */
export function denial(id: RpcId, code: ErrorCode, reason = `denied: ${code}`): Uint8Array {
  return utf8(writeRpc(errorResponse(id, RPC_CODES.denied, reason, { code })));
}

/** The answer to a call whose outcome nobody knows. */
export function unknownOutcome(id: RpcId, why: string): Uint8Array {
  return utf8(writeRpc(errorResponse(id, RPC_CODES.outcomeUnknown, why, { code: 'E_OUTCOME_UNKNOWN' })));
}

/** Tells a tool that a call is over: it need not go on with it. */
export function cancellation(requestId: RpcId, reason: string): string {
  return writeRpc({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId, reason } });
}

/** What goes out in the place of an answer that may not. */
export function withheld({ id }: RpcAnswer, { code, reason }: Denial): RpcAnswer {
  const json = errorResponse(id ?? null, RPC_CODES.denied, `the tool has answered: ${reason}`, { code });
  return { kind: 'error', id, error: json['error'] as JsonObject, json };
}
