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

/** The key in `params._meta` under which a tool finds `{"did": …}` of the caller. */
export const CALLER_META = 'io.github.talos-protocol/caller';

/**
 * `message` without {@link CALLER_META}, in `params._meta` and `result._meta`, whatever its value and its case.
 *
 * @returns `message` itself where there was none.
 */
export function withoutCaller(message: JsonObject): JsonObject {
  return cleaned(cleaned(message, 'params'), 'result');
}

/**
 * `message`, a request or a notification, with the caller's DID in `params._meta`, and nothing else under that key.
 *
 * A `_meta` that is no object, against the MCP schema, is left to the tool to refuse, without a caller.
 */
export function withCaller(message: JsonObject, did: string): JsonObject {
  const clean = withoutCaller(message);
  const params: Json = clean['params'] ?? {};
  if (!isJsonObject(params)) return clean;
  const meta: Json = params['_meta'] ?? {};
  if (!isJsonObject(meta)) return clean;
  return { ...clean, params: { ...params, _meta: { ...meta, [CALLER_META]: { did } } } };
}

function cleaned(message: JsonObject, member: 'params' | 'result'): JsonObject {
  const part = message[member];
  if (!isJsonObject(part) || !isJsonObject(part['_meta'])) return message;
  const entries = Object.entries(part['_meta']);
  const kept = entries.filter(([key]) => foldCase(key) !== CALLER_META);
  if (kept.length === entries.length) return message;
  // fromEntries defines fields, so a key `__proto__` stays a key.
  return { ...message, [member]: { ...part, _meta: Object.fromEntries(kept) } };
}
