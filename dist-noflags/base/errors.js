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
export const EXIT = {
    done: 0,
    failed: 1,
    usage: 2,
    denied: 3,
    unverified: 4,
    unreachable: 5,
    identity: 6,
    interrupted: 130,
    brokenPipe: 141,
};
/** All that a peer may be told of why not. Codes stay inside: told apart, they answer an attacker's questions. */
export const REFUSALS = ['failed', 'busy', 'denied', 'unknown'];
const row = (sentence, exit, peer = 'nothing') => ({
    sentence,
    exit,
    peer,
});
/**
 * Every code this version can give, in groups. Part of the public API: adding one is a minor change, renaming or
 * removing one is a breaking change. Codes without `E_` are verdicts of capability and block checks.
 */
// Called and marked as pure: whoever throws a TalosError and looks nothing up has no sentences in his bundle.
export const ERROR_CODES = /* @__PURE__ */ (() => ({
    // Input and use
    E_USAGE: row('the command or its options are not understood', EXIT.usage),
    E_MALFORMED: row('the input is not in the one form that is accepted', EXIT.unverified, 'failed'),
    E_LIMIT: row('the input exceeds a limit', EXIT.failed, 'failed'),
    E_VERSION: row('the version or suite is not supported', EXIT.unverified, 'failed'),
    E_CONFIG: row('the configuration holds an unknown key or a wrong value', EXIT.usage),
    E_NOT_FOUND: row('there is nothing under that name', EXIT.failed, 'unknown'),
    E_FILE_EXISTS: row('there is a file or folder of that name, and it is not overwritten', EXIT.failed),
    E_AMBIGUOUS: row('the name fits more than one', EXIT.usage),
    E_ABORTED: row('the operation was interrupted', EXIT.interrupted),
    E_CLOSED: row('the object was closed before', EXIT.failed),
    E_INTERNAL: row('the program failed in a way it does not expect', EXIT.failed, 'failed'),
    // Identity
    E_NO_IDENTITY: row('the data directory holds no identity', EXIT.identity),
    E_EXISTS: row('there is one already, and it is not overwritten', EXIT.identity),
    E_KEYSTORE: row('the keystore cannot be read or is damaged', EXIT.identity),
    E_PASSPHRASE: row('the passphrase is wrong or missing', EXIT.identity),
    E_BAD_DID: row('the text is not a DID of a known method', EXIT.unverified, 'failed'),
    E_BAD_KEY: row('the key has a wrong length, is of small order or not canonical', EXIT.unverified, 'failed'),
    E_BAD_BUNDLE: row('the prekey bundle or certificate does not verify', EXIT.unverified, 'failed'),
    E_BAD_RECORD: row('the agent record does not verify', EXIT.unverified, 'failed'),
    E_BAD_DOCUMENT: row('the DID document is not in the form that is accepted, or is of another DID', EXIT.unverified),
    E_BAD_SUCCESSION: row('the succession does not verify, or does not fit those that are known', EXIT.unverified, 'failed'),
    E_DOWNGRADE: row('the bundle lacks a part that must be there', EXIT.unverified, 'failed'),
    E_STALE: row('the signed object is expired, from the future, or older than one already seen', EXIT.unverified, 'failed'),
    E_IDENTITY_MISMATCH: row('the peer proved another identity than the one asked for', EXIT.unverified, 'failed'),
    E_IDENTITY_CHANGED: row('the peer has another identity than the one that is pinned', EXIT.identity),
    // Sessions
    E_DECRYPT: row('the message does not open', EXIT.unverified, 'failed'),
    E_REPLAY: row('the message was already received', EXIT.unverified, 'failed'),
    E_SKIP_LIMIT: row('the message skips more keys than a session may store', EXIT.unverified, 'failed'),
    E_PREKEY_GONE: row('the prekey that the message names is used or erased', EXIT.unverified, 'failed'),
    E_NO_SESSION: row('there is no session with this peer', EXIT.failed, 'failed'),
    // Network
    E_UNREACHABLE: row('no address of the peer answered', EXIT.unreachable),
    E_TIMEOUT: row('the peer did not answer in time', EXIT.unreachable),
    E_PROTOCOL: row('the peer broke the wire protocol', EXIT.unreachable, 'failed'),
    E_REFUSED: row('the peer understood the request and refused it', EXIT.denied),
    E_RATE_LIMITED: row('too many requests in too short a time', EXIT.denied, 'busy'),
    E_DECLINED: row('the peer, or its owner, did not take the file', EXIT.denied, 'code'),
    E_CANCELLED: row('the transfer was ended by one of the two', EXIT.failed, 'code'),
    E_SOURCE_CHANGED: row('the file changed while it was being sent', EXIT.failed, 'code'),
    E_OUTCOME_UNKNOWN: row('the connection ended before the outcome of the call was known', EXIT.unreachable),
    // Invitations
    E_INVITE_USED: row('the invitation was redeemed by another agent', EXIT.denied, 'code'),
    E_INVITE_EXPIRED: row('the invitation has expired', EXIT.denied, 'code'),
    E_INVITE_INVALID: row('the invitation is not known here or its proof is wrong', EXIT.denied, 'code'),
    // Capabilities: verdicts
    MALFORMED: row('the token or request is not in the one form that is accepted', EXIT.unverified, 'code'),
    SIGNATURE_INVALID: row('a signature of the token or of a statement does not verify', EXIT.unverified, 'code'),
    DELEGATION_INVALID: row('a link of the token chain does not follow from its parent', EXIT.unverified, 'code'),
    UNTRUSTED_ISSUER: row('the issuer of the token is not a root of this service', EXIT.denied, 'code'),
    SUBJECT_MISMATCH: row('the token belongs to another agent', EXIT.denied, 'code'),
    AUDIENCE_MISMATCH: row('the token was made for another service', EXIT.denied, 'code'),
    NOT_YET_VALID: row('the token is not valid yet', EXIT.denied, 'code'),
    EXPIRED: row('the token has expired', EXIT.denied, 'code'),
    REVOKED: row('the token was revoked', EXIT.denied, 'code'),
    RENEWAL_REFUSED: row('the token is not renewable, or not any more', EXIT.denied, 'code'),
    REVOCATION_UNKNOWN: row('what its issuers revoked is not known as freshly as the token demands', EXIT.denied, 'code'),
    SCOPE_MISMATCH: row('the token does not cover this tool, resource or method', EXIT.denied, 'code'),
    CONSTRAINT: row('an argument is outside what the token allows', EXIT.denied, 'code'),
    REPLAY: row('the call was already made', EXIT.denied, 'code'),
    NO_CAPABILITY: row('no capability was presented', EXIT.denied, 'code'),
    ACL_DENIED: row('the access-control list of the serving agent denies it', EXIT.denied, 'code'),
    RATE_LIMITED: row('more calls or bytes than the token, or the access-control list, allows in its time', EXIT.denied, 'code'),
    BUDGET_EXHAUSTED: row('the calls or bytes that the token allows are used', EXIT.denied, 'code'),
    INTENT_REQUIRED: row('the call needs a signed intent before it, and there was none', EXIT.denied, 'code'),
    INTENT_MISMATCH: row('the call is not the one that its intent announced', EXIT.denied, 'code'),
    APPROVAL_DENIED: row('the owner of the tool did not approve the call', EXIT.denied, 'code'),
    // Ledger: verdicts
    MALFORMED_BLOCK: row('the block is not in the one form that is accepted', EXIT.unverified),
    CRYPTO_INVALID: row('a hash or signature of the block does not verify', EXIT.unverified),
    CONSENSUS_VIOLATION: row('the block breaks a rule of its chain', EXIT.unverified),
    SEMANTIC_ERROR: row('the block repeats or contradicts what the chain holds', EXIT.unverified),
    ANCHOR_MISMATCH: row('the log is not what was anchored elsewhere, or the anchor does not verify', EXIT.unverified),
    E_PROOF_INVALID: row('the proof does not verify', EXIT.unverified),
    E_LEDGER_INVALID: row('the ledger does not verify', EXIT.unverified),
    E_EQUIVOCATION: row('one author signed two histories', EXIT.unverified, 'code'),
    E_REORG_DEPTH: row('the chain would replace blocks that are kept', EXIT.unverified),
    // Storage
    E_LOCKED: row('another process owns the data directory and does not answer', EXIT.failed),
    E_STORAGE: row('the storage failed', EXIT.failed, 'failed'),
    E_STORAGE_FULL: row('the storage has no room left', EXIT.failed, 'failed'),
    E_STORAGE_CORRUPT: row('the storage holds damaged data', EXIT.failed, 'failed'),
    E_STORAGE_DENIED: row('the storage cannot be opened with the rights at hand', EXIT.failed, 'failed'),
    E_RESOURCE: row('the system gives this process no more files or connections', EXIT.failed, 'failed'),
    // Tools
    E_TOOL_FAILED: row('the tool server ended or could not be started', EXIT.failed, 'failed'),
    E_TOOL_CHANGED: row('the definition of the tool, or its server, is not the one that was approved', EXIT.denied, 'code'),
}))();
/** The one error class for failures outside the caller's control. Branch on `code`; messages may change. */
export class TalosError extends Error {
    name = 'TalosError';
    code;
    details;
    /** What to do next, for people; may be empty. */
    hint;
    /**
     * @param code - One of {@link ERROR_CODES}.
     * @param message - Lower case, no full stop, names the value at fault and its limit.
     * @param options - `cause` where another error led here; `details` for programs; `hint` for people.
     */
    constructor(code, message, options = {}) {
        super(message, 'cause' in options ? { cause: options.cause } : undefined);
        this.code = code;
        this.details = options.details ?? {};
        this.hint = options.hint ?? '';
    }
}
/** Narrows `error` to a {@link TalosError}, of the given code where one is given. */
export function isTalosError(error, code) {
    return error instanceof TalosError && (code === undefined || error.code === code);
}
/** Whether `text` is a code of {@link ERROR_CODES}. */
export function isErrorCode(text) {
    return Object.hasOwn(ERROR_CODES, text);
}
/** Throws if `condition` does not hold, which only a bug of ours can cause. */
export function invariant(condition, message) {
    if (condition !== true)
        throw new Error(`bug: ${message}`);
}
