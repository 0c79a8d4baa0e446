/**
 * The fifth layer of validation for a chain that is read from an agent: its anchors, verified here.
 *
 * @module
 */
import type { AnchorSourceView, AnchorsApi, AnchorView } from '../agent/api/anchor-api.ts';
import { fromHex } from '../base/bytes.ts';
import { fromBase64url } from '../base/encoding.ts';
import type { Did } from '../identity/did.ts';
import type { HeldAnchor, HeldSource } from '../ledger/anchor/anchor-book.ts';
import { anchorCheck } from '../ledger/anchor/anchor-check.ts';
import { CosignatureAnchor } from '../ledger/anchor/anchor-cosignature.ts';
import type { AnchorCheck } from '../ledger/validation/validation-levels.ts';
import { TimeStampAnchor } from '../node/ledger/anchor-rfc3161.ts';

/** Compares the log of `author` with what the agent anchored; nothing is asked of a network. */
export function anchorsOf(anchors: AnchorsApi, author: Did): Promise<AnchorCheck> {
  const kinds = [new CosignatureAnchor(), new TimeStampAnchor({ isOffline: true })];
  const book = {
    sources: async () => (await anchors.sources()).map(heldSource),
    from: async (least: number) => (await anchors.from(least)).map(heldAnchor),
  };
  return anchorCheck({ book, kinds, author });
}

function heldSource({ id, source, addedAtMs, active }: AnchorSourceView): HeldSource {
  return { id, source, addedMs: addedAtMs, isActive: active };
}

function heldAnchor({ source, size, atMs, note, token, nonce }: AnchorView): HeldAnchor {
  return { source, size, atMs, note, token: fromBase64url(token), nonce: fromHex(nonce) };
}
