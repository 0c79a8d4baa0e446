/**
 * One call as a ledger tells of it, in four layers: who called, what allowed it, what was announced, what came of it.
 * PROTOCOL.md §9.3.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import type { Entry } from '../../ledger/entry/entry.ts';
import type { Ledger } from '../../ledger/journal/ledger.ts';
import type { CallLayers } from '../api/audit-api.ts';
/** The call that an entry is about, and what is on record of it; `undefined` where it is about none. */
export declare function callLayers(ledger: Ledger, aliasOf: (did: Did) => string, entry: Entry): Promise<CallLayers | undefined>;
