/**
 * Scopes in plain words, for people who grant, hold or review them. No format of the protocol.
 *
 * Texts are quoted as JSON, with everything escaped that a terminal might act on or hide.
 *
 * @module
 */
import { writeJson } from "../codec/json.js";
import { OTHER_ARGUMENTS } from "./scope.js";
/** All that a scope says, one line a thing: {@link describeAllowed}, then {@link describeTerms}. */
export function describeScope(scope) {
    return [...describeAllowed(scope), ...describeTerms(scope)];
}
/** What a scope allows: one line a tool, a pattern, a kind of thing. */
export function describeAllowed(scope) {
    const readOnly = new Set(scope.read_only_tools);
    const note = (tool) => (scope.read_only && !readOnly.has(tool) ? ' (not while read-only)' : '');
    return [
        ...Object.entries(scope.tools).map(([tool, rules]) => `tool ${tool}: ${describeRules(rules)}${note(tool)}`),
        ...(scope.resources ?? []).map((constraint) => `resources: URI ${describeConstraint(constraint)}`),
        ...(scope.prompts ?? []).map((constraint) => `prompts: name ${describeConstraint(constraint)}`),
        ...(scope.messages === undefined ? [] : [`messages${describeBytes(scope.messages)}`]),
        ...(scope.files === undefined ? [] : [`files${describeBytes(scope.files)}${describeNames(scope.files)}`]),
        ...(scope.services ?? []).map((service) => `service ${service}`),
    ];
}
function describeBytes({ max_bytes }) {
    return max_bytes === undefined ? '' : ` of at most ${counted(max_bytes, 'byte')} each`;
}
function describeNames({ names }) {
    return names === undefined ? '' : `, whose name ${names.map(describeConstraint).join(', or ')}`;
}
/** On which terms a scope allows it: limits, times, circumstances; one line each, none for a scope without. */
export function describeTerms(scope) {
    const { limits, tool_limits = {}, windows, environment = {}, fresh, pins, renewable_until } = scope;
    return [
        ...(scope.read_only ? ['read-only: only tools that say so in a definition that is pinned'] : []),
        ...(limits === undefined ? [] : [`limit: ${describeLimits(limits)}`]),
        ...Object.entries(tool_limits).map(([tool, each]) => `limit of tool ${tool}: ${describeLimits(each)}`),
        ...(windows === undefined ? [] : [`only ${windows.map(describeWindow).join(', or ')}`]),
        ...Object.entries(environment).map(([name, constraint]) => `only where ${name} ${describeConstraint(constraint)}`),
        ...(fresh === undefined
            ? []
            : [`only while revocations are known that are at most ${counted(fresh, 'second')} old`]),
        ...(pins === undefined
            ? []
            : [`only of the server that was seen, and ${counted(Object.keys(pins.tools).length, 'tool')} as defined then`]),
        ...(renewable_until === undefined ? [] : [`renewable until ${describeTime(renewable_until)}`]),
    ];
}
function describeLimits({ calls, bytes, rate }) {
    return [
        ...(calls === undefined ? [] : [`${counted(calls, 'call')} in all`]),
        ...(bytes === undefined ? [] : [`${counted(bytes, 'byte')} in all`]),
        ...(rate === undefined ? [] : [`${counted(rate.count, 'call')} in any ${counted(rate.seconds, 'second')}`]),
    ].join('; ');
}
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
function describeWindow({ zone, days, from, to }) {
    const on = days === undefined ? 'every day' : days.map((day) => DAYS[day - 1]).join(', ');
    return `${on} from ${from} to ${to} (${zone})`;
}
function describeTime(seconds) {
    const date = new Date(seconds * 1000);
    return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
}
function counted(count, noun) {
    return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
function describeRules(rules) {
    const { [OTHER_ARGUMENTS]: others, ...named } = rules;
    const parts = Object.entries(named).map(([name, constraint]) => `${name} ${describeConstraint(constraint)}`);
    if (parts.length === 0)
        return others === undefined ? 'without arguments' : 'any arguments';
    return [...parts, others === undefined ? 'nothing else' : 'other arguments free'].join('; ');
}
/** One constraint in words, to be read behind the name of what it is about. */
export function describeConstraint(constraint) {
    if ('exact' in constraint)
        return `is ${quoted(constraint.exact)}`;
    if ('oneOf' in constraint)
        return `is one of ${list(constraint.oneOf)}`;
    if ('noneOf' in constraint)
        return `is none of ${list(constraint.noneOf)}`;
    if ('prefix' in constraint)
        return `starts with ${quoted(constraint.prefix)}`;
    if ('suffix' in constraint)
        return `ends with ${quoted(constraint.suffix)}`;
    if ('glob' in constraint)
        return `matches ${quoted(constraint.glob)}`;
    if ('pattern' in constraint)
        return `matches the pattern ${quoted(constraint.pattern)}`;
    if ('under' in constraint)
        return `is ${quoted(constraint.under)} or below it`;
    if ('contains' in constraint)
        return `is a list that contains ${quoted(constraint.contains)}`;
    if ('subset' in constraint)
        return `is a list of none but ${list(constraint.subset)}`;
    if ('size' in constraint)
        return `is text of ${describeRange(constraint.size)} bytes`;
    if ('count' in constraint)
        return `has ${describeRange(constraint.count)} items`;
    if ('anyOf' in constraint)
        return combined(constraint.anyOf, 'or');
    if ('allOf' in constraint)
        return combined(constraint.allOf, 'and');
    if ('range' in constraint)
        return `is ${describeRange(constraint.range)}`;
    return 'is anything';
}
function describeRange({ min, max }) {
    if (min === undefined)
        return `at most ${max}`;
    if (max === undefined)
        return `at least ${min}`;
    return min === max ? `exactly ${min}` : `from ${min} to ${max}`;
}
function combined(constraints, word) {
    const parts = constraints.map(describeConstraint);
    return parts.length === 1 ? parts.join() : `(${parts.join(` ${word} `)})`;
}
function list(values) {
    return values.map(quoted).join(', ');
}
// What prints as nothing, reorders the line or moves the cursor: C1 controls, zero-width, bidirectional marks.
const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
function quoted(value) {
    return writeJson(value).replace(UNSEEN, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
