import type { Checkpoint } from '../log/checkpoint.ts';
import { type Anchor, type AnchorToken, type AnchorWord, type CosignatureSource } from './anchor.ts';
/**
 * Has the newest checkpoint of the own log cosigned.
 *
 * @returns The size of that, and its note with all cosignatures that there are of it.
 */
export type AskWitnesses = (signal?: AbortSignal) => Promise<{
    readonly size: number;
    readonly note: string;
}>;
/** See the module comment. */
export declare class CosignatureAnchor implements Anchor<CosignatureSource> {
    #private;
    readonly kind = "cosignature";
    /** @param ask - Without it nothing is made, and everything is verified. */
    constructor(ask?: AskWitnesses);
    check({ threshold, witnesses }: CosignatureSource): void;
    make(checkpoint: Checkpoint, source: CosignatureSource, signal?: AbortSignal): Promise<AnchorToken & AnchorWord>;
    verify(checkpoint: Checkpoint, { token }: AnchorToken, source: CosignatureSource): Promise<AnchorWord>;
}
