/** @module `talos capabilities revoke`: takes back; durable and in force here when it ends. */
import type { RevokeParams } from '../../agent/api/revocation-api.ts';
import { MAX_REASON } from '../../capability/revocation.ts';
import { type Options, optional, type Run, required } from '../context.ts';
import { fullIdentity, timeMs, usage } from '../values.ts';
import { capabilityId } from './capabilities.ts';

/** See the module comment. */
export const revoke: Run = async (context, args, options) => {
  const params = paramsOf(args, options);
  await using agent = await context.open();
  const revoked = await agent.api.revoke(params);
  await context.print(revoked, () => [
    `revoked ${revoked.kind === 'chain' ? 'all delegated from ' : ''}${revoked.id}`,
    ...revoked.told.map(({ did, told }) => `${told ? 'known to' : 'not yet known to'} ${did}`),
  ]);
  const untold = revoked.told.filter(({ told }) => !told);
  if (untold.length > 0)
    context.note('who does not know of it yet goes on until the two are connected: this agent tells it then');
  return 0;
};

function paramsOf(args: readonly string[], options: Options): RevokeParams {
  const reason = required(options, 'reason', '--reason');
  if (reason.length > MAX_REASON) throw usage(`--reason exceeds ${MAX_REASON} characters`);
  const [id] = args;
  const [subject, issuer] = [did(options, 'subject'), did(options, 'issuer')];
  const chain = options['chain'] === true;
  const before = optional(options, 'before');
  if ([id, subject, issuer].filter((each) => each !== undefined).length !== 1)
    throw usage('say one of ID, --subject and --issuer');
  if (chain && id === undefined) throw usage('--chain needs the ID of a capability');
  if (before !== undefined && issuer === undefined) throw usage('--before needs --issuer');
  return {
    reason,
    ...(id === undefined ? {} : { id: capabilityId(id) }),
    ...(chain ? { chain } : {}),
    ...(subject === undefined ? {} : { subject }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(before === undefined ? {} : { beforeMs: timeMs(before, '--before') }),
  };
}

function did(options: Options, name: 'subject' | 'issuer'): string | undefined {
  const text = optional(options, name);
  if (text === undefined) return undefined;
  const found = fullIdentity(text);
  if (found === undefined) throw usage(`--${name} must name an agent in full`);
  return found;
}
