/**
 * The error family, and the one table of public codes.
 *
 * - A caller's mistake is a `TypeError` or `RangeError`, thrown before any work is done.
 * - What depends on bytes, peers, disks or clocks is a {@link TalosError} with a stable code.
 * - An answer is not an error: "not found" is `undefined`, "does not verify" is `false`, "denied" is a value.
 *
 * @module
 */
/** Exit statuses of the commands. PROTOCOL.md §13. */
export declare const EXIT: {
    readonly done: 0;
    readonly failed: 1;
    readonly usage: 2;
    readonly denied: 3;
    readonly unverified: 4;
    readonly unreachable: 5;
    readonly identity: 6;
    readonly interrupted: 130;
    readonly brokenPipe: 141;
};
/** All that a peer may be told of why not. Codes stay inside: told apart, they answer an attacker's questions. */
export declare const REFUSALS: readonly ["failed", "busy", "denied", "unknown"];
/** One of {@link REFUSALS}. */
export type Refusal = (typeof REFUSALS)[number];
/** A row of {@link ERROR_CODES}: a sentence, the exit status, and what a peer is told (`code` = the code itself). */
export interface ErrorRow {
    readonly sentence: string;
    readonly exit: number;
    readonly peer: Refusal | 'code' | 'nothing';
}
/**
 * Every code this version can give, in groups. Part of the public API: adding one is a minor change, renaming or
 * removing one is a breaking change. Codes without `E_` are verdicts of capability and block checks.
 */
export declare const ERROR_CODES: Readonly<Record<ErrorCode, ErrorRow>>;
/** A stable, greppable name of what went wrong. See {@link ERROR_CODES}. */
export type ErrorCode = 'E_USAGE' | 'E_MALFORMED' | 'E_LIMIT' | 'E_VERSION' | 'E_CONFIG' | 'E_NOT_FOUND' | 'E_FILE_EXISTS' | 'E_AMBIGUOUS' | 'E_ABORTED' | 'E_CLOSED' | 'E_INTERNAL' | 'E_NO_IDENTITY' | 'E_EXISTS' | 'E_KEYSTORE' | 'E_PASSPHRASE' | 'E_BAD_DID' | 'E_BAD_KEY' | 'E_BAD_BUNDLE' | 'E_BAD_RECORD' | 'E_BAD_DOCUMENT' | 'E_BAD_SUCCESSION' | 'E_DOWNGRADE' | 'E_STALE' | 'E_IDENTITY_MISMATCH' | 'E_IDENTITY_CHANGED' | 'E_DECRYPT' | 'E_REPLAY' | 'E_SKIP_LIMIT' | 'E_PREKEY_GONE' | 'E_NO_SESSION' | 'E_UNREACHABLE' | 'E_TIMEOUT' | 'E_PROTOCOL' | 'E_REFUSED' | 'E_RATE_LIMITED' | 'E_DECLINED' | 'E_CANCELLED' | 'E_SOURCE_CHANGED' | 'E_OUTCOME_UNKNOWN' | 'E_INVITE_USED' | 'E_INVITE_EXPIRED' | 'E_INVITE_INVALID' | 'MALFORMED' | 'SIGNATURE_INVALID' | 'DELEGATION_INVALID' | 'UNTRUSTED_ISSUER' | 'SUBJECT_MISMATCH' | 'AUDIENCE_MISMATCH' | 'NOT_YET_VALID' | 'EXPIRED' | 'REVOKED' | 'RENEWAL_REFUSED' | 'REVOCATION_UNKNOWN' | 'SCOPE_MISMATCH' | 'CONSTRAINT' | 'REPLAY' | 'NO_CAPABILITY' | 'ACL_DENIED' | 'RATE_LIMITED' | 'BUDGET_EXHAUSTED' | 'INTENT_REQUIRED' | 'INTENT_MISMATCH' | 'APPROVAL_DENIED' | 'MALFORMED_BLOCK' | 'CRYPTO_INVALID' | 'CONSENSUS_VIOLATION' | 'SEMANTIC_ERROR' | 'ANCHOR_MISMATCH' | 'E_PROOF_INVALID' | 'E_LEDGER_INVALID' | 'E_EQUIVOCATION' | 'E_REORG_DEPTH' | 'E_LOCKED' | 'E_STORAGE' | 'E_STORAGE_FULL' | 'E_STORAGE_CORRUPT' | 'E_STORAGE_DENIED' | 'E_RESOURCE' | 'E_TOOL_FAILED' | 'E_TOOL_CHANGED';
/** What an error may carry besides its message: public scalars, never a key, a plaintext or a token. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;
/** The one error class for failures outside the caller's control. Branch on `code`; messages may change. */
export declare class TalosError<C extends ErrorCode = ErrorCode> extends Error {
    readonly name = "TalosError";
    readonly code: C;
    readonly details: ErrorDetails;
    /** What to do next, for people; may be empty. */
    readonly hint: string;
    /**
     * @param code - One of {@link ERROR_CODES}.
     * @param message - Lower case, no full stop, names the value at fault and its limit.
     * @param options - `cause` where another error led here; `details` for programs; `hint` for people.
     */
    constructor(code: C, message: string, options?: {
        cause?: unknown;
        details?: ErrorDetails;
        hint?: string;
    });
}
/** Narrows `error` to a {@link TalosError}, of the given code where one is given. */
export declare function isTalosError<C extends ErrorCode = ErrorCode>(error: unknown, code?: C): error is TalosError<C>;
/** Whether `text` is a code of {@link ERROR_CODES}. */
export declare function isErrorCode(text: string): text is ErrorCode;
/** Throws if `condition` does not hold, which only a bug of ours can cause. */
export declare function invariant(condition: unknown, message: string): asserts condition;
