import { type CallIntent, type IntentOptions, type ToolCallOptions, type ToolResult } from './client-calls.ts';
import { type ClientContext } from './client-context.ts';
/** See the module comment. */
export declare class ClientCalling {
    #private;
    constructor(context: ClientContext);
    /** As `TalosClient.callTool`. */
    call(peer: string, tool: string, given: object, options: ToolCallOptions): Promise<ToolResult>;
    /** As `TalosClient.createIntent`. */
    announce(peer: string, tool: string, given: object, options: IntentOptions): Promise<CallIntent>;
    /** Ends the connections. */
    close(): Promise<void>;
}
