/**
 * The gate of a served tunnel: its capability, what the service lends, and the rules, asked as one.
 *
 * @module
 */
import { type Allowed, type Denial, type Grant } from '../../capability/authorize.ts';
import type { Scope } from '../../capability/scope.ts';
import type { Environment } from '../../capability/scope-check.ts';
import type { JsonObject } from '../../codec/json.ts';
import type { Coverage } from '../../mcp/policy.ts';
import type { RpcMessage } from '../../mcp/rpc.ts';
import type { CallAuthority } from './call-authority.ts';
import type { CallEnd, CallInQuestion, CallNames, CallRule } from './call-rule.ts';
/** What a gate is made of. */
export interface CallGateParts {
    readonly grant: Grant;
    /** What the service lends at all, whoever asks: a call must be within it too. Absent: all that a grant covers. */
    readonly lends: Scope | undefined;
    /** What this side says of itself, for grants that ask. */
    readonly environment: Environment | undefined;
    readonly authority: CallAuthority;
    readonly rules: readonly CallRule[];
}
/** See the module comment. */
export declare class CallGate {
    #private;
    /** What the caller may know of. */
    readonly coverage: Coverage;
    constructor(parts: CallGateParts);
    /** The grant under which calls are made. */
    get grant(): Grant;
    /** Goes on under a renewal of the grant, whose scope is the same. */
    renew(grant: Grant): void;
    /** Whether the call is within the grant at this moment, within what the service lends, and within each rule. */
    check(call: CallInQuestion): Allowed | Denial;
    /** The consents that the call needs, one after the other; `undefined` where it needs none. */
    consent(call: CallInQuestion): Promise<Allowed | Denial> | undefined;
    /** Takes what the call costs, of every rule that charges; what one has taken stays taken where a later one refuses. */
    charge(call: CallInQuestion): Allowed | Denial;
    /** What the result statement names: the intent that the call fits, and what the rules say. */
    names(call: CallInQuestion): CallNames;
    /** The message as the tool gets it. */
    prepare(message: JsonObject, call: CallInQuestion): JsonObject;
    /** Milliseconds that the tool has for the call, where a rule says so: the least. */
    timeLimitMs(call: CallInQuestion): number | undefined;
    /** Whether the answer of the call may leave, by every rule. */
    release(call: CallInQuestion, end: CallEnd): Allowed | Denial;
    /** Tells the rules how a call ended that the tool had. */
    ended(call: CallInQuestion, end: CallEnd): void;
    /** What goes on of a message of the tool. */
    fromTool(message: RpcMessage): RpcMessage | undefined;
    /** The tunnel is over. */
    close(): void;
}
