/**
 * One signature for all statements of a tick. PROTOCOL.md §9.3.
 *
 * @module
 */
import type { SigningKey } from '../../crypto/sign.ts';
import type { Did } from '../../identity/did.ts';
import { type SignedStatement, type Statement } from '../../ledger/entry/statement.ts';
/** Runs a function a moment later: when the code at hand is done, or when the platform has no more input for it. */
export type Defer = (run: () => void) => void;
/** Signs statements, together where several wait. */
export declare class StatementBatch {
    #private;
    /** @param defer - How long statements wait for others. */
    constructor(signer: SigningKey, did: Did, defer?: Defer);
    /** Resolves with the signed statement a moment later, in the order of the calls. */
    sign(body: Statement): Promise<SignedStatement>;
}
