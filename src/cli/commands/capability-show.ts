/** @module `talos capabilities show FILE|-`: what a capability says that a file holds, offline. */
import { capabilityLinks } from '../../agent/api/views.ts';
import { invariant, isTalosError, TalosError } from '../../base/errors.ts';
import { delegationDenial, readChain, signatureDenial } from '../../capability/chain.ts';
import { scopeJson } from '../../capability/scope.ts';
import { initCrypto } from '../../crypto/init.ts';
import { capabilityText } from '../capability-text.ts';
import { linkLines } from '../chain-lines.ts';
import type { Context } from '../context.ts';
import { phraseLines } from '../scope-phrases.ts';
import { printable, tableOf, timeText } from '../terminal.ts';
import { usage } from '../values.ts';

/**
 * Shows a capability that is signed by whom it says, each token within the one before it; whether a server takes it,
 * `verify` says.
 *
 * @throws {TalosError} `MALFORMED`, `SIGNATURE_INVALID` or `DELEGATION_INVALID`; nothing is shown then. `E_USAGE` for what
 *   names no file.
 */
export async function showFile(context: Context, name: string): Promise<number> {
  await initCrypto();
  const tokens = readChain(await textOf(context, name));
  const denial = signatureDenial(tokens) ?? delegationDenial(tokens);
  if (denial !== undefined) throw new TalosError(denial.code, denial.reason);
  const [leaf, link] = [tokens.at(-1), capabilityLinks(tokens).at(-1)];
  invariant(leaf !== undefined && link !== undefined, 'a chain has a token');
  const { audience, scope, maxDepth, depth } = leaf.claims;
  const chain = capabilityLinks(tokens);
  const shown = { ...link, audience, service: scope.service, depth, further: maxDepth - depth, chain };
  await context.print({ ...shown, scope: scopeJson(scope) }, () => [
    ...tableOf([
      ['id', link.id],
      ['issuer', link.issuer],
      ['holder', link.subject],
      ['for', `${audience}, service ${printable(scope.service)}`],
      ['issued', timeText(link.issuedAt)],
      ['expires', timeText(link.expiresAt)],
    ]),
    ...link.tools.map((tool) => `allows  ${printable(tool)}`),
    ...link.terms.map((term) => `terms   ${printable(term)}`),
    ...phraseLines(scope),
    ...linkLines(chain),
  ]);
  return 0;
}

async function textOf(context: Context, name: string): Promise<string> {
  try {
    return await capabilityText(context, name);
  } catch (error) {
    if (isTalosError(error) && isTalosError(error.cause, 'E_NOT_FOUND'))
      throw usage('neither a file nor an id, which is 64 hex digits, or at least its first 8');
    throw error;
  }
}
