/**
 * What is asked to be granted, as a scope: phrases for tools, and the other members as JSON text.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { parseConstraint } from "../../capability/constraint.js";
import { parseToolPhrases } from "../../capability/phrase.js";
import { saysWhat, thingsOf, toolLimits } from "../../capability/request.js";
import { parseScope } from "../../capability/scope.js";
import { isFields } from "../../codec/fields.js";
import { parseJson } from "../../codec/json.js";
/** The members of a scope in JSON text. @throws {TalosError} `E_USAGE` for no object. */
function termsOf(text) {
    const terms = text === undefined ? {} : parseJson(text);
    if (!isFields(terms))
        throw new TalosError('E_USAGE', 'the terms of a grant are an object');
    return terms;
}
/**
 * The scope that `params` ask for, of `service` unless they name another.
 *
 * @throws {TalosError} `E_USAGE` for a phrase that is not understood, and for a member that is said twice; `MALFORMED`.
 */
export function scopeAskedFor(params, service) {
    const { tools = {}, service: named, tool_limits, ...terms } = termsOf(params.terms);
    if (!isFields(tools))
        throw new TalosError('E_USAGE', 'the tools of a grant are an object');
    if (params.service !== undefined && named !== undefined && params.service !== named)
        throw new TalosError('E_USAGE', 'two services are named');
    const members = Object.entries(terms);
    for (const name of ['resources', 'prompts']) {
        const texts = params[name];
        if (texts !== undefined)
            members.push([name, texts.map((text) => parseConstraint(parseJson(text)))]);
    }
    const phrases = parseToolPhrases(params.tools);
    const rules = [
        ...Object.entries(tools),
        ...Object.entries(phrases.tools),
    ];
    return parseScope({
        ...onceEach(members, 'a member'),
        ...toolLimits(tool_limits, phrases.tool_limits),
        service: params.service ?? named ?? service(),
        tools: onceEach(rules, 'a tool'),
    });
}
/**
 * The scope that `params` ask for within `parent`: what that allows, on the terms that they name, where they say nothing of what is to be allowed.
 *
 * @throws {TalosError} as {@link scopeAskedFor}.
 */
export function scopeToDelegate({ tools, ...params }, parent) {
    const { resources, prompts } = params;
    const isAsked = tools !== undefined || saysWhat({ ...termsOf(params.terms), resources, prompts });
    if (isAsked)
        return scopeAskedFor({ ...params, tools: tools ?? [] }, () => parent.service);
    return onTerms(parseScope({ ...thingsOf(parent), service: parent.service }), params.terms);
}
/**
 * `scope` on further terms, as JSON text; a scope without them where there are none.
 *
 * @throws {TalosError} `E_USAGE` for terms that say what the scope says already; `MALFORMED`.
 */
export function onTerms(scope, text) {
    if (text === undefined)
        return scope;
    const members = [...Object.entries(scope), ...Object.entries(termsOf(text))];
    return parseScope(onceEach(members, 'a member'));
}
function onceEach(entries, what) {
    const object = Object.create(null);
    for (const [name, value] of entries) {
        if (object[name] !== undefined)
            throw new TalosError('E_USAGE', `${what} of the scope is named twice`);
        object[name] = value;
    }
    return object;
}
