/** @module `talos capabilities verify`: the verdict on one call under a token, as a server would give it, offline. */
import { isTalosError, TalosError } from '../../base/errors.ts';
import { authorizeCall, type Denial, verifyChain } from '../../capability/authorize.ts';
import { describeScope } from '../../capability/describe.ts';
import { NO_REVOCATIONS, type Revocations } from '../../capability/revocations.ts';
import { MAX_TOKEN_BYTES, readToken } from '../../capability/token.ts';
import { type Json, parseJson } from '../../codec/json.ts';
import { initCrypto } from '../../crypto/init.ts';
import { type Did, parseDid } from '../../identity/did.ts';
import { argument, type Context, type Options, optional, type Run, required } from '../context.ts';
import { readText } from '../files.ts';
import { printable, timeText } from '../terminal.ts';
import { fullIdentity, usage } from '../values.ts';

/** Most bytes of a file with a token: a chain and what `grant --json` prints beside it. */
const MAX_FILE_BYTES: number = 16 * MAX_TOKEN_BYTES;

/** Exit 0 for allowed; 4 for `MALFORMED`, `SIGNATURE_INVALID` and `DELEGATION_INVALID`; 3 for every other refusal. */
export const verify: Run = async (context, args, options) => {
  await initCrypto();
  const tool = required(options, 'tool', '--tool');
  const holder = did(required(options, 'as', '--as'), '--as');
  const callArguments = argumentsOf(required(options, 'arguments', '--arguments'));
  const chain = await tokensOf(context, argument(args, 0, 'TOKEN'));
  const root = await rootOf(context, optional(options, 'root'));
  const nowMs = context.io.now();
  const revoked = await revokedHere(context);
  const standing = { nowMs, revocations: revoked ?? NO_REVOCATIONS };
  const verdict = verifyChain(chain, {
    roots: [root],
    audience: audienceOf(options, root),
    service: optional(options, 'service') ?? serviceOf(chain),
    holder,
    ...standing,
  });
  if (!verdict.allowed) throw denied(verdict);
  const { grant } = verdict;
  const call = authorizeCall(grant, { kind: 'tool', name: tool, arguments: callArguments }, standing);
  if (!call.allowed) throw denied(call);
  const revocation = revoked === undefined ? 'not checked' : 'checked';
  const expiresAt = grant.expiresAtS * 1000;
  await context.print({ allowed: true, id: grant.leaf.id, holder, tool, expiresAt, revocation }, () => [
    `allowed until ${timeText(expiresAt)}`,
    ...describeScope(grant.scope).map((line) => `  ${printable(line)}`),
  ]);
  if (revoked === undefined) context.note('revocations were not checked: no agent runs on this data directory');
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

/** The tokens of an argument that is one, or of a file: one a line, root first, or what `grant --json` printed. */
async function tokensOf(context: Context, text: string): Promise<readonly string[]> {
  if (/^[\w-]{20,}\.[\w-]+\.[\w-]*$/.test(text)) return [text];
  const content = (await textOf(context, text)).trim();
  if (!content.startsWith('{')) return content === '' ? [] : content.split(/\s+/);
  const json = parseJson(content);
  const token = typeof json === 'object' && json !== null && 'token' in json ? json.token : undefined;
  if (typeof token !== 'string') throw new TalosError('MALFORMED', 'the file holds JSON without a token');
  return [token];
}

async function textOf(context: Context, name: string): Promise<string> {
  try {
    return await readText(context, name, MAX_FILE_BYTES);
  } catch (error) {
    // What names no file was meant as a token, and is none.
    if (isTalosError(error, 'E_NOT_FOUND') && !name.includes('/'))
      throw new TalosError('MALFORMED', 'neither a token nor a file', { cause: error });
    if (isTalosError(error, 'E_MALFORMED'))
      throw new TalosError('MALFORMED', 'the file holds no text', { cause: error });
    throw error;
  }
}

async function rootOf(context: Context, text: string | undefined): Promise<Did> {
  if (text !== undefined) return did(text, '--root');
  return parseDid((await context.identity()).did);
}

function audienceOf(options: Options, root: Did): Did {
  const text = optional(options, 'audience');
  return text === undefined ? root : did(text, '--audience');
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

/** What the running agent knows as revoked; undefined where none runs. */
async function revokedHere(context: Context): Promise<Revocations | undefined> {
  await using agent = await context.io.agents.attach(context.dataDir);
  if (agent === undefined) return undefined;
  const all = await agent.api.capabilities();
  const revoked = new Set(all.filter((each) => each.revoked).map((each) => each.id));
  return { ...NO_REVOCATIONS, revokes: (chain) => chain.some(({ id }) => revoked.has(id)) };
}
