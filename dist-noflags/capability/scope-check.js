/**
 * Scopes as functions: what a grant says of each tool is laid out once, so that a call that is allowed costs a walk over
 * its arguments, and allocates nothing. PROTOCOL.md §8.2.
 *
 * @module
 */
import { foldCase } from "../base/fold-case.js";
import { isFields } from "../codec/fields.js";
import { isExact, JsonNumber, MAX_JSON_DEPTH } from "../codec/json.js";
import { checkOf, makeCheck, uriCheckOf } from "./constraint-check.js";
import { OTHER_ARGUMENTS } from "./scope.js";
import { ALLOWED, deny } from "./verdict.js";
import { WindowClock } from "./window-clock.js";
const NOT_GRANTED = Object.freeze(deny('SCOPE_MISMATCH', 'the tool is not granted'));
const NOT_READ_ONLY = Object.freeze(deny('SCOPE_MISMATCH', 'the token is read-only, and the tool is not pinned as one that changes nothing'));
const NO_OBJECT = Object.freeze(deny('MALFORMED', 'the arguments are no object'));
const STRAY = Object.freeze(deny('CONSTRAINT', 'an argument is not granted'));
const NOT_EXACT = Object.freeze(deny('CONSTRAINT', 'a number is not exact'));
/** The rules of one tool. */
class ToolCheck {
    #names;
    #checks;
    /** Whether other arguments are granted too. */
    #isOpen;
    constructor(rules) {
        this.#names = Object.keys(rules).filter((name) => name !== OTHER_ARGUMENTS);
        this.#checks = this.#names.map((name) => makeCheck(rules[name]));
        this.#isOpen = rules[OTHER_ARGUMENTS] !== undefined;
    }
    verdict(given) {
        if (!isFields(given))
            return NO_OBJECT;
        return this.#verdictOn(given);
    }
    #verdictOn(given) {
        const names = this.#names;
        for (let i = 0; i < names.length; i++) {
            const name = names[i];
            const value = given[name];
            // A missing argument is refused: the tool would take its own default.
            if (value === undefined || !Object.hasOwn(given, name))
                return deny('CONSTRAINT', `the argument ${name} is missing`);
            if (typeof value !== 'string' && !isExactThroughout(value, MAX_JSON_DEPTH))
                return NOT_EXACT;
            if (!this.#checks[i](value))
                return deny('CONSTRAINT', `the argument ${name} is outside what is granted`);
        }
        let count = 0;
        // Whatever is enumerable counts: more than the named ones is a stray, wherever it comes from.
        for (const _ in given)
            count++;
        return count === names.length ? ALLOWED : this.#others(given);
    }
    /** There are arguments beside the named ones. A stranger's argument name stays out of the reason. */
    #others(given) {
        for (const name in given) {
            if (this.#names.includes(name))
                continue;
            if (!this.#isOpen || this.#isSecondSpelling(name))
                return STRAY;
            const value = given[name];
            if (typeof value !== 'string' && !isExactThroughout(value, MAX_JSON_DEPTH))
                return NOT_EXACT;
        }
        return ALLOWED;
    }
    /**
     * Whether `name` is a named argument in other case. Some readers (Go's `encoding/json`) take members without regard to
     * case, the last one winning: they would read a free `Path` where `path` was checked.
     */
    #isSecondSpelling(name) {
        return this.#names.some((named) => named.length === name.length && foldCase(named) === foldCase(name));
    }
}
/** Whether every number in `value` is what a double carries: tools read doubles, so nothing else can be judged. */
function isExactThroughout(value, depthLeft) {
    if (typeof value === 'number')
        return Number.isFinite(value);
    if (typeof value !== 'object' || value === null)
        return true;
    if (value instanceof JsonNumber)
        return isExact(value);
    if (depthLeft === 0)
        return false;
    const items = Array.isArray(value) ? value : Object.values(value);
    return items.every((item) => isExactThroughout(item, depthLeft - 1));
}
const OUTSIDE_WINDOWS = Object.freeze(deny('CONSTRAINT', 'the token does not allow calls at this time'));
const OTHER_ENVIRONMENT = Object.freeze(deny('CONSTRAINT', 'the token does not allow calls in this place'));
const NO_RESOURCE = Object.freeze(deny('SCOPE_MISMATCH', 'the resource is not granted'));
const NO_PROMPT = Object.freeze(deny('SCOPE_MISMATCH', 'the prompt is not granted'));
const NO_MESSAGES = Object.freeze(deny('SCOPE_MISMATCH', 'messages are not granted'));
const TOO_LONG = Object.freeze(deny('CONSTRAINT', 'the message is longer than is granted'));
const NO_FILES = Object.freeze(deny('SCOPE_MISMATCH', 'files are not granted'));
const OTHER_FILE = Object.freeze(deny('CONSTRAINT', 'the file is larger, or named otherwise, than is granted'));
const NO_SUCH_KIND = Object.freeze(deny('SCOPE_MISMATCH', 'this kind of request cannot be granted'));
/** A scope, laid out for checks. */
export class ScopeCheck {
    #granted;
    /** Those that may be called at all. */
    #readOnly;
    /** Laid out when they are first called. */
    #tools = new Map();
    #resources;
    #prompts;
    #windows;
    #messages;
    #files;
    #environment;
    /** The environment that was looked at last, and whether it is the right one. */
    #seen;
    #isRightPlace = false;
    constructor(scope) {
        const { tools, resources = [], prompts = [], windows, environment = {}, read_only, read_only_tools } = scope;
        this.#messages = scope.messages;
        this.#files = scope.files;
        this.#granted = tools;
        // Closed where nothing says which tools only read.
        this.#readOnly = read_only === true ? new Set(read_only_tools) : undefined;
        this.#resources = resources.map(uriCheckOf);
        this.#prompts = prompts.map(checkOf);
        this.#windows = windows === undefined ? undefined : new WindowClock(windows);
        this.#environment = Object.entries(environment).map(([name, constraint]) => [name, checkOf(constraint)]);
    }
    /** Why nothing is allowed now and here: `CONSTRAINT`. */
    #closed(nowMs, environment) {
        if (this.#windows?.isWithin(nowMs) === false)
            return OUTSIDE_WINDOWS;
        if (this.#environment.length > 0 && !this.#isIn(environment))
            return OTHER_ENVIRONMENT;
        return undefined;
    }
    /** The verdict on a message of so many bytes: allowed, or `SCOPE_MISMATCH` or `CONSTRAINT`. */
    message(bytes, nowMs, environment) {
        const closed = this.#closed(nowMs, environment);
        if (closed !== undefined)
            return closed;
        if (this.#messages === undefined)
            return NO_MESSAGES;
        return bytes <= (this.#messages.max_bytes ?? Number.POSITIVE_INFINITY) ? ALLOWED : TOO_LONG;
    }
    /** The verdict on a file: allowed, or `SCOPE_MISMATCH` or `CONSTRAINT`. */
    file({ name, size }, nowMs, environment) {
        const closed = this.#closed(nowMs, environment);
        if (closed !== undefined)
            return closed;
        if (this.#files === undefined)
            return NO_FILES;
        const { max_bytes = Number.POSITIVE_INFINITY, names } = this.#files;
        const isNamed = names === undefined || names.some((each) => checkOf(each)(name));
        return size <= max_bytes && isNamed ? ALLOWED : OTHER_FILE;
    }
    /** The verdict on a request: allowed, or `SCOPE_MISMATCH`, `CONSTRAINT` or `MALFORMED`. */
    verdict(request, nowMs, environment) {
        const closed = this.#closed(nowMs, environment);
        if (closed !== undefined)
            return closed;
        switch (request.kind) {
            case 'tool':
                return ((this.#tools.get(request.name) ?? this.#tool(request.name))?.verdict(request.arguments) ??
                    this.#noTool(request.name));
            case 'resource':
                return this.hasResource(request.uri) ? ALLOWED : NO_RESOURCE;
            case 'prompt':
                return this.hasPrompt(request.name) ? ALLOWED : NO_PROMPT;
            default:
                return NO_SUCH_KIND;
        }
    }
    #tool(name) {
        const rules = this.hasTool(name) ? this.#granted[name] : undefined;
        if (rules === undefined)
            return undefined;
        const check = new ToolCheck(rules);
        this.#tools.set(name, check);
        return check;
    }
    #noTool(name) {
        const isNamed = typeof name === 'string' && Object.hasOwn(this.#granted, name);
        return isNamed && this.#readOnly !== undefined ? NOT_READ_ONLY : NOT_GRANTED;
    }
    /** An object that was looked at is not changed; where nothing is said, nothing holds. */
    #isIn(environment) {
        if (environment === undefined)
            return false;
        if (environment !== this.#seen) {
            this.#isRightPlace = this.#environment.every(([name, check]) => {
                const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
                return value !== undefined && check(value);
            });
            this.#seen = environment;
        }
        return this.#isRightPlace;
    }
    /** Whether the tool may be called at all. */
    hasTool(name) {
        // A name that is no string must not become one.
        return typeof name === 'string' && Object.hasOwn(this.#granted, name) && (this.#readOnly?.has(name) ?? true);
    }
    /** Whether a resource is granted. */
    hasResource(uri) {
        return typeof uri === 'string' && this.#resources.some((check) => check(uri));
    }
    /** Whether a prompt is granted. */
    hasPrompt(name) {
        return typeof name === 'string' && this.#prompts.some((check) => check(name));
    }
}
const CHECKS = new WeakMap();
/** The checks of `scope`, which must not change any more: made when they are first asked for. */
export function scopeCheckOf(scope) {
    let check = CHECKS.get(scope);
    if (check === undefined) {
        check = new ScopeCheck(scope);
        CHECKS.set(scope, check);
    }
    return check;
}
