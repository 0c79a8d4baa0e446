/**
 * The members of a scope besides tools, resources and prompts: what else may be done, how much, when and where.
 * PROTOCOL.md §8.2.
 *
 * @module
 */
import { readArray, readBase64url, readInteger, readObject, readString } from "../codec/fields.js";
import { parseConstraint } from "./constraint.js";
import { MAX_SERVICE_NAME, MAX_TOOLS, readName, readNamed, SERVICE_NAME } from "./scope-names.js";
import { malformed } from "./verdict.js";
import { MAX_WINDOWS, readWindow } from "./window.js";
/** Most constraints on names of files. */
export const MAX_FILE_NAMES = 64;
/** Most further services of a scope. */
export const MAX_SERVICES = 64;
/** Most names that `environment` constrains. */
export const MAX_ENVIRONMENT = 16;
/** Longest time that a rate counts over and that revocations may be unknown for, in seconds: that of a token. */
export const MAX_SCOPE_SECONDS = 400 * 86_400;
/** How each member is read, in the order in which they are written. */
const MEMBERS = {
    messages: readMessages,
    files: readFiles,
    services: (json) => readNames(json, 'services', MAX_SERVICES, (name, at) => readService(name, at)),
    read_only: (json) => {
        if (json !== true)
            throw malformed('read_only must be true');
        return true;
    },
    limits: (json) => readLimits(json, 'limits'),
    tool_limits: (json) => readNamed(json, 'tool_limits', MAX_TOOLS, (each) => readLimits(each, 'tool_limits')),
    windows: (json) => readArray(json, 'windows', { min: 1, max: MAX_WINDOWS }, readWindow),
    environment: (json, room) => readNamed(json, 'environment', MAX_ENVIRONMENT, (each) => parseConstraint(each, room)),
    fresh: (json) => readInteger(json, 'fresh', { min: 1, max: MAX_SCOPE_SECONDS }),
    pins: readPins,
    read_only_tools: (json) => readNames(json, 'read_only_tools', MAX_TOOLS, readName),
    renewable_until: (json) => readInteger(json, 'renewable_until', { min: 1 }),
};
/** Names of the members, for the shape of a scope. */
export const MEMBER_NAMES = Object.keys(MEMBERS);
/**
 * Reads those of the members that are there.
 *
 * @throws {TalosError} `E_MALFORMED` or `MALFORMED` for another form or a count over its limit.
 */
export function readMembers(fields, room) {
    const members = {};
    for (const name of MEMBER_NAMES) {
        const json = fields[name];
        if (json !== undefined)
            members[name] = MEMBERS[name](json, room);
    }
    return members;
}
/**
 * Members that are about tools must be about those that are granted, and what is called read-only must be pinned.
 *
 * @throws {TalosError} `MALFORMED` otherwise.
 */
export function checkMembers(members, tools) {
    const { tool_limits = {}, pins, read_only_tools = [] } = members;
    const pinned = pins?.tools ?? {};
    for (const tool of [...Object.keys(tool_limits), ...Object.keys(pinned)])
        if (!Object.hasOwn(tools, tool))
            throw malformed('a limit or pin of a tool that is not granted');
    for (const tool of read_only_tools)
        if (!Object.hasOwn(pinned, tool))
            throw malformed('a tool in read_only_tools is not pinned');
}
function readMessages(json) {
    const { max_bytes } = readObject(json, { required: [], optional: ['max_bytes'] }, 'messages');
    return max_bytes === undefined ? {} : { max_bytes: readInteger(max_bytes, 'messages.max_bytes', { min: 1 }) };
}
function readFiles(json, room) {
    const { max_bytes, names } = readObject(json, { required: [], optional: ['max_bytes', 'names'] }, 'files');
    return {
        ...(max_bytes === undefined ? {} : { max_bytes: readInteger(max_bytes, 'files.max_bytes', { min: 1 }) }),
        ...(names === undefined
            ? {}
            : {
                names: readArray(names, 'files.names', { min: 1, max: MAX_FILE_NAMES }, (each) => parseConstraint(each, room)),
            }),
    };
}
function readLimits(json, name) {
    const { calls, bytes, rate } = readObject(json, { required: [], optional: ['calls', 'bytes', 'rate'] }, name);
    if (calls === undefined && bytes === undefined && rate === undefined)
        throw malformed(`${name} must have a limit`);
    return {
        ...(calls === undefined ? {} : { calls: readInteger(calls, `${name}.calls`, { min: 1 }) }),
        ...(bytes === undefined ? {} : { bytes: readInteger(bytes, `${name}.bytes`, { min: 1 }) }),
        ...(rate === undefined ? {} : { rate: readRate(rate, `${name}.rate`) }),
    };
}
function readRate(json, name) {
    const { count, seconds } = readObject(json, { required: ['count', 'seconds'] }, name);
    return {
        count: readInteger(count, `${name}.count`, { min: 1 }),
        seconds: readInteger(seconds, `${name}.seconds`, { min: 1, max: MAX_SCOPE_SECONDS }),
    };
}
function readPins(json) {
    const { server, tools } = readObject(json, { required: ['server', 'tools'] }, 'pins');
    return { server: readHash(server, 'pins.server'), tools: readNamed(tools, 'pins', MAX_TOOLS, readHash) };
}
function readHash(json, name = 'pins') {
    readBase64url(json, name, 32);
    return json;
}
function readService(json, name) {
    return readString(json, name, { min: 1, max: MAX_SERVICE_NAME, pattern: SERVICE_NAME });
}
function readNames(json, name, max, read) {
    const names = readArray(json, name, { min: 1, max }, read);
    if (new Set(names).size < names.length)
        throw malformed(`${name} names one twice`);
    return names;
}
