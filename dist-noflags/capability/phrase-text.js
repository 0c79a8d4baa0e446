/**
 * What a scope grants of one tool, in the words of `phrase.ts`: what `--tool` is given to have it.
 *
 * @module
 */
import { isTalosError } from "../base/errors.js";
import { canonicalJson, writeJson } from "../codec/json.js";
import { parseToolPhrase } from "./phrase.js";
import { OTHER_ARGUMENTS } from "./scope.js";
/** The phrase that `parseToolPhrase` reads as just this; `undefined` where the words have none, as for a name with a space. */
export function toolPhraseOf(granted) {
    const text = `${granted.tool}${rulesText(granted.arguments)}${limitsText(granted.limits)}`;
    try {
        return plain(parseToolPhrase(text)) === plain(granted) ? text : undefined;
    }
    catch (error) {
        if (isTalosError(error, 'E_USAGE'))
            return undefined;
        throw error;
    }
}
const plain = (phrase) => canonicalJson(JSON.parse(JSON.stringify(phrase)));
function rulesText(rules) {
    const { [OTHER_ARGUMENTS]: others, ...named } = rules;
    const parts = Object.entries(named).map(([name, constraint]) => `${name} ${ruleText(constraint)}`);
    if (parts.length === 0 && others !== undefined)
        return '';
    return `(${[...parts, ...(others === undefined ? [] : [OTHER_ARGUMENTS])].join(', ')})`;
}
function limitsText({ calls, bytes, rate } = {}) {
    return [
        ...(calls === undefined ? [] : [` calls ${calls}`]),
        ...(bytes === undefined ? [] : [` bytes ${bytes}`]),
        ...(rate === undefined ? [] : [` rate ${rate.count}/${rate.seconds}s`]),
    ].join('');
}
function ruleText(constraint) {
    if ('exact' in constraint)
        return `exact ${writeJson(constraint.exact)}`;
    if ('oneOf' in constraint)
        return `in ${writeJson(constraint.oneOf)}`;
    if ('noneOf' in constraint)
        return `not in ${writeJson(constraint.noneOf)}`;
    if ('prefix' in constraint)
        return `prefix ${writeJson(constraint.prefix)}`;
    if ('suffix' in constraint)
        return `suffix ${writeJson(constraint.suffix)}`;
    if ('glob' in constraint)
        return `glob ${writeJson(constraint.glob)}`;
    if ('pattern' in constraint)
        return `matches ${writeJson(constraint.pattern)}`;
    if ('under' in constraint)
        return `under ${writeJson(constraint.under)}`;
    if ('contains' in constraint)
        return `contains ${writeJson(constraint.contains)}`;
    if ('subset' in constraint)
        return `subset of ${writeJson(constraint.subset)}`;
    if ('size' in constraint)
        return `size ${rangeText(constraint.size)}`;
    if ('count' in constraint)
        return `count ${rangeText(constraint.count)}`;
    if ('range' in constraint)
        return rangeText(constraint.range);
    if ('anyOf' in constraint)
        return `any of (${constraint.anyOf.map(ruleText).join(', ')})`;
    if ('allOf' in constraint)
        return `all of (${constraint.allOf.map(ruleText).join(', ')})`;
    return 'any';
}
function rangeText({ min, max }) {
    return [...(min === undefined ? [] : [`from ${min}`]), ...(max === undefined ? [] : [`to ${max}`])].join(' ');
}
