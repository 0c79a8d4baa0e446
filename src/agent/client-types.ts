/**
 * What clients are given and told, besides messages, capabilities and calls.
 *
 * @module
 */
import type { Did } from '../identity/did.ts';
import type { LedgerQuery, StoredEntry } from '../ledger/ledger.ts';
import type { AuditReport } from './api.ts';
import type { DeliveryState } from './deliveries.ts';

/** What is asked of a bundle. */
export interface OneTimeOptions {
  /** Whether it must bring one-time prekeys of both kinds, which only its first user gets. */
  readonly requireOneTime?: boolean;
}

/** What has become of a message that was sent. */
export interface DeliveryEvent {
  /** UUIDv7 as text. */
  readonly id: string;
  /** The recipient. */
  readonly peer: Did;
  /**
   * `queued`: kept, as it could not leave at once. `sent`: left for the first time. `delivered`: the peer has stored it.
   * `failed`: given up.
   */
  readonly state: DeliveryState;
  /** Why it failed. */
  readonly reason?: string;
  /** Events before this one that were dropped, because more than 1,024 waited to be read; 0 for one who keeps up. */
  readonly missed: number;
}

/** The audit trail of an agent. */
export interface Audit {
  /** Entries that fit, in the order of the log. */
  query(query?: LedgerQuery): Promise<readonly StoredEntry[]>;
  /** The proof file of an entry: PROTOCOL.md §9.7. */
  prove(id: string): Promise<string>;
  /** Recomputes the whole ledger. */
  verify(): Promise<AuditReport>;
}
