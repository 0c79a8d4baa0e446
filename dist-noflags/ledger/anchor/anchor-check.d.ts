import type { Did } from '../../identity/did.ts';
import { type Checkpoint } from '../log/checkpoint.ts';
import type { AnchorCheck } from '../validation/validation-levels.ts';
import type { Anchor, AnchorWord } from './anchor.ts';
import type { AnchorBook, HeldAnchor, HeldSource } from './anchor-book.ts';
/** So much later than its anchor a block may say it was made: clocks differ. The same as §9.5 allows. */
export declare const ANCHOR_SKEW_MS: number;
/** What anchors are verified with. */
export interface AnchorParts {
    /** Sources, and the tokens for the smallest log that was anchored with so many entries or more. */
    readonly book: Pick<AnchorBook, 'sources' | 'from'>;
    /** The kinds that are known. */
    readonly kinds: readonly Anchor[];
    /** Whose log it is. */
    readonly author: Did;
}
/** The kind of that name, where it is known. */
export declare function kindNamed(kinds: readonly Anchor[], name: string | undefined): Anchor | undefined;
/**
 * Verifies one token: that it is of its source, and of a checkpoint of `author` for a log of this size.
 *
 * @throws {TalosError} `ANCHOR_MISMATCH`.
 */
export declare function verifyAnchor(held: HeldAnchor, sources: readonly HeldSource[], { kinds, author }: AnchorParts): Promise<AnchorWord & {
    readonly checkpoint: Checkpoint;
}>;
/**
 * The fifth layer of validation. An anchor of the size that the log has after a block must hold, be of the same root,
 * and not be well before the block; and no block runs past an anchored size, as far as the block before it was judged.
 */
export declare function anchorCheck(parts: AnchorParts): Promise<AnchorCheck>;
