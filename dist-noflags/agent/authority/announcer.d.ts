import type { JsonObject } from '../../codec/json.ts';
import { type IntentStatement, type SignedStatement } from '../../ledger/entry/statement.ts';
import type { RpcMessage } from '../../mcp/rpc.ts';
import type { CallerRecords, RecordedIntent } from '../tunnel/call-records.ts';
/** Intents that were announced and wait for their calls; the oldest is forgotten. As many as a server remembers. */
export declare const MAX_PREPARED_INTENTS = 64;
/** An intent for a call. */
export interface OwnIntent extends RecordedIntent {
    /** Whether the server has it already. */
    readonly isSent: boolean;
}
/** See the module comment. */
export declare class Announcer {
    #private;
    /**
     * @param needed - What the server asks for, as it said when the tunnel was opened.
     * @param justification - Of calls that come without a reason of their own.
     * @throws {TalosError} `E_MALFORMED` for a justification that is too long; `E_PROTOCOL` for patterns that are none.
     */
    constructor(records: CallerRecords, needed: readonly string[], justification?: string);
    /**
     * Signs and records what is announced for a later call, which names it by the hash.
     *
     * @throws {TalosError} as `CallerRecords.intent`; `E_MALFORMED` for a justification that is too long.
     */
    prepare(method: string, params: JsonObject, justification: string): Promise<SignedStatement<IntentStatement>>;
    /**
     * The intent of a recorded call, signed and recorded; `undefined` where none is wanted.
     *
     * @throws {TalosError} as {@link prepare}; `E_MALFORMED` for a wish in another form, or an intent that does not wait.
     */
    intentOf({ method, params, json }: RpcMessage & {
        readonly kind: 'request';
    }): Promise<OwnIntent | undefined>;
}
