/**
 * What the options of `grant-options.ts` ask for, as the agent takes it.
 *
 * @module
 */
import { isTalosError, type TalosError } from '../base/errors.ts';
import { MAX_TOKEN_LIFETIME_S } from '../capability/token.ts';
import { type JsonObject, parseJson, writeJson } from '../codec/json.ts';
import { type Context, type Options, optional, repeated } from './context.ts';
import { readText } from './files.ts';
import { printable } from './terminal.ts';
import { durationS, usage, wholeNumber } from './values.ts';

/** Most bytes of a file with a scope: a token holds no more. */
export const MAX_SCOPE_FILE_BYTES: number = 16 * 1024;

/** What is to be granted, for the agent. */
export interface AskedScope {
  /** Tool phrases. */
  readonly tools: readonly string[];
  /** The other members of the scope, as JSON text; absent where there are none. */
  readonly terms?: string;
}

/**
 * What the options of `grantOptions` and `termOptions` ask for.
 *
 * @throws {TalosError} `E_USAGE` for what is not understood, says nothing, or says two things.
 */
export async function askedScope(context: Context, options: Options): Promise<AskedScope> {
  const { isAllowing, ...asked } = await askedOf(context, options);
  if (!isAllowing) throw usage('nothing would be granted', "say what, as in --tool 'read_file(path under /data)'");
  return asked;
}

/**
 * As {@link askedScope}, of a command that passes a capability on: without a word about what is allowed it is all that the
 * capability allows, and `tools` is absent.
 *
 * @throws {TalosError} `E_USAGE` as {@link askedScope}.
 */
export async function askedDelegation(
  context: Context,
  options: Options,
): Promise<Partial<Pick<AskedScope, 'tools'>> & Pick<AskedScope, 'terms'>> {
  const { isAllowing, tools, ...asked } = await askedOf(context, options);
  return isAllowing ? { tools, ...asked } : asked;
}

async function askedOf(context: Context, options: Options): Promise<AskedScope & { readonly isAllowing: boolean }> {
  const tools = repeated(options, 'tool');
  const [{ parseToolPhrases }, { parseScope }, { toolLimits }] = await Promise.all([
    import('../capability/phrase.ts'),
    import('../capability/scope.ts'),
    import('../capability/request.ts'),
  ]);
  const { tools: named, tool_limits } = parseToolPhrases(tools);
  const said = { ...(await thingsOf(options)), ...(await termsOf(options)), ...renewalOf(options, context.io.now()) };
  const written = await scopeFile(context, options);
  for (const name of Object.keys(said))
    if (Object.hasOwn(written, name)) throw usage(`an option and the file of --scope both say "${name}"`);
  const terms = { ...written, ...said };
  const { tools: more = {} } = terms as { readonly tools?: JsonObject };
  for (const tool of Object.keys(named))
    if (Object.hasOwn(more, tool)) throw usage(`--tool and the file of --scope both name ${printable(tool)}`);
  asUsage('the scope', () =>
    parseScope({
      service: 'x',
      ...terms,
      ...toolLimits(terms['tool_limits'], tool_limits),
      tools: { ...more, ...named },
    } as unknown as JsonObject),
  );
  const isAllowing = allowsSomething(terms, tools.length);
  return { isAllowing, tools, ...(Object.keys(terms).length === 0 ? {} : { terms: writeJson(terms) }) };
}

/** The names of the tools that are asked for. */
export async function toolsOf({ tools, terms }: AskedScope): Promise<readonly string[]> {
  const { parseToolPhrase } = await import('../capability/phrase.ts');
  const { tools: more = {} } = terms === undefined ? {} : (parseJson(terms) as { readonly tools?: JsonObject });
  return [...tools.map((text) => parseToolPhrase(text).tool), ...Object.keys(more)];
}

/**
 * The terms alone, as JSON text, for a command that says otherwise what it grants.
 *
 * @throws {TalosError} `E_USAGE` for what is not understood.
 */
export async function askedTerms(options: Options): Promise<string | undefined> {
  const terms = await termsOf(options);
  const { parseScope } = await import('../capability/scope.ts');
  asUsage('the terms', () => parseScope({ service: 'x', tools: {}, ...terms }));
  return Object.keys(terms).length === 0 ? undefined : writeJson(terms);
}

function allowsSomething(terms: JsonObject, tools: number): boolean {
  const { tools: more = {}, resources = [], prompts = [], services = [], messages, files } = terms;
  const counts = [more, resources, prompts, services].map((each) => Object.keys(each as object).length);
  return tools > 0 || messages !== undefined || files !== undefined || counts.some((count) => count > 0);
}

function asUsage<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (isTalosError(error, 'MALFORMED')) throw mistake(what, error);
    throw error;
  }
}

function mistake(what: string, error: TalosError): TalosError<'E_USAGE'> {
  return usage(`${what} is not understood: ${error.message}`);
}

async function scopeFile(context: Context, options: Options): Promise<JsonObject> {
  const file = optional(options, 'scope');
  if (file === undefined) return {};
  const text = await readText(context, file, MAX_SCOPE_FILE_BYTES);
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (error) {
    if (isTalosError(error)) throw mistake('the file of --scope', error);
    throw error;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw usage('the file of --scope holds no object');
  const { type = 'talos-mcp', service, ...members } = json as JsonObject;
  if (type !== 'talos-mcp') throw usage('the file of --scope holds a scope of another type');
  const named = optional(options, 'service');
  if (service === undefined) return members;
  if (named !== undefined && named !== service) throw usage('--service and the file of --scope name two services');
  return { service, ...members };
}

/** What is allowed besides tools. */
async function thingsOf(options: Options): Promise<JsonObject> {
  const { parseRule } = await import('../capability/phrase.ts');
  const rules = (key: string): JsonObject[] => repeated(options, key).map((text) => parseRule(text) as JsonObject);
  const [resources, prompts, names] = [rules('resource'), rules('prompt'), rules('fileName')];
  const files = await sized(options['files']);
  const messages = await sized(options['messages']);
  const services = optional(options, 'services')?.split(',');
  const environment = await environmentOf(repeated(options, 'environment'));
  return {
    ...(resources.length === 0 ? {} : { resources }),
    ...(prompts.length === 0 ? {} : { prompts }),
    ...(messages === undefined ? {} : { messages }),
    ...(files === undefined && names.length === 0
      ? {}
      : { files: { ...files, ...(names.length === 0 ? {} : { names }) } }),
    ...(services === undefined ? {} : { services }),
    ...(environment === undefined ? {} : { environment }),
  };
}

/** Of an option with or without a size. */
async function sized(value: unknown): Promise<JsonObject | undefined> {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') return {};
  const { parseSize } = await import('../capability/term-phrases.ts');
  return { max_bytes: parseSize(value) };
}

/**
 * What a serving side says of itself, `NAME=TEXT` each.
 *
 * @throws {TalosError} `E_USAGE` for another form, or a name that is given twice.
 */
export function declaredEnvironment(options: Options): Readonly<Record<string, string>> | undefined {
  const declared = new Map<string, string>();
  for (const text of repeated(options, 'environment')) {
    const [, name = '', value] = /^([!-<>-~]{1,128})=(.{0,4096})$/s.exec(text) ?? [];
    if (value === undefined) throw usage('--environment is not understood', 'write NAME=TEXT, as in stage=test');
    if (declared.has(name)) throw usage(`--environment names ${printable(name)} twice`);
    declared.set(name, value);
  }
  return declared.size === 0 ? undefined : Object.fromEntries(declared);
}

/** `NAME=TEXT`, which must be that text, or `NAME rule`. */
async function environmentOf(texts: readonly string[]): Promise<JsonObject | undefined> {
  if (texts.length === 0) return undefined;
  const { parseRule } = await import('../capability/phrase.ts');
  const entries = new Map<string, JsonObject>();
  for (const text of texts) {
    const [, name = '', mark, rest = ''] = /^([^\s=]{1,128})([= ])(.*)$/s.exec(text) ?? [];
    if (mark === undefined)
      throw usage('--environment is not understood', 'write stage=test or \'stage in ["a","b"]\'');
    if (entries.has(name)) throw usage(`--environment names ${printable(name)} twice`);
    entries.set(name, mark === '=' ? { exact: rest } : (parseRule(rest) as JsonObject));
  }
  return Object.fromEntries(entries);
}

async function termsOf(options: Options): Promise<JsonObject> {
  const { parseRate, parseSize, parseWindow } = await import('../capability/term-phrases.ts');
  const [calls, bytes, rate] = [optional(options, 'calls'), optional(options, 'bytes'), optional(options, 'rate')];
  const limits = {
    ...(calls === undefined ? {} : { calls: wholeNumber(calls, '--calls', 1, Number.MAX_SAFE_INTEGER) }),
    ...(bytes === undefined ? {} : { bytes: parseSize(bytes) }),
    ...(rate === undefined ? {} : { rate: { ...parseRate(rate) } }),
  };
  const windows = repeated(options, 'window').map((text) => ({ ...parseWindow(text) }));
  const fresh = optional(options, 'requireFresh');
  return {
    ...(options['readOnly'] === true ? { read_only: true } : {}),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(windows.length === 0 ? {} : { windows }),
    ...(fresh === undefined ? {} : { fresh: durationS(fresh, '--require-fresh') }),
  };
}

function renewalOf(options: Options, nowMs: number): JsonObject {
  const renewable = optional(options, 'renewable');
  if (renewable === undefined) return {};
  const renewableS = durationS(renewable, '--renewable');
  if (renewableS > MAX_TOKEN_LIFETIME_S) throw usage('--renewable exceeds 400 days');
  return { renewable_until: Math.floor(nowMs / 1000) + renewableS };
}
