/**
 * Scopes: what a token grants of one service, as tools → arguments → constraints. PROTOCOL.md §8.2.
 *
 * A closed world: a tool, argument, resource or prompt that is not named is refused.
 *
 * @module
 */
import { readEntries, readObject, readString } from "../codec/fields.js";
import { parseConstraint } from "./constraint.js";
import { patternRoom } from "./pattern.js";
import { checkMembers, MEMBER_NAMES, readMembers } from "./scope-members.js";
import { MAX_SERVICE_NAME, MAX_TOOLS, readNamed, SERVICE_NAME } from "./scope-names.js";
import { asMalformed, malformed } from "./verdict.js";
export { MAX_NAME, MAX_SERVICE_NAME, MAX_TOOLS, SERVICE_NAME } from "./scope-names.js";
/** Most constrained arguments of a tool. */
export const MAX_ARGUMENTS = 64;
/** Most constraints on resources, and on prompts. */
export const MAX_PATTERNS = 64;
/** The argument name that stands for every argument that is not named; its constraint is `{"any":true}`. */
export const OTHER_ARGUMENTS = '*';
/** `type` of our entries of `authorization_details` (RFC 9396 §2). */
export const SCOPE_TYPE = 'talos-mcp';
/** Whether `name` can name a service. */
export function isServiceName(name) {
    return name.length <= MAX_SERVICE_NAME && SERVICE_NAME.test(name);
}
const SHAPE = { required: ['service', 'tools'], optional: ['resources', 'prompts', ...MEMBER_NAMES] };
/**
 * Reads a scope, as {@link scopeJson} writes it, without `type`. Copies everything.
 *
 * @throws {TalosError} `MALFORMED` for a wrong type, an unknown field or constraint, a name that is not printable
 *   ASCII, or a count over its limit.
 */
export function parseScope(json) {
    return asMalformed(() => readScope(readObject(json, SHAPE, 'scope')));
}
function readScope(fields) {
    const { service, tools, resources, prompts } = fields;
    const room = patternRoom();
    const scope = {
        service: readString(service, 'service', { min: 1, max: MAX_SERVICE_NAME, pattern: SERVICE_NAME }),
        tools: readNamed(tools, 'tools', MAX_TOOLS, (rules) => readRules(rules, room)),
        ...(resources === undefined ? {} : { resources: readPatterns(resources, 'resources', room) }),
        ...(prompts === undefined ? {} : { prompts: readPatterns(prompts, 'prompts', room) }),
        ...readMembers(fields, room),
    };
    checkMembers(scope, scope.tools);
    return scope;
}
function readPatterns(list, name, room) {
    return readEntries(list, name, { max: MAX_PATTERNS }, (each) => parseConstraint(each, room));
}
function readRules(json, room) {
    const rules = readNamed(json, 'arguments', MAX_ARGUMENTS, (each) => parseConstraint(each, room));
    const others = rules[OTHER_ARGUMENTS];
    if (others !== undefined && !('any' in others))
        throw malformed('the argument * takes the constraint any alone');
    return rules;
}
/** The scope as the token holds it: one object of `authorization_details`. */
export function scopeJson(scope) {
    return { type: SCOPE_TYPE, ...scope };
}
const TYPED_SHAPE = { required: ['type', ...SHAPE.required], optional: SHAPE.optional };
/** Reads a scope as {@link scopeJson} wrote it. @throws {TalosError} as {@link parseScope}, and for another `type`. */
export function readScopeJson(json) {
    return asMalformed(() => {
        // Its other members are read one by one, so that it need not be copied without this one.
        const fields = readObject(json, TYPED_SHAPE, 'scope');
        if (fields.type !== SCOPE_TYPE)
            throw malformed('scope: another type');
        return readScope(fields);
    });
}
