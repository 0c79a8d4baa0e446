/**
 * Which rule an argument of a call is under. PROTOCOL.md §8.2.
 *
 * @module
 */
import { foldCase } from "../base/fold-case.js";
import { OTHER_ARGUMENTS } from "./scope.js";
/** The constraint on the argument `name`; `undefined` where it is not granted. */
export function ruleOf(rules, name) {
    return rules[name] ?? (isSecondSpelling(rules, name) ? undefined : rules[OTHER_ARGUMENTS]);
}
/**
 * Whether `name` is one of `rules` in other case. Some readers (Go's `encoding/json`) take members without regard to
 * case, the last one winning: they would read a free `Path` where `path` was checked.
 */
function isSecondSpelling(rules, name) {
    for (const named in rules)
        if (named.length === name.length && named !== name && foldCase(named) === foldCase(name))
            return true;
    return false;
}
