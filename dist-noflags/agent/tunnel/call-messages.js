/**
 * JSON-RPC messages that both ends of a tunnel read alike. PROTOCOL.md §7.2.
 *
 * @module
 */
import { isRpcId } from "../../mcp/rpc.js";
/** The id that a `notifications/cancelled` names. */
export function cancelledId(rpc) {
    if (rpc.kind !== 'notification' || rpc.method !== 'notifications/cancelled')
        return undefined;
    const id = rpc.params?.['requestId'];
    return isRpcId(id) ? id : undefined;
}
