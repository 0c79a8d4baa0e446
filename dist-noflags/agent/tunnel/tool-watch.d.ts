import { type Allowed, type Denial } from '../../capability/verdict.ts';
import type { Coverage } from '../../mcp/policy.ts';
import type { RpcMessage } from '../../mcp/rpc.ts';
import type { CallInQuestion, CallRule, RuledTunnel } from '../authority/call-rule.ts';
import type { PinBook } from '../authority/pin-book.ts';
/** Milliseconds that a server gets to list its tools after it said that they changed. */
export declare const RELIST_TIMEOUT_MS = 30000;
/** What watching needs. */
export interface ToolWatchParts {
    readonly book: PinBook;
    readonly tunnel: RuledTunnel;
    /** Tells people; text of the tool server in it is not escaped. */
    readonly onNotice: (text: string) => void;
}
/** See the module comment. */
export declare class ToolWatch implements CallRule {
    #private;
    readonly coverage: Partial<Coverage>;
    constructor(parts: ToolWatchParts);
    check({ request }: CallInQuestion): Allowed | Denial;
    fromTool(message: RpcMessage): RpcMessage | undefined;
    close(): void;
}
/** What people are told when something is quarantined. */
export declare function quarantineNotice({ service, tool }: {
    readonly service: string;
    readonly tool?: string;
}): string;
