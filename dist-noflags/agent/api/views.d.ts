import type { ParsedToken } from '../../capability/token.ts';
import type { LedgerReport, StoredEntry } from '../../ledger/journal/ledger.ts';
import type { HeldGrant } from '../authority/grant-book.ts';
import type { AuditEntry, AuditReport, CapabilityDetail, CapabilityLink, CapabilityView } from './api.ts';
import type { RevocationView } from './revocation-api.ts';
/** A grant as `capabilities list` shows it. */
export declare function capabilityView({ direction, token }: HeldGrant, revocation?: RevocationView): CapabilityView;
/** The tokens of a chain as people see them, root first. */
export declare function capabilityLinks(chain: readonly ParsedToken[]): readonly CapabilityLink[];
/** A grant as `capabilities show` shows it. */
export declare function capabilityDetail(grant: HeldGrant, revocation?: RevocationView): CapabilityDetail;
/** An entry as `audit log` shows it. */
export declare function auditEntry(stored: StoredEntry): AuditEntry;
/** A report as `audit verify` shows it. */
export declare function auditReport({ ok, firstBad, ...found }: LedgerReport): AuditReport;
