import { classify } from "../mcp/policy.js";
import { ALLOW_MEMBERS, DENY_MEMBERS, entriesOf, } from "./acl.js";
import { allows, denies, spellingFault } from "./pattern.js";
const NOWHERE = { line: 0, column: 0 };
function verdict(allowed, rule, { line }, reason) {
    return allowed ? { allowed, rule, line, reason } : { allowed, code: 'ACL_DENIED', rule, line, reason };
}
/**
 * Decides about a request as a peer would make it.
 *
 * @param method - Of MCP. Handshake, ping and lists are allowed whatever the list says; lists show what it allows.
 * @param target - The tool, prompt or URI; `""` for a method that has none.
 */
export function decide(acl, peer, method, target) {
    const policy = classify(method, paramsOf(method, target));
    switch (policy.kind) {
        case 'free':
            return verdict(true, '', NOWHERE, `${method} always works`);
        case 'list':
            return verdict(true, '', NOWHERE, `${method} always works, and shows only what is allowed`);
        case 'denied':
            return { allowed: false, code: policy.code, rule: '', line: 0, reason: policy.reason };
        case 'checked':
        case 'recorded':
            return decideRequest(acl, peer, policy.request);
    }
}
function paramsOf(method, target) {
    if (target === '')
        return {};
    if (method.startsWith('resources/'))
        return { uri: target };
    if (method !== 'completion/complete')
        return { name: target };
    const isUri = target.includes(':');
    return { ref: isUri ? { type: 'ref/resource', uri: target } : { type: 'ref/prompt', name: target } };
}
/** Decides about a request that has been read. */
export function decideRequest(acl, peer, request) {
    return decideName(acl, peer, request.kind, request.kind === 'resource' ? request.uri : request.name);
}
/** Decides about a tool, resource or prompt by its name. Where two entries name the peer, both must allow. */
export function decideName(acl, peer, kind, name) {
    const entries = entriesOf(acl, peer);
    if (entries.length === 0)
        return decideBy(acl, undefined, kind, name);
    let last;
    for (const entry of entries) {
        last = decideBy(acl, entry, kind, name);
        if (!last.allowed)
            break;
    }
    return last ?? decideBy(acl, undefined, kind, name);
}
/** @param entry - What the list says of the peer; undefined where it does not name it. */
function decideBy(acl, entry, kind, name) {
    const { defaults } = acl;
    const disabled = disabledBy(entry, defaults);
    if (disabled !== undefined)
        return disabled;
    const both = [entry, defaults].filter((each) => each !== undefined);
    const [allowName, denyName] = [ALLOW_MEMBERS[kind], DENY_MEMBERS[kind]];
    const listed = both.find(({ lists }) => lists[allowName] !== undefined);
    const hasRules = listed !== undefined || both.some(({ lists }) => lists[denyName] !== undefined);
    const fault = kind === 'resource' && hasRules ? spellingFault(name) : undefined;
    if (fault !== undefined)
        return verdict(false, '', NOWHERE, fault);
    for (const rules of both) {
        const denying = rules.lists[denyName]?.patterns.find(({ value }) => denies(kind, value, name));
        if (denying !== undefined)
            return verdict(false, `${rules.path}.${denyName} "${denying.value}"`, denying, 'a deny pattern fits');
    }
    return listed === undefined ? byDefault(acl, entry) : byAllowList(listed, kind, name);
}
function disabledBy(entry, defaults) {
    const [rules, enabled] = entry?.enabled === undefined ? [defaults, defaults?.enabled] : [entry, entry.enabled];
    if (rules === undefined || enabled === undefined || enabled.value)
        return undefined;
    return verdict(false, `${rules.path}.enabled`, enabled, 'the peer is disabled');
}
/** An allow list is the whole of what is allowed of its kind, whatever `default_allow` says. */
function byAllowList(rules, kind, name) {
    const member = ALLOW_MEMBERS[kind];
    const list = rules.lists[member];
    const allowing = list?.patterns.find(({ value }) => allows(kind, value, name));
    if (allowing !== undefined)
        return verdict(true, `${rules.path}.${member} "${allowing.value}"`, allowing, 'an allow pattern fits');
    return verdict(false, `${rules.path}.${member}`, list ?? NOWHERE, 'no pattern of the allow list fits');
}
function byDefault({ defaultAllow, defaultAllowAt }, entry) {
    const who = entry === undefined ? 'the peer is not listed' : 'no rule of the peer is about it';
    const what = defaultAllow ? 'what no rule is about is allowed' : 'what no rule allows is denied';
    return verdict(defaultAllow, 'default_allow', defaultAllowAt ?? NOWHERE, `${who}, and ${what}`);
}
