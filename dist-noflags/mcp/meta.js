/**
 * The one member of a message that the bridge sets: who calls, for the tool. PROTOCOL.md §7.2.
 *
 * Everything else of a message stays equal as JSON. No message is changed in place.
 *
 * @module
 */
import { foldCase } from "../base/fold-case.js";
import { isJsonObject } from "./rpc.js";
/** The key in `params._meta` under which a tool finds the {@link Caller}. */
export const CALLER_META = 'io.github.talos-protocol/caller';
/** The key in `params._meta` under which a client says why: `{"justification": text}`. It goes no further than here. */
export const INTENT_META = 'io.github.talos-protocol/intent';
const META = '_meta';
/**
 * `message` without {@link CALLER_META}, in the `_meta` of `params` and of `result`, whatever its value and the case of
 * either name.
 *
 * @returns `message` itself where there was none.
 */
export function withoutCaller(message) {
    return cleaned(cleaned(message, 'params'), 'result');
}
/**
 * `message`, a request or a notification, with the caller in `params._meta`, and nothing else under that key.
 *
 * A `_meta` that is no object, against the MCP schema, is left to the tool to refuse, without a caller.
 */
export function withCaller(message, caller) {
    const clean = withoutCaller(message);
    const params = clean['params'] ?? {};
    if (!isJsonObject(params))
        return clean;
    const meta = params[META] ?? {};
    if (!isJsonObject(meta))
        return clean;
    const said = caller;
    return { ...clean, params: { ...params, [META]: { ...meta, [CALLER_META]: said } } };
}
/** What a request holds under {@link INTENT_META}. */
export function intentMeta(request) {
    const { params } = request;
    return isJsonObject(params) && isJsonObject(params['_meta']) ? params['_meta'][INTENT_META] : undefined;
}
/** `message` without {@link INTENT_META} in `params._meta`, whatever its value and its case. */
export function withoutIntent(message) {
    return cleaned(message, 'params', INTENT_META);
}
function cleaned(message, member, removed = CALLER_META) {
    const part = message[member];
    if (!isJsonObject(part))
        return message;
    let clean = part;
    for (const key of Object.keys(part)) {
        const meta = part[key];
        if (key.length !== META.length || foldCase(key) !== META || !isJsonObject(meta))
            continue;
        const entries = Object.entries(meta);
        const kept = entries.filter(([name]) => foldCase(name) !== removed);
        // fromEntries defines fields, so a key `__proto__` stays a key.
        if (kept.length < entries.length)
            clean = { ...clean, [key]: Object.fromEntries(kept) };
    }
    return clean === part ? message : { ...message, [member]: clean };
}
