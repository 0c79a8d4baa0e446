/**
 * What an update adds to the histories of a list. Pure. PROTOCOL.md §8.5.
 *
 * @module
 */
import { equalBytes, fromHex } from '../../base/bytes.ts';
import type { ListHead } from '../../capability/revocation-list.ts';
import { malformed } from '../../capability/verdict.ts';
import { hashesAfter, RevocationBranch } from './revocation-branch.ts';

/** Part of a list: what follows its first items, up to a head that its issuer signed. */
export interface ListUpdate {
  /** Verified. */
  readonly head: ListHead;
  /** Its text. */
  readonly text: string;
  /** Items before these. */
  readonly from: number;
  /** Texts of the items `from + 1` to `head.seq`; not read yet. */
  readonly items: readonly string[];
}

/** What is to be done about an update. */
export type MergePlan =
  /** It follows something that is not known here: what comes before must be asked for. */
  | { readonly kind: 'gap' }
  /** All of it is known. */
  | { readonly kind: 'known'; readonly branch: RevocationBranch }
  /** The last `items` are new. */
  | { readonly kind: 'append'; readonly branch: RevocationBranch; readonly items: readonly string[] }
  /** The issuer signed another history: it leaves `branch` after `n` items. */
  | {
      readonly kind: 'fork';
      readonly branch: RevocationBranch;
      readonly n: number;
      readonly items: readonly string[];
    };

const RANK = { known: 3, append: 2, fork: 1, gap: 0 } as const;

/**
 * Compares an update with what is known.
 *
 * @throws {TalosError} `MALFORMED` if there are more or fewer items than its head says, or it begins with the first item
 *   and its items are not those of its head.
 */
export function planMerge(branches: readonly RevocationBranch[], update: ListUpdate): MergePlan {
  const { head, from, items } = update;
  if (head.seq !== from + items.length) throw malformed('the items are not as many as their head says');
  const known = branches.length > 0 ? branches : [new RevocationBranch(0)];
  const plans = known.filter(({ size }) => size >= from).map((branch) => planFor(branch, update));
  const [best = { kind: 'gap' } as const] = plans.sort(
    (a, b) => RANK[b.kind] - RANK[a.kind] || forkedAt(b) - forkedAt(a),
  );
  if (best.kind === 'gap' && from === 0) throw malformed('the items are not those of their head');
  return best;
}

function planFor(branch: RevocationBranch, { head, from, items }: ListUpdate): MergePlan {
  const before = branch.hashAt(from);
  const hashes = hashesAfter(before, items);
  // Another history before, or items that its issuer did not sign.
  if (!equalBytes(hashes.at(-1) ?? before, fromHex(head.hash))) return { kind: 'gap' };
  const same = branch.agreesWith(from, hashes);
  if (same === items.length) return { kind: 'known', branch };
  const more = items.slice(same);
  const n = from + same;
  return n === branch.size ? { kind: 'append', branch, items: more } : { kind: 'fork', branch, n, items: more };
}

function forkedAt(plan: MergePlan): number {
  return plan.kind === 'fork' ? plan.n : 0;
}
