/** @module `talos capabilities delegate`: passes a capability on, within what it grants. */
import { MAX_TOKEN_LIFETIME_S } from '../../capability/token.ts';
import { isCapabilityId, presentable } from '../capability-text.ts';
import { argument, type Options, optional, type Run, required } from '../context.ts';
import { askedDelegation } from '../grant-scope.ts';
import { authorizedDid, knownPeers } from '../peer-names.ts';
import { durationS, usage } from '../values.ts';
import { depthOf, printMade } from './capabilities.ts';

/** See the module comment. */
export const delegate: Run = async (context, args, options) => {
  const asked = await askedDelegation(context, options); // a mistake is told before anything is opened
  const terms = { ...depthOf(options), ...expiryOf(options) };
  const given = argument(args, 0, 'CAPABILITY');
  const capability = isCapabilityId(given) ? given : await presentable(context, given);
  await using agent = await context.open();
  const named = required(options, 'subject', '--subject');
  const subject = await authorizedDid(named, '--subject', () => knownPeers(agent.api));
  const made = await agent.api.delegate({ capability, subject, ...asked, ...terms });
  return printMade(context, made, optional(options, 'out') ?? '-');
};

function expiryOf(options: Options): { readonly expiresInS?: number } {
  const expires = optional(options, 'expires');
  if (expires === undefined) return {};
  const expiresInS = durationS(expires, '--expires');
  if (expiresInS > MAX_TOKEN_LIFETIME_S) throw usage('--expires exceeds 400 days');
  return { expiresInS };
}
