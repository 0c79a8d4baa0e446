/**
 * What a caller may ask of a tool server, method by method: PROTOCOL.md §7.2.
 *
 * Everything from the caller passes here; what the tool server sends (results, notifications, and requests such as
 * `sampling/createMessage`, `roots/list`, `elicitation/create` or `ping`) goes to the caller unchanged, but for the
 * lists that {@link filterList} shortens.
 *
 * The table holds every method of the MCP revisions 2025-06-18, 2025-11-25 and 2026-07-28 that a client may send. A
 * method that is not in it is denied, as are those of later revisions until someone has thought about them.
 *
 * @module
 */
import { foldCase } from "../base/fold-case.js";
import { isJsonObject, secondSpelling } from "./rpc.js";
const FREE = { kind: 'free' };
const LIST = { kind: 'list' };
function denied(reason, code = 'SCOPE_MISMATCH') {
    return { kind: 'denied', code, reason };
}
const free = () => FREE;
const list = () => LIST;
const tasks = () => denied('tasks are not served');
const resource = (kind) => ({ uri }) => {
    if (typeof uri !== 'string')
        return denied('uri is not a text', 'MALFORMED');
    const fault = uriFault(uri);
    return fault === undefined ? { kind, request: { kind: 'resource', uri } } : denied(fault, 'MALFORMED');
};
const prompt = (kind) => ({ name }) => typeof name === 'string' ? { kind, request: { kind: 'prompt', name } } : denied('name is not a text', 'MALFORMED');
const RULES = new Map([
    // Start of a connection: initialize to 2025-11-25, server/discover from 2026-07-28. They show no tool.
    ['initialize', free],
    ['server/discover', free],
    ['ping', free],
    // Each connection has a tool process of its own, so the level is the caller's own.
    ['logging/setLevel', free],
    ['tools/list', list],
    ['resources/list', list],
    ['resources/templates/list', list],
    ['prompts/list', list],
    ['tools/call', callTool],
    ['resources/read', resource('recorded')],
    ['resources/subscribe', resource('recorded')],
    // Ends what subscribe began: nothing is learnt from it.
    ['resources/unsubscribe', resource('checked')],
    ['prompts/get', prompt('recorded')],
    ['completion/complete', complete],
    // 2026-07-28: replaces unasked-for notifications and resources/subscribe.
    ['subscriptions/listen', listen],
    // 2025-11-25: a task outlives the call that was recorded, and its id is all that guards its result.
    ['tasks/get', tasks],
    ['tasks/result', tasks],
    ['tasks/list', tasks],
    ['tasks/cancel', tasks],
    ['tasks/update', tasks],
]);
/** Members of `params` that decide here; a second spelling of one is refused, see `secondSpelling`. */
const DECISIVE = ['name', 'arguments', 'uri', 'ref', 'task', 'notifications', 'type', '_meta'];
/**
 * Classifies a request of the caller.
 *
 * @param params - As they were read; undefined where there are none.
 */
export function classify(method, params) {
    const rule = RULES.get(method);
    if (rule === undefined)
        return denied('method is not granted to anybody');
    const twin = secondSpelling(params ?? {}, DECISIVE);
    if (twin !== undefined)
        return denied(`a second spelling of "${twin}"`, 'MALFORMED');
    return rule(params ?? {});
}
/**
 * Classifies a notification of the caller: `notifications/*` is free, anything else is a call that wants no answer and
 * would leave no trace.
 */
export function classifyNotification(method) {
    return method.startsWith('notifications/') ? FREE : denied('not a notification');
}
function callTool({ name, arguments: given = {}, task }) {
    if (typeof name !== 'string')
        return denied('name is not a text', 'MALFORMED');
    if (!isJsonObject(given))
        return denied('arguments are not an object', 'MALFORMED');
    // The answer would name a task, whose result only the methods denied above can fetch.
    if (task !== undefined)
        return denied('tasks are not served');
    return { kind: 'recorded', request: { kind: 'tool', name, arguments: given } };
}
/** `ref` names a prompt, or the text of a resource template, which counts as a URI as in {@link filterList}. */
function complete({ ref }) {
    if (!isJsonObject(ref) || secondSpelling(ref, ['type', 'name', 'uri']) !== undefined)
        return denied('ref is not a reference', 'MALFORMED');
    if (ref['type'] === 'ref/prompt')
        return prompt('checked')(ref);
    if (ref['type'] === 'ref/resource')
        return resource('checked')(ref);
    return denied('ref is of no known type', 'MALFORMED');
}
/** Free but for `resourceSubscriptions`: those would be subscriptions that are neither authorised nor recorded. */
function listen({ notifications = {} }) {
    if (!isJsonObject(notifications))
        return denied('notifications are not an object', 'MALFORMED');
    if (secondSpelling(notifications, ['resourceSubscriptions']) !== undefined)
        return denied('a second spelling of "resourceSubscriptions"', 'MALFORMED');
    const { resourceSubscriptions = [] } = notifications;
    if (Array.isArray(resourceSubscriptions) && resourceSubscriptions.length === 0)
        return FREE;
    return denied('resources are subscribed to with resources/subscribe');
}
/** The members of `params` that are said of a recorded call: what is asked for, and `_meta`, which is about the message. */
const SAID = new Map([
    ['tools/call', ['name', 'arguments', '_meta']],
    ['prompts/get', ['name', 'arguments', '_meta']],
    ['resources/read', ['uri', '_meta']],
    ['resources/subscribe', ['uri', '_meta']],
]);
/** Whether a recorded call holds a member beside what is asked for, which nobody who approves it is shown. */
export function saysMore(method, params) {
    const said = SAID.get(method) ?? [];
    return Object.keys(params ?? {}).some((member) => !said.includes(member));
}
/** Longest URI that is looked at, in UTF-16 units: far above what servers make, so that checks stay cheap. */
export const MAX_URI_LENGTH = 8192;
/**
 * Why a URI is not let through whatever the grant says, or undefined.
 *
 * A capability is checked against the text, the tool opens what it makes of the text. So every text is refused that
 * the tool might resolve to another place: dot segments, backslashes, spaces and control characters, also as
 * percent-escapes however often escaped, and escaped separators before the query.
 */
export function uriFault(uri) {
    if (uri.length > MAX_URI_LENGTH)
        return `uri is longer than ${MAX_URI_LENGTH} characters`;
    if (/[\p{Cc} \\]|%(?:25)*(?:[01][0-9a-f]|7f)/iu.test(uri))
        return 'uri holds a control character, space or backslash';
    const plain = uri.replaceAll(/%(?:25)*2e/gi, '.').replaceAll(/%(?:25)*(?:2f|5c)/gi, '/');
    if (/(?:^|[/:])\.\.?(?:[/?#;]|$)/.test(plain))
        return 'uri holds a dot segment';
    const path = /^[^?#]*/.exec(uri)?.[0] ?? '';
    return /%(?:25)*(?:2f|5c)/i.test(path) ? 'uri holds an escaped separator' : undefined;
}
const LISTS = new Map([
    ['tools/list', { member: 'tools', shows: isShownTool }],
    ['prompts/list', { member: 'prompts', shows: ({ name }, covers) => typeof name === 'string' && covers.prompt(name) }],
    ['resources/list', { member: 'resources', shows: ({ uri }, covers) => isShownUri(uri, covers) }],
    // The text of a template counts as if it were a URI: `file:///data/{name}` is shown under the glob `file:///data/*`
    // and the prefix `file:///data/`, and not under the exact URI of one file. It is not expanded, nor made a pattern.
    [
        'resources/templates/list',
        { member: 'resourceTemplates', shows: ({ uriTemplate }, covers) => isShownUri(uriTemplate, covers) },
    ],
]);
function isShownTool(entry, covers) {
    const { name } = entry;
    return typeof name === 'string' && covers.tool(name, entry);
}
function isShownUri(uri, covers) {
    return typeof uri === 'string' && uriFault(uri) === undefined && covers.resource(uri);
}
/**
 * The result of a list method with the entries that the caller may know of.
 *
 * An entry without a name that can be read is not shown, nor is anything of a list that is no array. All else stays,
 * cursors too: a page may be empty and yet not the last.
 *
 * @throws {RangeError} if {@link classify} does not call `method` a list.
 */
export function filterList(method, result, covers) {
    const rule = LISTS.get(method);
    if (rule === undefined)
        throw new RangeError(`${method} is not a list method`);
    if (!isJsonObject(result))
        return {};
    const kept = [];
    for (const [key, value] of Object.entries(result)) {
        if (key === rule.member) {
            const entries = Array.isArray(value) ? value : [];
            kept.push([key, entries.filter((entry) => isJsonObject(entry) && rule.shows(entry, covers))]);
        }
        // Another spelling of the member would be the list itself to some readers, and is left out.
        else if (foldCase(key) !== foldCase(rule.member))
            kept.push([key, value]);
    }
    return Object.fromEntries(kept);
}
