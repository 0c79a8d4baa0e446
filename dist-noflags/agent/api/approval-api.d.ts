/**
 * Approvals as every command sees them: calls of peers that wait for a person. Part of `AgentApi`, under the same rules:
 * types only, JSON values only. Text of peers is not escaped.
 *
 * @module
 */
import type { Feed, FeedOptions } from './message-api.ts';
/** One argument of a call, to be looked at. */
export interface ArgumentView {
    readonly name: string;
    /** Its JSON text, cut after 400 characters. */
    readonly value: string;
    /** Length of the whole text, in characters. */
    readonly length: number;
}
/** A call that waits for an answer. */
export interface ApprovalView {
    /** 32 hex digits. */
    readonly id: string;
    /** DID of the caller, and what it is called here, `""` where it has no alias. */
    readonly peer: string;
    readonly alias: string;
    readonly service: string;
    readonly method: string;
    /** Name of the tool or prompt, or URI of the resource. */
    readonly target: string;
    /** The first 32; see {@link more}. */
    readonly arguments: readonly ArgumentView[];
    /** How many arguments there are besides. */
    readonly more: number;
    /** Why, in the words of the caller; absent where it announced nothing. */
    readonly justification?: string;
    /** Id of the token that the call is made under. */
    readonly capability: string;
    /** What is approved: PROTOCOL.md §9.1. */
    readonly digest: string;
    /** Milliseconds since 1970. */
    readonly askedAtMs: number;
    readonly expiresAtMs: number;
}
/** An {@link ApprovalView} with all of the arguments. */
export interface ApprovalDetail extends ApprovalView {
    /** JSON text: exactly what the tool gets. */
    readonly text: string;
}
/** What somebody says of a call that waits. */
export interface ApprovalAnswer {
    /** All 32 hex digits, or at least 4 that fit one alone. */
    readonly id: string;
    readonly allow: boolean;
    /** Told to the caller where it is denied; at most 256 characters. */
    readonly reason?: string;
    readonly by: 'terminal' | 'approvals';
}
/** What waits at a moment, the oldest first. */
export interface PendingApprovals {
    readonly pending: readonly ApprovalView[];
}
/** The approvals of the agent of a data directory. */
export interface ApprovalsApi {
    /** What waits, the oldest first. */
    list(): Promise<readonly ApprovalView[]>;
    /** One of them. @throws {TalosError} `E_NOT_FOUND` where none waits under that id; `E_AMBIGUOUS`. */
    get(id: string): Promise<ApprovalDetail>;
    /**
     * Answers one. The first answer counts; the answer is on record when it resolves.
     *
     * @throws {TalosError} `E_NOT_FOUND` where it does not wait any more, with what became of it; `E_AMBIGUOUS`; `E_USAGE`.
     */
    answer(answer: ApprovalAnswer): Promise<ApprovalView>;
    /** What waits at once, and whenever that changes; what is in between two looks is not told. */
    follow(options?: FeedOptions): Promise<Feed<PendingApprovals>>;
}
