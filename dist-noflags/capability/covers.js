/**
 * Whether a scope lies within another: what decides about a delegated token. PROTOCOL.md §8.3.
 *
 * Sound, not complete: `true` only where every request that the child allows the parent allows too. Where that cannot be
 * shown the answer is `false`, as it is beyond a bound of work: who delegates then says it in the parent's words.
 *
 * @module
 */
import { ruleOf } from "./argument-rules.js";
import { ConstraintComparison } from "./covers-constraint.js";
import { OTHER_ARGUMENTS } from "./scope.js";
/** Most steps of one comparison of two scopes: about 10 ms. Those that people write take some thousands. */
export const MAX_COVERS_STEPS = 1_000_000;
/** Whether every request that `child` allows `parent` allows too, as far as it can be shown. */
export function covers(parent, child) {
    const effort = { steps: MAX_COVERS_STEPS };
    const values = new ConstraintComparison(effort, 'value');
    const uris = new ConstraintComparison(effort, 'uri');
    const comparison = {
        parent,
        child,
        values: (above, below) => values.covers(above, below),
        uris: (above, below) => uris.covers(above, below),
    };
    return [...new Set([...Object.keys(parent), ...Object.keys(child)])].every((name) => Object.hasOwn(MEMBERS, name) ? MEMBERS[name](comparison) : false);
}
/** How each member is compared; none is left out, so that none that comes later is passed over. */
const MEMBERS = {
    service: ({ parent, child }) => parent.service === child.service,
    tools: ({ parent, child, values }) => Object.entries(child.tools).every(([tool, rules]) => {
        const above = parent.tools[tool];
        return above !== undefined && coversRules(above, rules, values);
    }),
    resources: ({ parent, child, uris }) => coversEach(parent.resources, child.resources, uris),
    prompts: ({ parent, child, values }) => coversEach(parent.prompts, child.prompts, values),
    messages: ({ parent, child }) => isWithinSize(parent.messages, child.messages),
    files: ({ parent, child, values }) => isWithinSize(parent.files, child.files) && coversNames(parent.files, child.files, values),
    services: ({ parent, child }) => (child.services ?? []).every((each) => parent.services?.includes(each) === true),
    read_only: ({ parent, child }) => parent.read_only === undefined || child.read_only === true,
    limits: ({ parent, child }) => areWithin(parent.limits, child.limits),
    tool_limits: ({ parent, child }) => Object.keys(child.tools).every((tool) => areWithin(parent.tool_limits?.[tool], child.tool_limits?.[tool])),
    windows: ({ parent, child }) => parent.windows === undefined || areInside(parent.windows, child.windows),
    environment: ({ parent, child, values }) => Object.entries(parent.environment ?? {}).every(([name, above]) => {
        const below = child.environment?.[name];
        return below !== undefined && values(above, below);
    }),
    fresh: ({ parent, child }) => isAtMost(parent.fresh, child.fresh),
    pins: ({ parent, child }) => hasPinsOf(parent, child),
    read_only_tools: ({ parent, child }) => parent.read_only === undefined ||
        (child.read_only_tools ?? []).every((tool) => parent.read_only_tools?.includes(tool) === true),
    renewable_until: ({ parent, child }) => child.renewable_until === undefined || child.renewable_until <= (parent.renewable_until ?? 0),
};
function coversRules(parent, child, values) {
    // A call without an argument that the parent names would be refused there.
    if (Object.keys(parent).some((name) => name !== OTHER_ARGUMENTS && !Object.hasOwn(child, name)))
        return false;
    return Object.entries(child).every(([name, below]) => {
        const above = name === OTHER_ARGUMENTS ? parent[OTHER_ARGUMENTS] : ruleOf(parent, name);
        return above !== undefined && values(above, below);
    });
}
/** Of lists in which one that holds is enough. */
function coversEach(parent = [], child = [], compare) {
    return child.every((below) => parent.some((above) => compare(above, below)));
}
function isWithinSize(parent, child) {
    return child === undefined || (parent !== undefined && isAtMost(parent.max_bytes, child.max_bytes));
}
function coversNames(parent, child, values) {
    if (child === undefined || parent?.names === undefined)
        return true;
    return child.names !== undefined && coversEach(parent.names, child.names, values);
}
/** Where the parent has a bound the child has one that is no greater. */
function isAtMost(parent, child) {
    return parent === undefined || (child !== undefined && child <= parent);
}
function areWithin(parent, child) {
    return (isAtMost(parent?.calls, child?.calls) &&
        isAtMost(parent?.bytes, child?.bytes) &&
        isSlower(parent?.rate, child?.rate));
}
/** No more within a time that is no shorter. */
function isSlower(parent, child) {
    return (parent === undefined || (child !== undefined && child.count <= parent.count && child.seconds >= parent.seconds));
}
function areInside(parent, child) {
    return child?.every((below) => parent.some((above) => isInside(above, below))) === true;
}
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
function isInside(parent, child) {
    const { days = EVERY_DAY } = parent;
    // Two digits each: the order of the texts is the order of the times.
    return (parent.zone === child.zone &&
        (child.days ?? EVERY_DAY).every((day) => days.includes(day)) &&
        parent.from <= child.from &&
        child.to <= parent.to);
}
/** The pins of the parent, no more and no fewer, on the tools that the child grants. */
function hasPinsOf({ pins: above }, { pins: below, tools }) {
    if (above === undefined)
        return true;
    if (below === undefined || below.server !== above.server)
        return false;
    return Object.keys(tools).every((tool) => above.tools[tool] === below.tools[tool]);
}
