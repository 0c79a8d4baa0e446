/** @module `talos capabilities grant|list|show`: authority, by the agent of the data directory. */
import type { AgentApi, CapabilityView } from '../../agent/api/api.ts';
import type { RevocationView } from '../../agent/api/revocation-api.ts';
import { MAX_TOKEN_LIFETIME_S } from '../../capability/token.ts';
import { parseJson } from '../../codec/json.ts';
import { linkLines } from '../chain-lines.ts';
import { argument, type Context, type Options, optional, type Run, required } from '../context.ts';
import { writeText } from '../files.ts';
import { type AskedScope, askedScope, toolsOf } from '../grant-scope.ts';
import { authorizedDid, knownPeers } from '../peer-names.ts';
import { printable, printableJson, tableOf, timeText } from '../terminal.ts';
import { fullIdentity, usage, wholeNumber } from '../values.ts';

/** How often the commands let a capability be passed on at most; the format knows chains that are longer. */
export const MAX_DEPTH_OPTION = 3;

/** `grant`: issues a token and prints it. */
export const grant: Run = async (context, _args, options) => {
  const expires = optional(options, 'expires');
  const asked = await askedScope(context, options); // a mistake is told before anything is opened
  const flags = expires === undefined ? {} : { expires };
  const expiresInS = (await context.settings(flags)).expires.value;
  if (expiresInS > MAX_TOKEN_LIFETIME_S) throw usage('--expires exceeds 400 days');
  const [depth, audience] = [depthOf(options), audienceOf(options)];
  await using agent = await context.open(flags);
  const named = required(options, 'subject', '--subject');
  const subject = await authorizedDid(named, '--subject', () => knownPeers(agent.api));
  const service = optional(options, 'service');
  if (audience.audience === undefined) await tellUnknownTools(context, agent.api, asked, service);
  const granted = await agent.api.grant({
    subject,
    ...asked,
    expiresInS,
    ...depth,
    ...audience,
    ...(service === undefined ? {} : { service }),
    ...(options['pins'] === false ? { pinned: false } : {}),
  });
  return printMade(context, granted, optional(options, 'out') ?? '-');
};

/** Says which tools a service that is lent now has not: a name that is mistyped grants nothing. */
async function tellUnknownTools(
  context: Context,
  api: AgentApi,
  asked: AskedScope,
  service: string | undefined,
): Promise<void> {
  const { services } = await api.status();
  const [lent, ...others] = services.filter((each) => service === undefined || each.service === service);
  if (lent === undefined || others.length > 0) return;
  for (const tool of await toolsOf(asked))
    if (!lent.tools.includes(tool))
      context.note(`${printable(lent.service)} lends no tool ${printable(tool)} now: the grant counts once it does`);
}

/** Prints a capability that was just made, or writes it to the file `out`. */
export async function printMade(
  context: Context,
  made: { readonly capability: CapabilityView; readonly token: string },
  out: string,
): Promise<number> {
  if (out !== '-') {
    await writeText(context, out, `${made.token}\n`);
    context.note(`capability ${made.capability.id} until ${timeText(made.capability.expiresAt)}`);
  }
  if (out === '-' || context.global.json) await context.print(made, () => made.token);
  return 0;
}

/** `list`: what was issued and received. */
export const list: Run = async (context) => {
  await using agent = await context.open();
  const capabilities = await agent.api.capabilities();
  await context.print({ capabilities }, () =>
    tableOf(
      capabilities.map((each) => [each.id.slice(0, 16), standing(each, context.io.now()), who(each), what(each)]),
    ),
  );
  return 0;
};

/** `show`: one of them, or one that a file holds, with its scope and with each token of its chain. */
export const show: Run = async (context, args) => {
  const given = argument(args, 0, 'CAPABILITY');
  // What could only be an id is not looked for as a file.
  if (!/^[0-9A-Fa-f]*$/.test(given)) return (await import('./capability-show.ts')).showFile(context, given);
  const id = capabilityId(given);
  await using agent = await context.open();
  const found = await agent.api.capability(id);
  const [{ phraseLines }, { readScopeJson }] = await Promise.all([
    import('../scope-phrases.ts'),
    import('../../capability/scope.ts'),
  ]);
  await context.print({ ...found, scope: parseJson(found.scope) }, () => [
    ...tableOf([
      ['id', found.id],
      ['standing', standing(found, context.io.now())],
      ['issuer', found.issuer],
      ['holder', found.subject],
      ['for', `${found.audience}, service ${printable(found.service)}`],
      ['issued', timeText(found.issuedAt)],
      ['expires', timeText(found.expiresAt)],
    ]),
    ...found.tools.map((tool) => `allows  ${printable(tool)}`),
    ...found.terms.map((term) => `terms   ${printable(term)}`),
    ...phraseLines(readScopeJson(parseJson(found.scope))),
    ...linkLines(found.chain),
    `scope   ${printableJson(found.scope)}`,
    `token   ${printable(found.token)}`,
  ]);
  return 0;
};

/** An id, or the beginning of one. @throws {TalosError} `E_USAGE`. */
export function capabilityId(text: string): string {
  if (!/^[0-9a-f]{8,64}$/.test(text)) throw usage('an id is 64 hex digits, or at least its first 8');
  return text;
}

/** `--depth`, where it was given. @throws {TalosError} `E_USAGE`. */
export function depthOf(options: Options): { readonly depth?: number } {
  const depth = optional(options, 'depth');
  return depth === undefined ? {} : { depth: wholeNumber(depth, '--depth', 0, MAX_DEPTH_OPTION) };
}

function audienceOf(options: Options): { readonly audience?: string } {
  const named = optional(options, 'audience');
  if (named === undefined) return {};
  const audience = fullIdentity(named);
  if (audience === undefined) throw usage('--audience must name the serving agent in full');
  return { audience };
}

function standing(each: CapabilityView, nowMs: number): string {
  if (each.revocation !== undefined) return revokedHow(each.revocation);
  return each.expiresAt <= nowMs ? `expired ${timeText(each.expiresAt)}` : `until ${timeText(each.expiresAt)}`;
}

/** When, by whom and how: `revoked 2026-01-01T… by did:key:… (all of its holder): lost`. */
function revokedHow({ by, kind, atMs, reason }: RevocationView): string {
  const how = { token: '', chain: ' (all delegated)', subject: ' (all of its holder)', issuer: ' (all of its issuer)' };
  return `revoked ${timeText(atMs)} by ${by}${how[kind]}${reason === '' ? '' : `: ${printable(reason)}`}`;
}

function who(each: CapabilityView): string {
  return each.direction !== 'received' ? `to ${each.subject}` : `from ${each.issuer}`;
}

function what(each: CapabilityView): string {
  return `${printable(each.service)}: ${each.tools.map(printable).join('; ')}`;
}
