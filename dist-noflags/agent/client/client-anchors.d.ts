/**
 * Others who say when the log was what it is: `client.audit.anchors`. PROTOCOL.md §9.10.
 *
 * @module
 */
import { type SignalOptions } from '../../base/caller-mistakes.ts';
import type { AnchorSource } from '../../ledger/anchor/anchor.ts';
import type { AnchorAttempt, AnchorReport, AnchorSourceView, AnchorView } from '../api/anchor-api.ts';
import type { ClientContext } from './client-context.ts';
/** See the module comment. */
export declare class ClientAnchors {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /** All sources, removed ones with tokens included. */
    sources(): Promise<readonly AnchorSourceView[]>;
    /** Anchors the log there from now on. @throws {RangeError} for a source in another form; {TalosError} `E_LIMIT`. */
    add(source: AnchorSource): Promise<AnchorSourceView>;
    /** Anchors nothing there any more; what was anchored stays. @param id - Of the source. @throws {TalosError} `E_NOT_FOUND`. */
    remove(id: string): Promise<AnchorSourceView>;
    /** All anchors, by the size of the log. */
    list(): Promise<readonly AnchorView[]>;
    /** Anchors the newest checkpoint at every source. @returns One for each; what failed says why. @throws {TalosError} `E_NOT_FOUND` without a source. */
    now(options?: SignalOptions): Promise<readonly AnchorAttempt[]>;
    /** Verifies all anchors against the log, without a network. */
    verify(): Promise<AnchorReport>;
}
