/**
 * JSON-RPC messages that both ends of a tunnel read alike. PROTOCOL.md §7.2.
 *
 * @module
 */
import { isRpcId, type RpcId, type RpcMessage } from '../../mcp/rpc.ts';

/** The id that a `notifications/cancelled` names. */
export function cancelledId(rpc: RpcMessage): RpcId | undefined {
  if (rpc.kind !== 'notification' || rpc.method !== 'notifications/cancelled') return undefined;
  const id = rpc.params?.['requestId'];
  return isRpcId(id) ? id : undefined;
}
