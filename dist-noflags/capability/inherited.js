/**
 * `given`, under those conditions of `parent` that it says nothing about: limits, windows, environment, freshness, pins
 * and that it may only read. A delegated token must not lack them; what it may do besides is for `given` alone to say.
 */
export function underConditionsOf(parent, given) {
    const { limits, windows, environment, fresh, read_only } = parent;
    return {
        ...(windows && { windows }),
        ...(fresh !== undefined && { fresh }),
        ...(read_only && { read_only }),
        ...given,
        ...(limits && { limits: { ...limits, ...given.limits } }),
        ...(environment && { environment: { ...environment, ...given.environment } }),
        ...toolLimitsOf(parent, given),
        ...pinsOf(parent, given),
    };
}
function toolLimitsOf(parent, given) {
    const limits = Object.keys(given.tools).flatMap((tool) => {
        const [above, own] = [parent.tool_limits?.[tool], given.tool_limits?.[tool]];
        return above === undefined && own === undefined ? [] : [[tool, { ...above, ...own }]];
    });
    return limits.length === 0 ? {} : { tool_limits: Object.fromEntries(limits) };
}
function pinsOf({ pins, read_only_tools = [] }, given) {
    if (pins === undefined || given.pins !== undefined)
        return {};
    const isGranted = (tool) => Object.hasOwn(given.tools, tool);
    const tools = Object.fromEntries(Object.entries(pins.tools).filter(([tool]) => isGranted(tool)));
    const onlyRead = read_only_tools.filter(isGranted);
    return { pins: { server: pins.server, tools }, ...(onlyRead.length === 0 ? {} : { read_only_tools: onlyRead }) };
}
