import type { ErrorCode } from '../../base/errors.ts';
import type { Denial } from '../../capability/authorize.ts';
import { type RpcId } from '../../mcp/rpc.ts';
import type { RpcAnswer } from './call-records.ts';
/** The answer to a call that is not made. @param reason - For the people of the caller. */
export declare function denial(id: RpcId, code: ErrorCode, reason?: string): Uint8Array;
/** The answer to a call whose outcome nobody knows. */
export declare function unknownOutcome(id: RpcId, why: string): Uint8Array;
/** Tells a tool that a call is over: it need not go on with it. */
export declare function cancellation(requestId: RpcId, reason: string): string;
/** What goes out in the place of an answer that may not. */
export declare function withheld({ id }: RpcAnswer, { code, reason }: Denial): RpcAnswer;
