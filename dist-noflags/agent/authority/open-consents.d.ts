/**
 * Calls of a tunnel that wait until somebody consents.
 *
 * @module
 */
import { type RpcId } from '../../mcp/rpc.ts';
/** See the module comment. */
export declare class OpenConsents {
    #private;
    /** Whether a call with this id can wait: none does, and there is room. */
    hasRoomFor(id: RpcId): boolean;
    /** The call with this id waits until it was `decided`, or {@link made}; `withdrawn` ends it. */
    wait(id: RpcId, decided: Promise<void>, withdrawn: AbortController): Promise<void>;
    /** The call with this id is made: it waits no more. */
    made(id: RpcId): void;
    /** The caller takes its call back. @returns Whether it waited. */
    withdraw(id: RpcId): boolean;
    /** Nobody need consent any more. */
    withdrawAll(): void;
}
