/**
 * What is probably a mistake in an access-control list that is read all the same: rules that never decide, names that
 * nobody has, patterns that fit nothing.
 *
 * @module
 */
import { isDid } from "../identity/did.js";
import { ALLOW_MEMBERS, DENY_MEMBERS, } from "./acl.js";
import { allows, denies, EVERYTHING } from "./pattern.js";
const KINDS = ['tool', 'resource', 'prompt'];
/** Remarks about a list, in the order of their places. */
export function lintAcl(acl, world = {}) {
    const linter = new AclLinter(acl, world);
    return linter.warnings().toSorted((a, b) => a.line - b.line || a.column - b.column);
}
class AclLinter {
    #acl;
    #world;
    #found = [];
    constructor(acl, world) {
        this.#acl = acl;
        this.#world = world;
    }
    warnings() {
        const { defaultAllow, defaultAllowAt, defaults, peers } = this.#acl;
        if (defaultAllow && defaultAllowAt !== undefined)
            this.#warn(defaultAllowAt, 'default_allow is true: whatever no rule is about is allowed, for every peer');
        if (defaults !== undefined)
            this.#rules(defaults);
        for (const rules of peers.values()) {
            this.#name(rules);
            this.#rules(rules);
        }
        this.#twice();
        return this.#found;
    }
    #warn({ line, column }, message) {
        this.#found.push({ line, column, message });
    }
    /** Whether somebody has the name. */
    #name(rules) {
        const { name } = rules;
        const { self, peers } = this.#world;
        if (self !== undefined && name === self)
            this.#warn(rules, `${name} is this agent itself`);
        if (peers === undefined || name === self)
            return;
        if (isDid(name)) {
            if (peers.every(({ did }) => did !== name))
                this.#warn(rules, `${name} is not known here`);
            return;
        }
        if (peers.some(({ alias }) => alias === name))
            return;
        const near = peers.find(({ did, alias }) => alias.startsWith(name) || did.slice('did:key:'.length).startsWith(name));
        const meant = near === undefined ? '' : `; a prefix names nobody: if it is ${near.alias || near.did}, say so in full`;
        this.#warn(rules, `no peer has the alias "${name}"${meant}`);
    }
    /** Two entries for one peer: both must allow. */
    #twice() {
        for (const { did, alias } of this.#world.peers ?? []) {
            const byAlias = alias === '' ? undefined : this.#acl.peers.get(alias);
            if (byAlias !== undefined && this.#acl.peers.has(did))
                this.#warn(byAlias, `${alias} is ${did}, who is listed too: what both entries allow is allowed`);
        }
    }
    #rules(rules) {
        const isOff = rules.enabled?.value === false;
        if (isOff && (Object.keys(rules.lists).length > 0 || Object.keys(rules.limits).length > 0))
            this.#warn(rules.enabled ?? rules, `${rules.path} is disabled: none of its other rules decides anything`);
        for (const kind of KINDS) {
            this.#unreachable(rules, kind);
            this.#unmatched(rules, kind);
        }
        if (!isOff && rules.name !== '' && this.#allowsNothing(rules))
            this.#warn(rules, `${rules.path} allows nothing: it has no allow list, and default_allow is false`);
    }
    #allowsNothing(rules) {
        const { defaultAllow, defaults } = this.#acl;
        return (!defaultAllow &&
            KINDS.every((kind) => {
                const list = rules.lists[ALLOW_MEMBERS[kind]] ?? defaults?.lists[ALLOW_MEMBERS[kind]];
                return list === undefined || list.patterns.length === 0;
            }));
    }
    /** Patterns whose every name another pattern decides before. */
    #unreachable(rules, kind) {
        const denying = this.#patternsOf(rules, DENY_MEMBERS[kind]);
        const inherited = rules === this.#acl.defaults ? [] : this.#patternsOf(this.#acl.defaults, DENY_MEMBERS[kind]);
        for (const [at, deny] of denying.entries()) {
            const before = [...denying.slice(0, at), ...inherited].find((each) => covers(kind, each.value, deny.value));
            if (before !== undefined)
                this.#warn(deny, `"${deny.value}" is denied by "${before.value}" in line ${before.line} too`);
        }
        const allowing = this.#patternsOf(rules, ALLOW_MEMBERS[kind]);
        for (const [at, allow] of allowing.entries()) {
            const deny = [...denying, ...inherited].find((each) => coversAllow(kind, each.value, allow.value));
            const before = allowing.slice(0, at).find((each) => covers(kind, each.value, allow.value));
            if (deny !== undefined)
                this.#warn(allow, `"${allow.value}" allows nothing: "${deny.value}" in line ${deny.line} denies all of it`);
            else if (before !== undefined)
                this.#warn(allow, `"${allow.value}" is allowed by "${before.value}" in line ${before.line} already`);
        }
    }
    #patternsOf(rules, name) {
        return rules?.lists[name]?.patterns ?? [];
    }
    #unmatched(rules, kind) {
        const { tools } = this.#world;
        if (kind !== 'tool' || tools === undefined || tools.length === 0)
            return;
        for (const name of [ALLOW_MEMBERS.tool, DENY_MEMBERS.tool])
            for (const pattern of this.#patternsOf(rules, name))
                if (!tools.some((tool) => allows('tool', pattern.value, tool)))
                    this.#warn(pattern, `"${pattern.value}" fits no tool that is known here`);
    }
}
// A pattern is read as a name in which `*` is one more character: what fits that fits whatever `*` stands for.
function covers(kind, wide, narrow) {
    return wide === narrow || wide === EVERYTHING || (kind !== 'resource' && allows(kind, wide, narrow));
}
function coversAllow(kind, deny, allow) {
    if (kind !== 'resource' || deny === EVERYTHING)
        return denies(kind, deny, allow);
    // `?` is one character and `*` any number of them; `**` may be no segment at all.
    if (deny.includes('?') || allow === EVERYTHING)
        return false;
    return [allow, allow.replaceAll('/**', ''), allow.replaceAll('**/', '')].every((each) => denies(kind, deny, each));
}
