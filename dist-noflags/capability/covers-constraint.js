import { holds, holdsForUri } from "./constraint.js";
import { equalJson } from "./constraint-check.js";
import { globCoversGlob, globIsUnder, globPrefix, globSuffix } from "./glob-covers.js";
import { isUnder } from "./path.js";
/** One comparison of constraints. */
export class ConstraintComparison {
    #effort;
    #isUri;
    constructor(effort, kind) {
        this.#effort = effort;
        this.#isUri = kind === 'uri';
    }
    /** Whether every value that meets `child` meets `parent`, as far as it can be shown. */
    covers(parent, child) {
        if (!this.#spend(1))
            return false;
        const values = this.#valuesOf(child);
        if (values !== undefined)
            return values.every((value) => this.#holds(parent, value));
        if ('allOf' in parent)
            return parent.allOf.every((each) => this.covers(each, child));
        // Of URIs a single kind alone is known to let plain ones through and no others.
        if ('noneOf' in parent && !this.#isUri)
            return this.#excludes(child, parent.noneOf);
        if ('anyOf' in child)
            return child.anyOf.every((each) => this.covers(parent, each));
        if ('anyOf' in parent && parent.anyOf.some((each) => this.covers(each, child)))
            return true;
        if ('allOf' in child)
            return child.allOf.some((each) => this.covers(parent, each));
        return 'noneOf' in parent ? this.#excludes(child, parent.noneOf) : this.#single(parent, child);
    }
    /** Whether none of `values` meets the constraint. */
    #excludes(constraint, excluded) {
        return excluded.every((value) => this.#spend(weightOf(constraint, value)) && !this.#isMet(constraint, value));
    }
    #holds(constraint, value) {
        return this.#spend(weightOf(constraint, value)) && this.#isMet(constraint, value);
    }
    #isMet(constraint, value) {
        return this.#isUri && typeof value === 'string' ? holdsForUri(constraint, value) : holds(constraint, value);
    }
    /** All values that meet the constraint, where they are few enough to be named. */
    #valuesOf(constraint) {
        if ('exact' in constraint)
            return [constraint.exact];
        if ('oneOf' in constraint)
            return constraint.oneOf;
        if (!('allOf' in constraint))
            return undefined;
        for (const each of constraint.allOf) {
            const values = this.#valuesOf(each);
            if (values !== undefined)
                return values.filter((value) => this.#mayMeet(constraint, value));
        }
        return undefined;
    }
    /** As {@link #isMet}; `true` where that would take too long. */
    #mayMeet(constraint, value) {
        return !this.#spend(weightOf(constraint, value)) || this.#isMet(constraint, value);
    }
    /** Of two kinds that name no values and combine nothing. */
    #single(parent, child) {
        if ('any' in parent)
            return true;
        if ('prefix' in parent)
            return beginningOf(child)?.startsWith(parent.prefix) === true;
        if ('suffix' in parent)
            return endingOf(child)?.endsWith(parent.suffix) === true;
        if ('under' in parent)
            return isBelow(child, parent.under);
        if ('glob' in parent)
            return 'glob' in child && this.#globs(parent.glob, child.glob);
        if ('range' in parent)
            return 'range' in child && isWithin(parent.range, child.range);
        if ('size' in parent)
            return 'size' in child && isWithin(parent.size, child.size, 0);
        if ('count' in parent)
            return 'count' in child && isWithin(parent.count, child.count, 0);
        if ('subset' in parent)
            return 'subset' in child && child.subset.every((item) => this.#isOneOf(parent.subset, item));
        if ('pattern' in parent)
            return 'pattern' in child && child.pattern === parent.pattern;
        return 'contains' in parent && 'contains' in child && equalJson(parent.contains, child.contains);
    }
    #isOneOf(values, value) {
        return this.#spend(values.length) && values.some((each) => equalJson(each, value));
    }
    #globs(parent, child) {
        return (globPrefix(child).startsWith(globPrefix(parent)) &&
            this.#spend(parent.length * child.length) &&
            globCoversGlob(parent, child));
    }
    #spend(steps) {
        this.#effort.steps -= steps;
        return this.#effort.steps >= 0;
    }
}
/** About how many steps it takes to say whether `value` meets the constraint. */
function weightOf(constraint, value) {
    const length = typeof value === 'string' ? value.length + 1 : 1;
    if ('glob' in constraint)
        return constraint.glob.length * length;
    if ('pattern' in constraint)
        return constraint.pattern.length * length;
    if ('anyOf' in constraint)
        return sum(constraint.anyOf.map((each) => weightOf(each, value)));
    if ('allOf' in constraint)
        return sum(constraint.allOf.map((each) => weightOf(each, value)));
    return length;
}
function sum(weights) {
    return weights.reduce((a, b) => a + b, 1);
}
/** What every text that meets the constraint starts with. */
function beginningOf(constraint) {
    if ('prefix' in constraint)
        return constraint.prefix;
    if ('under' in constraint)
        return constraint.under;
    return 'glob' in constraint ? globPrefix(constraint.glob) : undefined;
}
/** What every text that meets the constraint ends with. */
function endingOf(constraint) {
    if ('suffix' in constraint)
        return constraint.suffix;
    return 'glob' in constraint ? globSuffix(constraint.glob) : undefined;
}
function isBelow(child, base) {
    if ('under' in child)
        return isUnder(child.under, base);
    return 'glob' in child && globIsUnder(child.glob, base);
}
/** @param least - What a bound that is absent below means. */
function isWithin(parent, child, least = Number.NEGATIVE_INFINITY) {
    const { min: low = least, max: high = Number.POSITIVE_INFINITY } = parent;
    const { min = least, max = Number.POSITIVE_INFINITY } = child;
    return low <= min && max <= high;
}
