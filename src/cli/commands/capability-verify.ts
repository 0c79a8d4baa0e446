/** @module `talos capabilities verify`: the verdict on one call under a token, as a server would give it, offline. */
import { invariant, isTalosError, TalosError } from '../../base/errors.ts';
import { authorizeCall, type CapabilityRequest, type Denial, verifyChain } from '../../capability/authorize.ts';
import { readChain, splitChain } from '../../capability/chain.ts';
import { describeScope } from '../../capability/describe.ts';
import { NO_REVOCATIONS, type Revocations } from '../../capability/revocations.ts';
import { readToken } from '../../capability/token.ts';
import { deny } from '../../capability/verdict.ts';
import { type Json, parseJson } from '../../codec/json.ts';
import { initCrypto } from '../../crypto/init.ts';
import { type Did, parseDid } from '../../identity/did.ts';
import { uriFault } from '../../mcp/policy.ts';
import { capabilityText } from '../capability-text.ts';
import { argument, type Context, type Options, optional, type Run, repeated, required } from '../context.ts';
import { declaredEnvironment } from '../grant-scope.ts';
import { printable, timeText } from '../terminal.ts';
import { fullIdentity, usage } from '../values.ts';

/** Exit 0 for allowed; 4 for `MALFORMED`, `SIGNATURE_INVALID` and `DELEGATION_INVALID`; 3 for every other refusal. */
export const verify: Run = async (context, args, options) => {
  await initCrypto();
  const request = requestOf(options);
  const holder = did(required(options, 'as', '--as'), '--as');
  const texts = await tokensOf(context, argument(args, 0, 'TOKEN'));
  const roots = await rootsOf(context, repeated(options, 'root'));
  const nowMs = context.io.now();
  const revoked = await revokedHere(context, texts);
  const standing = { nowMs, revocations: revoked ?? NO_REVOCATIONS, environment: declaredEnvironment(options) };
  const verdict = verifyChain(texts, {
    roots,
    audience: audienceOf(options, roots),
    service: optional(options, 'service') ?? serviceOf(texts),
    holder,
    ...standing,
  });
  if (!verdict.allowed) throw denied(verdict);
  const { grant } = verdict;
  const fault = request.kind === 'resource' ? uriFault(request.uri) : undefined;
  if (fault !== undefined) throw denied(deny('MALFORMED', fault));
  const call = authorizeCall(grant, request, standing);
  if (!call.allowed) throw denied(call);
  const revocation = revoked === undefined ? 'not checked' : 'checked';
  const expiresAt = grant.expiresAtS * 1000;
  const chain = grant.tokens.map(({ id }) => id);
  const verdictShown = { allowed: true, id: grant.leaf.id, holder, ...namedOf(request), expiresAt, revocation, chain };
  await context.print(verdictShown, () => [
    `allowed until ${timeText(expiresAt)}`,
    ...describeScope(grant.scope).map((line) => `  ${printable(line)}`),
  ]);
  if (revoked === undefined) context.note('revocations were not checked: there is no agent in this data directory');
  return 0;
};

function denied({ code, reason }: Denial): TalosError {
  return new TalosError(code, `refused: ${code}: ${reason}`);
}

function did(text: string, option: string): Did {
  const found = fullIdentity(text);
  if (found === undefined) throw usage(`${option} must be a DID, got "${printable(text)}"`);
  return parseDid(found);
}

function argumentsOf(text: string): Json {
  try {
    return parseJson(text);
  } catch (cause) {
    if (!isTalosError(cause)) throw cause;
    throw usage(`--arguments is not JSON: ${cause.message}`);
  }
}

/** The token texts, root first; what they are is for the verdict. */
async function tokensOf(context: Context, given: string): Promise<readonly string[]> {
  const text = await capabilityText(context, given);
  return text === '' ? [] : splitChain(text);
}

async function rootsOf(context: Context, texts: readonly string[]): Promise<readonly Did[]> {
  if (texts.length > 0) return texts.map((text) => did(text, '--root'));
  return [parseDid((await context.identity()).did)];
}

function audienceOf(options: Options, [root]: readonly Did[]): Did {
  const text = optional(options, 'audience');
  if (text !== undefined) return did(text, '--audience');
  invariant(root !== undefined, 'there is a root');
  return root;
}

/** What is asked for: a tool with its arguments, a resource or a prompt. */
function requestOf(options: Options): CapabilityRequest {
  const [name, uri, prompt] = [optional(options, 'tool'), optional(options, 'resource'), optional(options, 'prompt')];
  const given = [name, uri, prompt].filter((each) => each !== undefined);
  if (given.length !== 1) throw usage('what is asked for? give one of --tool, --resource and --prompt');
  const callArguments = optional(options, 'arguments');
  if (name !== undefined) return { kind: 'tool', name, arguments: argumentsOf(callArguments ?? '{}') };
  if (callArguments !== undefined) throw usage('--arguments goes with --tool');
  return uri === undefined ? { kind: 'prompt', name: prompt ?? '' } : { kind: 'resource', uri };
}

function namedOf(request: CapabilityRequest): Readonly<Record<string, string>> {
  return { [request.kind]: request.kind === 'resource' ? request.uri : request.name };
}

/** The service that the token itself names; an unreadable token gets its verdict from `verifyChain`. */
function serviceOf(chain: readonly string[]): string {
  try {
    return readToken(chain.at(-1) ?? '').claims.scope.service;
  } catch (error) {
    if (isTalosError(error)) return 'default';
    throw error;
  }
}

/** What the running agent knows as revoked of a chain, whoever took it back and how, or what lies in its directory. */
async function revokedHere(context: Context, texts: readonly string[]): Promise<Revocations | undefined> {
  await using agent = await context.io.agents.attach(context.dataDir);
  if (agent === undefined) return context.io.agents.storedRevocations(context.dataDir);
  const isRevoked = isReadable(texts) && (await agent.api.isRevoked(texts.join('~')));
  return { ...NO_REVOCATIONS, revokes: () => isRevoked };
}

/** What is not readable gets its verdict from `verifyChain`. */
function isReadable(texts: readonly string[]): boolean {
  try {
    return readChain(texts.join('~')).length > 0;
  } catch (error) {
    if (isTalosError(error)) return false;
    throw error;
  }
}
