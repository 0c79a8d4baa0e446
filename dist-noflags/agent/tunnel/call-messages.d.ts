/**
 * JSON-RPC messages that both ends of a tunnel read alike. PROTOCOL.md §7.2.
 *
 * @module
 */
import { type RpcId, type RpcMessage } from '../../mcp/rpc.ts';
/** The id that a `notifications/cancelled` names. */
export declare function cancelledId(rpc: RpcMessage): RpcId | undefined;
