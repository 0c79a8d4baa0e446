/**
 * What is thought of news about an author, and done with them. Everything counts no more than from a stranger: its author
 * has signed it, or it is refused. PROTOCOL.md §6.9.
 *
 * @module
 */
import { BoundedMap } from '../../base/bounded.ts';
import { toHex, utf8 } from '../../base/bytes.ts';
import { type ErrorCode, isTalosError } from '../../base/errors.ts';
import { type ListHead, readHead } from '../../capability/revocation-list.ts';
import { sha256 } from '../../crypto/hash.ts';
import type { Did } from '../../identity/did.ts';
import { readCheckpoint } from '../../ledger/log/checkpoint.ts';
import type { AgentCore } from '../agent-core.ts';
import type { ListUpdate } from '../authority/revocation-merge.ts';
import type { GossipVerdict } from './gossip-net.ts';
import { type GossipNews, isWhole, type ListNews } from './gossip-wire.ts';
import type { RecordBook } from './record-book.ts';

/** Authors of whom it is remembered what was heard last. */
const MAX_AUTHORS = 1024;
/** Checkpoints of an author that are known when they come again. */
export const MAX_HEARD_CHECKPOINTS = 64;
/** A head of the same list is news once it was signed so much later, in milliseconds: it says that nothing was added. */
export const HEAD_NEWS_MS = 60_000;
/** Most that a clock may be ahead of this one, in milliseconds. */
const MAX_SKEW_MS = 10 * 60_000;

/** The checkpoints of an author that were heard. */
interface HeardCheckpoints {
  /** SHA-256 of the last of them, in hex. */
  readonly ids: BoundedMap<string, true>;
  /** Entries of the longest log that one of them speaks of. */
  highest: number;
}

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

/** Codes of what nobody who verified it would have passed on. */
const FAULTS: readonly ErrorCode[] = [
  'E_LIMIT',
  'E_MALFORMED',
  'E_BAD_DID',
  'E_BAD_RECORD',
  'E_IDENTITY_MISMATCH',
  'E_VERSION',
  'MALFORMED',
  'SIGNATURE_INVALID',
];

/** The verdict on something that failed with `error`. @throws what is no error of Talos. */
export function verdictOf(error: unknown): GossipVerdict {
  if (!isTalosError(error)) throw error;
  return FAULTS.includes(error.code) ? 'reject' : 'ignore';
}

/** See the module comment. */
export class GossipJudge {
  readonly #parts: HeardParts;
  readonly #heads = new BoundedMap<Did, ListHead>(MAX_AUTHORS);
  readonly #checkpoints = new BoundedMap<Did, HeardCheckpoints>(MAX_AUTHORS);

  constructor(parts: HeardParts) {
    this.#parts = parts;
  }

  /**
   * Judges news about `author`, and does what they ask for.
   *
   * @param peer - Who passed them on.
   * @throws {TalosError} for what `verdictOf` has a verdict on.
   */
  async judge(author: Did, news: GossipNews, peer: Did): Promise<GossipVerdict> {
    switch (news.kind) {
      case 'revocations':
        return this.#list(author, news, peer);
      case 'record':
        return this.#record(author, news.record);
      case 'checkpoint':
        return this.#checkpoint(author, news.note);
    }
  }

  async #list(author: Did, news: ListNews, peer: Did): Promise<GossipVerdict> {
    const { core, takeList, onGap } = this.#parts;
    const head = readHead(news.head);
    if (head.issuer !== author || !isWhole(news, head)) return 'reject';
    const now = core.clock.now();
    if (head.nextMs <= now || head.issuedAtMs > now + MAX_SKEW_MS) return 'ignore';
    const last = this.#heads.get(author);
    const isSame = last?.hash === head.hash && last.seq === head.seq;
    if (isSame && head.issuedAtMs < last.issuedAtMs + HEAD_NEWS_MS) return 'ignore';
    const { from, items } = news;
    const taken = await takeList({ head, text: news.head, from, items });
    const isOlder = last !== undefined && head.seq < last.seq;
    if (!isOlder) this.#heads.set(author, head);
    if (taken === 'gap') onGap(author, peer);
    // Of the own list others have nothing to say but what it has lost.
    if (author === core.identity.did) return taken === 'taken' || taken === 'forked' ? 'accept' : 'ignore';
    return taken === 'shorter' || (isOlder && taken !== 'forked') ? 'ignore' : 'accept';
  }

  async #record(author: Did, bytes: Uint8Array): Promise<GossipVerdict> {
    const { core, records, onRecord } = this.#parts;
    // Another copy of this identity may say where it is: it does not say so for this one.
    if (author === core.identity.did) return 'ignore';
    const book = await records();
    const before = await book.newest(author);
    const { sequence } = await book.take(author, bytes);
    if (before !== undefined && sequence <= before) return 'ignore';
    onRecord(author);
    return 'accept';
  }

  #checkpoint(author: Did, note: string): GossipVerdict {
    const { core, onCheckpoint } = this.#parts;
    const shown = readCheckpoint(note, author);
    if (shown === undefined) return 'reject';
    if (author === core.identity.did) return 'ignore';
    const heard = this.#checkpoints.get(author) ?? { ids: new BoundedMap(MAX_HEARD_CHECKPOINTS), highest: 0 };
    this.#checkpoints.set(author, heard);
    const id = toHex(sha256(utf8(note)));
    if (heard.ids.has(id)) return 'ignore';
    heard.ids.set(id, true);
    // An older one is no news, whoever says it again and however often; it may be of another history all the same.
    onCheckpoint(author, note);
    if (shown.size < heard.highest) return 'ignore';
    heard.highest = shown.size;
    return 'accept';
  }
}
