import { type Did } from '../../identity/did.ts';
import type { Store } from '../../storage/store.ts';
import { type Journal } from './journal.ts';
import type { LedgerReport, VerifyOptions } from './ledger.ts';
/** What is audited. */
export interface AuditParts extends VerifyOptions {
    readonly store: Store;
    readonly journal: Journal;
    /** Whose ledger it must be. */
    readonly author: Did;
    /** Milliseconds since 1970: blocks more than 10 minutes later are refused. */
    readonly nowMs: number;
    /** What a running ledger knows to be there. Without it, the remains of an interrupted write are no fault. */
    readonly written?: {
        readonly size: number;
        readonly height: number;
    };
}
/**
 * Audits a ledger, running or not; works where `openLedger` refuses it.
 *
 * @throws {TalosError} `E_STORAGE…` if the medium fails; what does not verify is in the report.
 */
export declare function auditLedger(parts: AuditParts): Promise<LedgerReport>;
