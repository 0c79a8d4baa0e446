/**
 * Rules of a served tunnel beside its capability: access-control lists, budgets, pinned tools, approvals, secrets.
 *
 * ```text
 *  capability, what the service lends ─> check … ─> intent on record ─> consent … (may take long; other calls go on)
 *     └─> capability and check once more ─> charge … ─> decision on record ─> prepare … ─> tool
 * ```
 *
 * All must allow; the first that does not gives the code. PROTOCOL.md §8.4.
 *
 * @module
 */
import type { Allowed, CapabilityRequest, Denial, Grant } from '../../capability/authorize.ts';
import type { JsonObject } from '../../codec/json.ts';
import type { Did } from '../../identity/did.ts';
import type { CallStatement, IntentStatement, ResultStatement, SignedStatement } from '../../ledger/entry/statement.ts';
import type { Coverage } from '../../mcp/policy.ts';
import type { RpcMessage } from '../../mcp/rpc.ts';
import type { ListKind } from '../tunnel/list-changes.ts';
/** A request that a capability covers, while it is decided and made. */
export interface CallInQuestion {
    readonly peer: Did;
    readonly service: string;
    readonly grant: Grant;
    readonly method: string;
    readonly params: JsonObject | undefined;
    readonly request: CapabilityRequest;
    /** The caller's signed call; absent for a request that is not recorded. */
    readonly statement: SignedStatement<CallStatement> | undefined;
    /** What the caller announced and this call is; absent where it announced nothing that fits. */
    readonly intent: SignedStatement<IntentStatement> | undefined;
    /** Length of the JSON-RPC message, in bytes, as it came. */
    readonly bytes: number;
    /** Aborted when the caller takes the call back, or the tunnel ends, before the tool has it. */
    readonly signal: AbortSignal;
}
/** What stands for statement, intent and signal of a request that is not recorded: nobody is asked about it. */
export declare const UNRECORDED: Readonly<Record<'statement' | 'intent', undefined>> & {
    readonly signal: AbortSignal;
};
/** The refusal of a call that is to be announced or approved and says more than what is announced and shown. */
export declare const SAYS_MORE: Denial;
/** What a result statement names besides its call. */
export type CallNames = Pick<ResultStatement, 'intent' | 'approval'>;
/** What came of a call that the tool had. */
export interface CallEnd {
    readonly outcome: 'result' | 'error' | 'none';
    /** Length of the answer, in bytes, as the tool gave it; 0 where there is none. */
    readonly bytes: number;
}
/** One rule of one tunnel. A rule that throws ends the tunnel. */
export interface CallRule {
    /** What the caller may know of; a part that is absent hides nothing. */
    readonly coverage?: Partial<Coverage>;
    /** Decides at once, without effect: it may be asked again. */
    check?(call: CallInQuestion): Allowed | Denial;
    /**
     * Asks somebody, of a recorded call: `undefined` where nobody need be asked. Refuses when `call.signal` is aborted;
     * never rejects.
     */
    consent?(call: CallInQuestion): Promise<Allowed | Denial> | undefined;
    /** Decides and takes what a recorded call costs; asked once, when all but the limits of its grant allow it. */
    charge?(call: CallInQuestion): Allowed | Denial;
    /** What the result statement of a recorded call names, once the call was decided. */
    names?(call: CallInQuestion): CallNames;
    /** The message as the tool gets it, of a recorded call; the ledger and the caller never see this one. */
    prepare?(message: JsonObject, call: CallInQuestion): JsonObject;
    /** Milliseconds that the tool has for a recorded call: then it is over, and the tool is told. Absent: as for all. */
    timeLimitMs?(call: CallInQuestion): number | undefined;
    /** Whether the answer of a recorded call may leave; if not, an error with the code goes out and on record in its place. */
    release?(call: CallInQuestion, end: CallEnd): Allowed | Denial;
    /** Told how a recorded call ended that the tool had. */
    ended?(call: CallInQuestion, end: CallEnd): void;
    /** Sees each message of the tool first. @returns It, or another in its place, or `undefined`: it goes no further. */
    fromTool?(message: RpcMessage): RpcMessage | undefined;
    /** The tunnel is over. */
    close?(): void;
}
/** The tunnel that rules are made for. */
export interface RuledTunnel {
    readonly peer: Did;
    readonly service: string;
    readonly grant: Grant;
    /** Sends a message to the tool; one that the rule asks with must have an id that no caller can choose. */
    readonly toTool: (message: JsonObject) => void;
    /** Tells the caller that a list is another one, as the rule shows other things of it now. */
    readonly listChanged: (kind: ListKind) => void;
}
/** Makes the rules of one tunnel, in the order in which they are asked. */
export type MakeRules = (tunnel: RuledTunnel) => readonly CallRule[];
