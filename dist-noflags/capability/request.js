/**
 * What the SDK is asked of capabilities, as an application writes it: what to grant, to pass on, to verify.
 *
 * @module
 */
import { membersOf } from "../base/caller-mistakes.js";
import { parseDuration } from "../base/duration.js";
import { invariant, isTalosError, TalosError } from "../base/errors.js";
import { parseJson, writeJson } from "../codec/json.js";
import { parseDid } from "../identity/did.js";
import { authorizeCall, verifyChain } from "./authorize.js";
import { readChain, splitChain } from "./chain.js";
import { parseToolPhrases } from "./phrase.js";
import { parseScope } from "./scope.js";
/** How long a grant lasts unless asked otherwise. PROTOCOL.md §11. */
export const DEFAULT_GRANT_LIFETIME = '15m';
/** @throws {TypeError} for a request or a member of another type. */
export function termsOfRequest(request) {
    const { subject, expiresIn, depth, audience, service } = membersOf(request, 'request', {
        subject: 'text',
        expiresIn: 'text?',
        depth: 'number?',
        audience: 'text?',
        service: 'text?',
    });
    return { subject, expiresIn, depth, audience, service };
}
/**
 * The scope that a request asks for. Copied through text, so that what the caller changes later changes nothing.
 *
 * @throws {TypeError} for what is no JSON.
 * @throws {TalosError} `MALFORMED` for what is no scope; `E_USAGE` for a phrase that is not understood.
 */
export function scopeOfRequest(request, service) {
    const given = membersOfRequest(request);
    const { tools, tool_limits } = toolsOf(request.tools);
    const limits = toolLimits(given['tool_limits'], tool_limits);
    return parseScope(copyOf({ ...given, ...limits, tools, service }));
}
/**
 * The scope that a request asks for within `parent`: what that allows, on narrower terms, where it says nothing of what
 * is to be allowed.
 *
 * @throws as {@link scopeOfRequest}.
 */
export function scopeToPassOn(request, parent) {
    if (request.tools !== undefined)
        return scopeOfRequest({ ...request, tools: request.tools }, parent.service);
    const given = membersOfRequest(request);
    const allowed = saysWhat(given) ? { tools: {} } : thingsOf(parent);
    return parseScope(copyOf({ ...allowed, ...given, service: parent.service }));
}
/** The members of a scope that allow something; the others are terms. */
const THINGS = ['tools', 'resources', 'prompts', 'messages', 'files', 'services'];
/** Whether members of a scope say what is allowed, besides on which terms. */
export function saysWhat(members) {
    return THINGS.some((name) => members[name] !== undefined);
}
/** What `scope` allows, without its terms. */
export function thingsOf(scope) {
    const named = THINGS.flatMap((name) => (scope[name] === undefined ? [] : [[name, scope[name]]]));
    return Object.fromEntries(named);
}
/** The members of the scope that a request names, but for its tools. */
function membersOfRequest(request) {
    const { subject: _, expiresIn: __, depth: ___, audience: ____, service: _____, tools: ______, ...said } = request;
    return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}
function toolsOf(tools) {
    if (!Array.isArray(tools))
        return { tools };
    const texts = tools.map((each) => {
        if (typeof each !== 'string')
            throw new TypeError('tools must be phrases, or an object of rules');
        return each;
    });
    return parseToolPhrases(texts);
}
/**
 * Limits of tools that stand in phrases, and those that were given besides.
 *
 * @throws {TalosError} `E_USAGE` where both are about one tool.
 */
export function toolLimits(given, phrases) {
    if (phrases === undefined)
        return given === undefined ? {} : { tool_limits: given };
    if (given === undefined)
        return { tool_limits: phrases };
    if (typeof given === 'object' && given !== null && Object.keys(given).some((tool) => Object.hasOwn(phrases, tool)))
        throw new TalosError('E_USAGE', 'limits of a tool are said twice');
    return { tool_limits: { ...given, ...phrases } };
}
/** A copy, through text. @throws {TypeError} for what is no JSON. */
export function copyOf(value) {
    try {
        return parseJson(writeJson(value));
    }
    catch (error) {
        if (isTalosError(error, 'E_MALFORMED'))
            throw new TypeError(`a value must be JSON: ${error.message}`, { cause: error });
        throw error;
    }
}
/** Whole seconds of a duration. @throws {TalosError} `E_USAGE`. */
export function secondsOf(duration) {
    return Math.floor(parseDuration(duration) / 1000);
}
/**
 * What a serving agent would decide about a request under a capability.
 *
 * @param token - The token, or the text of a chain.
 * @throws {TypeError} for a request of another form; {RangeError} unless one of tool, resource and prompt is asked for.
 * @throws {TalosError} `E_BAD_DID`.
 */
export function verdictOn(token, request, standing) {
    const asked = callOf(request);
    try {
        const leaf = readChain(token).at(-1);
        invariant(leaf !== undefined, 'a chain has a token');
        const { claims } = leaf;
        const audience = request.audience === undefined ? claims.audience : parseDid(request.audience);
        const holder = request.as === undefined ? claims.subject : parseDid(request.as);
        const roots = request.roots?.map((root) => parseDid(root)) ?? [audience];
        const context = { ...standing, roots, audience, holder, service: claims.scope.service };
        const verdict = verifyChain(splitChain(token), context);
        if (!verdict.allowed)
            return refused(verdict);
        const call = authorizeCall(verdict.grant, asked, standing);
        return call.allowed ? { allowed: true, expiresAt: verdict.grant.expiresAtS * 1000 } : refused(call);
    }
    catch (error) {
        if (isTalosError(error, 'MALFORMED'))
            return { allowed: false, code: error.code, reason: error.message };
        throw error;
    }
}
function refused({ code, reason }) {
    return { allowed: false, code, reason };
}
function callOf(request) {
    const { tool, arguments: given = {}, resource, prompt, } = membersOf(request, 'request', {
        tool: 'text?',
        arguments: 'object?',
        resource: 'text?',
        prompt: 'text?',
        as: 'text?',
        audience: 'text?',
        roots: 'texts?',
    });
    if ([tool, resource, prompt].filter((each) => each !== undefined).length !== 1)
        throw new RangeError('one of tool, resource and prompt must be asked for');
    if (tool !== undefined)
        return { kind: 'tool', name: tool, arguments: copyOf(given) };
    return resource === undefined ? { kind: 'prompt', name: prompt ?? '' } : { kind: 'resource', uri: resource };
}
