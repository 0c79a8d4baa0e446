import { type LineToken, UsageAccount } from '../../capability/usage.ts';
import type { Change, Store } from '../../storage/store.ts';
/** A call whose result is still to be charged. */
export interface OpenCharge {
    /** Id of the decision's entry. */
    readonly decision: string;
    /** Id of the leaf token. */
    readonly leaf: string;
    /** `''` where no tool is called. */
    readonly tool: string;
}
/** Where the ledger stood when the accounts were kept: what is in it from there on is still to be charged. */
export interface UsagePosition {
    /** Entries before this index are in the accounts. */
    readonly seq: number;
    /** The highest time up to there. */
    readonly highestTimeMs: number;
    readonly open: readonly OpenCharge[];
}
/** All that is kept. */
export interface KeptUsage {
    readonly position: UsagePosition | undefined;
    readonly accounts: readonly UsageAccount[];
    readonly lineTokens: readonly LineToken[];
}
/** The change that keeps the position. */
export declare function putPosition({ seq, highestTimeMs, open }: UsagePosition): Change;
/** The change that keeps an account. */
export declare function putAccount(account: UsageAccount): Change;
/** The change that keeps which accounts a token of a line is charged to. */
export declare function putLineToken({ id, expiresAtS, chain }: LineToken): Change;
/** The change that forgets what is kept under the id of a token or line. */
export declare function deleteUsage(id: string): Change;
/** Reads all that is kept. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
export declare function loadUsage(store: Store): Promise<KeptUsage>;
