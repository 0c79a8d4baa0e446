import { type Json } from '../../codec/json.ts';
import type { CallStatement, SignedStatement } from '../../ledger/entry/statement.ts';
import type { ApprovalView } from '../api/approval-api.ts';
import type { CallInQuestion } from './call-rule.ts';
/** Arguments that are shown one by one. */
export declare const MAX_SHOWN_ARGUMENTS = 32;
/** Characters of a value, or of a name, that are shown. */
export declare const MAX_SHOWN_VALUE = 400;
/** A recorded call. */
export type RecordedCall = CallInQuestion & {
    readonly statement: SignedStatement<CallStatement>;
};
/** What the arguments of `call` are, as the tool gets them. */
export declare function argumentsOf({ method, params }: Pick<CallInQuestion, 'method' | 'params'>): Json;
/** SHA-256 of the canonical arguments: equal for equal ones alone. Never leaves the process. */
export declare function argumentsHash(call: Pick<CallInQuestion, 'method' | 'params'>): string;
/** The call as `approvals list` and the terminal show it. */
export declare function viewOf(id: string, call: RecordedCall, about: {
    readonly alias: string;
    readonly askedAtMs: number;
    readonly expiresAtMs: number;
}): ApprovalView;
/** The question as one line of JSON, for a command of the owner. PROTOCOL.md §10.6. */
export declare function questionJson(view: ApprovalView, call: RecordedCall): string;
