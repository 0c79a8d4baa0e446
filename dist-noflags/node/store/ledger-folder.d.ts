import { type LedgerOptions, Ledger as NeutralLedger } from '../../ledger/journal/own-ledger.ts';
import type { Author } from '../../ledger/journal/sealer.ts';
/** The ledger class on Node. */
export declare class Ledger extends NeutralLedger {
    #private;
    private constructor();
    /**
     * Opens the ledger of `author` in a folder, or begins it there; proofs of work are searched for by another thread. One
     * process at a time has it.
     *
     * @param folder - Made where absent, for this user alone.
     * @throws {TalosError} `E_LOCKED` while another process has it; as {@link NeutralLedger.open}.
     */
    static openFolder(folder: string, author: Author, options?: Pick<LedgerOptions, 'network' | 'clock'>): Promise<Ledger>;
    [Symbol.asyncDispose](): Promise<void>;
}
