/**
 * The one member of a message that the bridge sets: who calls, for the tool. PROTOCOL.md §7.2.
 *
 * Everything else of a message stays equal as JSON. No message is changed in place.
 *
 * @module
 */
import { foldCase } from '../base/fold-case.ts';
import type { Json, JsonObject } from '../codec/json.ts';
import { isJsonObject } from './rpc.ts';

/** The key in `params._meta` under which a tool finds the {@link Caller}. */
export const CALLER_META = 'io.github.talos-protocol/caller';

/** The key in `params._meta` under which a client says why: `{"justification": text}`. It goes no further than here. */
export const INTENT_META = 'io.github.talos-protocol/intent';

/** Who calls, as a tool is told. */
export interface Caller {
  readonly did: string;
  /** What the owner of the tool calls it; absent where it has no name. */
  readonly alias?: string;
  /** Id of the capability that it calls under, 64 hexadecimal digits; absent where none is named. */
  readonly capability?: string;
  /** Where that was delegated: the DIDs that it went through, from its first issuer to the caller. */
  readonly chain?: readonly string[];
}

const META = '_meta';

/**
 * `message` without {@link CALLER_META}, in the `_meta` of `params` and of `result`, whatever its value and the case of
 * either name.
 *
 * @returns `message` itself where there was none.
 */
export function withoutCaller(message: JsonObject): JsonObject {
  return cleaned(cleaned(message, 'params'), 'result');
}

/**
 * `message`, a request or a notification, with the caller in `params._meta`, and nothing else under that key.
 *
 * A `_meta` that is no object, against the MCP schema, is left to the tool to refuse, without a caller.
 */
export function withCaller(message: JsonObject, caller: Caller): JsonObject {
  const clean = withoutCaller(message);
  const params: Json = clean['params'] ?? {};
  if (!isJsonObject(params)) return clean;
  const meta: Json = params[META] ?? {};
  if (!isJsonObject(meta)) return clean;
  const said = caller as unknown as JsonObject;
  return { ...clean, params: { ...params, [META]: { ...meta, [CALLER_META]: said } } };
}

/** What a request holds under {@link INTENT_META}. */
export function intentMeta(request: JsonObject): Json | undefined {
  const { params } = request;
  return isJsonObject(params) && isJsonObject(params['_meta']) ? params['_meta'][INTENT_META] : undefined;
}

/** `message` without {@link INTENT_META} in `params._meta`, whatever its value and its case. */
export function withoutIntent(message: JsonObject): JsonObject {
  return cleaned(message, 'params', INTENT_META);
}

function cleaned(message: JsonObject, member: 'params' | 'result', removed = CALLER_META): JsonObject {
  const part = message[member];
  if (!isJsonObject(part)) return message;
  let clean: JsonObject = part;
  for (const key of Object.keys(part)) {
    const meta = part[key];
    if (key.length !== META.length || foldCase(key) !== META || !isJsonObject(meta)) continue;
    const entries = Object.entries(meta);
    const kept = entries.filter(([name]) => foldCase(name) !== removed);
    // fromEntries defines fields, so a key `__proto__` stays a key.
    if (kept.length < entries.length) clean = { ...clean, [key]: Object.fromEntries(kept) };
  }
  return clean === part ? message : { ...message, [member]: clean };
}
