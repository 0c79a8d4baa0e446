import type { Clock } from '../../base/clock.ts';
import type { Allowed, Denial } from '../../capability/authorize.ts';
import type { Did } from '../../identity/did.ts';
import type { Ledger } from '../../ledger/journal/ledger.ts';
import { type Timer } from '../../net/timer.ts';
import type { Store } from '../../storage/store.ts';
import type { ApprovalAnswer, ApprovalDetail, ApprovalsApi, ApprovalView, PendingApprovals } from '../api/approval-api.ts';
import type { Feed, FeedOptions } from '../api/message-api.ts';
import { type RecordedCall } from './approval-question.ts';
import type { CallInQuestion, CallNames } from './call-rule.ts';
/** Calls that wait for an answer, in all. */
export declare const MAX_APPROVALS = 64;
/** Calls of one peer that wait for an answer. */
export declare const MAX_APPROVALS_A_PEER = 8;
/** Largest JSON-RPC message that somebody is asked about, in bytes: more nobody looks at. */
export declare const MAX_APPROVAL_BYTES: number;
/** Bytes of all messages that wait for an answer. */
export declare const MAX_WAITING_APPROVAL_BYTES: number;
/** Questions that a peer may cause in a minute. */
export declare const APPROVALS_A_MINUTE = 30;
/** Calls of a peer that are not approved, in a window, before nobody is asked about it any more until that is over. */
export declare const DENIED_APPROVALS_A_WINDOW = 5;
/** Length of that window in milliseconds. */
export declare const DENIED_APPROVALS_WINDOW_MS: number;
/** How long an answer is waited for unless set otherwise, in milliseconds. */
export declare const APPROVAL_TIMEOUT_MS: number;
/** Longest wait for an answer that can be set, in milliseconds. */
export declare const MAX_APPROVAL_TIMEOUT_MS: number;
/** Longest reason of a denial in characters. */
export declare const MAX_DENIAL_REASON = 256;
/** Asks a command of the owner. Gives its answer; never rejects, and gives no when `signal` aborts. */
export type AskCommand = (question: string, signal: AbortSignal) => Promise<boolean>;
/** How one service asks. */
export interface ApprovalTerms {
    /** Milliseconds. */
    readonly timeoutMs: number;
    readonly command?: AskCommand;
}
/** What the book needs. */
export interface ApprovalBookParts {
    readonly store: Store;
    readonly ledger: Ledger;
    readonly clock: Clock;
    /** What a peer is called here; `""` where it has no alias. */
    readonly aliasOf: (peer: Did) => string;
    /** For deadlines. */
    readonly timer?: Timer;
}
/** See the module comment. */
export declare class ApprovalBook implements ApprovalsApi {
    #private;
    constructor(parts: ApprovalBookParts);
    /** Records that what waited when the process ended came to nothing. @throws {TalosError} `E_STORAGE…`. */
    reconcile(): Promise<void>;
    /**
     * Asks whoever answers about `call`, and waits for the first answer.
     *
     * @returns Leave to make it, which `use` then takes; `APPROVAL_DENIED`; `E_RATE_LIMITED` where nobody is asked.
     * @throws {TalosError} `E_STORAGE…` where it cannot be recorded.
     */
    ask(call: RecordedCall, terms: ApprovalTerms): Promise<Allowed | Denial>;
    /**
     * Uses the approval of `call`: once, before its time is over, for exactly the arguments that were shown.
     *
     * @returns `APPROVAL_DENIED` where there is none that holds.
     */
    use(call: CallInQuestion): Allowed | Denial;
    /** What a result statement says of the approval of `call`, which was decided: that it was used needs no word any more. */
    namesOf(call: CallInQuestion): CallNames;
    list(): Promise<readonly ApprovalView[]>;
    get(id: string): Promise<ApprovalDetail>;
    answer({ id, allow, reason, by }: ApprovalAnswer): Promise<ApprovalView>;
    follow({ signal }?: FeedOptions): Promise<Feed<PendingApprovals>>;
    /** Nobody is asked any more: the agent ends. */
    close(): void;
}
