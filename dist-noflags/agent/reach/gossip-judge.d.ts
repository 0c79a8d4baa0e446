import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { ListUpdate } from '../authority/revocation-merge.ts';
import type { GossipVerdict } from './gossip-net.ts';
import { type GossipNews } from './gossip-wire.ts';
import type { RecordBook } from './record-book.ts';
/** Checkpoints of an author that are known when they come again. */
export declare const MAX_HEARD_CHECKPOINTS = 64;
/** A head of the same list is news once it was signed so much later, in milliseconds: it says that nothing was added. */
export declare const HEAD_NEWS_MS = 60000;
/** What is done with what was heard. */
export interface HeardParts {
    readonly core: AgentCore;
    readonly records: () => Promise<RecordBook>;
    /** Takes part of a list: whether it is one that is kept here, and what it was. @throws as `RevocationBook.take`. */
    readonly takeList: (update: ListUpdate) => Promise<'taken' | 'forked' | 'known' | 'shorter' | 'gap' | 'unwelcome'>;
    /** What came before a part of the list of `issuer` is not known here; `peer` told of it. */
    readonly onGap: (issuer: Did, peer: Did) => void;
    /** A record that is newer than the one before. */
    readonly onRecord: (author: Did) => void;
    /** A checkpoint that its author signed, with its note. */
    readonly onCheckpoint: (author: Did, note: string) => void;
}
/** The verdict on something that failed with `error`. @throws what is no error of Talos. */
export declare function verdictOf(error: unknown): GossipVerdict;
/** See the module comment. */
export declare class GossipJudge {
    #private;
    constructor(parts: HeardParts);
    /**
     * Judges news about `author`, and does what they ask for.
     *
     * @param peer - Who passed them on.
     * @throws {TalosError} for what `verdictOf` has a verdict on.
     */
    judge(author: Did, news: GossipNews, peer: Did): Promise<GossipVerdict>;
}
