import { type Anchor, type AnchorToken, type AnchorWord, type TimeStampSource } from '../../ledger/anchor/anchor.ts';
import type { Checkpoint } from '../../ledger/log/checkpoint.ts';
/** See the module comment. */
export declare class TimeStampAnchor implements Anchor<TimeStampSource> {
    #private;
    readonly kind = "rfc3161";
    /** @param deadlineMs - For a request, in milliseconds; 30 s where absent. */
    constructor(options: {
        readonly isOffline: boolean;
        readonly deadlineMs?: number;
    });
    check({ url, roots, policy }: TimeStampSource): void;
    make(checkpoint: Checkpoint, source: TimeStampSource, signal?: AbortSignal): Promise<AnchorToken & AnchorWord>;
    verify(checkpoint: Checkpoint, { token, nonce }: AnchorToken, source: TimeStampSource): Promise<AnchorWord>;
}
