/**
 * Entries about what goes before a call is let through: what its caller means to do, and what a person said to it.
 * PROTOCOL.md §9.1.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import type { IntentStatement, SignedStatement } from './statement.ts';
/** What a caller announced: at the caller before it is sent, at the server when its call has come. */
export interface IntentBody {
    readonly type: 'intent';
    readonly peer: Did;
    readonly statement: SignedStatement<IntentStatement>;
}
/** What became of a question to the owner: `asked`, and then one of the others, once. */
export declare const APPROVAL_EVENTS: readonly ["asked", "allowed", "denied", "expired"];
/** Who answered: a person at the serving terminal, the owner's command, a person with `talos approvals`. */
export declare const APPROVERS: readonly ["terminal", "command", "approvals"];
/** A question whether a call may be made, or what became of it. */
export interface ApprovalBody {
    readonly type: 'approval';
    /** Who calls. */
    readonly peer: Did;
    /** Id of the approval, 32 hex digits. */
    readonly approval: string;
    /** Hash of the call statement. */
    readonly call: string;
    /** What is approved: `approvalDigest`, 64 hex digits. */
    readonly digest: string;
    readonly event: (typeof APPROVAL_EVENTS)[number];
    /** Who said `allowed` or `denied`. */
    readonly by?: (typeof APPROVERS)[number];
}
