/**
 * The gate of a served tunnel: its capability, what the service lends, and the rules, asked as one.
 *
 * @module
 */
import { coversPrompt, coversResource, coversTool, } from "../../capability/authorize.js";
import { ALLOWED } from "../../capability/verdict.js";
/** See the module comment. */
export class CallGate {
    #parts;
    #grant;
    #lent;
    /** What the caller may know of. */
    coverage;
    constructor(parts) {
        this.#parts = parts;
        const { grant, lends, rules } = parts;
        this.#grant = grant;
        this.#lent = lends === undefined ? undefined : { ...grant, scope: lends };
        const grants = this.#lent === undefined ? [grant] : [grant, this.#lent];
        const shown = rules.flatMap(({ coverage }) => coverage ?? []);
        this.coverage = {
            tool: (name, entry) => grants.every((each) => coversTool(each, name)) && shown.every((each) => each.tool?.(name, entry) ?? true),
            resource: (uri) => grants.every((each) => coversResource(each, uri)) && shown.every((each) => each.resource?.(uri) ?? true),
            prompt: (name) => grants.every((each) => coversPrompt(each, name)) && shown.every((each) => each.prompt?.(name) ?? true),
        };
    }
    /** The grant under which calls are made. */
    get grant() {
        return this.#grant;
    }
    /** Goes on under a renewal of the grant, whose scope is the same. */
    renew(grant) {
        const { lends } = this.#parts;
        this.#grant = grant;
        this.#lent = lends === undefined ? undefined : { ...grant, scope: lends };
    }
    /** Whether the call is within the grant at this moment, within what the service lends, and within each rule. */
    check(call) {
        const { authority, environment, rules } = this.#parts;
        let verdict = authority.authorize(this.#grant, call.request, environment);
        if (verdict.allowed && this.#lent !== undefined)
            verdict = authority.authorize(this.#lent, call.request, environment);
        for (const rule of rules) {
            if (!verdict.allowed)
                return verdict;
            verdict = rule.check?.(call) ?? verdict;
        }
        return verdict;
    }
    /** The consents that the call needs, one after the other; `undefined` where it needs none. */
    consent(call) {
        const { rules } = this.#parts;
        for (const [at, rule] of rules.entries()) {
            const asked = rule.consent?.(call);
            if (asked !== undefined)
                return this.#consents(call, asked, rules.slice(at + 1));
        }
        return undefined;
    }
    async #consents(call, first, rest) {
        const verdict = await first;
        if (!verdict.allowed)
            return verdict;
        for (const rule of rest) {
            const next = await rule.consent?.(call);
            if (next?.allowed === false)
                return next;
        }
        // It may have taken long: what held before may hold no more.
        return this.check(call);
    }
    /** Takes what the call costs, of every rule that charges; what one has taken stays taken where a later one refuses. */
    charge(call) {
        for (const rule of this.#parts.rules) {
            const verdict = rule.charge?.(call);
            if (verdict?.allowed === false)
                return verdict;
        }
        return ALLOWED;
    }
    /** What the result statement names: the intent that the call fits, and what the rules say. */
    names(call) {
        const named = call.intent === undefined ? {} : { intent: call.intent.hash };
        return this.#parts.rules.reduce((names, rule) => ({ ...names, ...rule.names?.(call) }), named);
    }
    /** The message as the tool gets it. */
    prepare(message, call) {
        return this.#parts.rules.reduce((json, rule) => rule.prepare?.(json, call) ?? json, message);
    }
    /** Milliseconds that the tool has for the call, where a rule says so: the least. */
    timeLimitMs(call) {
        const limits = this.#parts.rules.flatMap((rule) => rule.timeLimitMs?.(call) ?? []);
        return limits.length === 0 ? undefined : Math.min(...limits);
    }
    /** Whether the answer of the call may leave, by every rule. */
    release(call, end) {
        for (const rule of this.#parts.rules) {
            const verdict = rule.release?.(call, end);
            if (verdict?.allowed === false)
                return verdict;
        }
        return ALLOWED;
    }
    /** Tells the rules how a call ended that the tool had. */
    ended(call, end) {
        for (const rule of this.#parts.rules)
            rule.ended?.(call, end);
    }
    /** What goes on of a message of the tool. */
    fromTool(message) {
        let passed = message;
        for (const rule of this.#parts.rules)
            if (passed !== undefined && rule.fromTool !== undefined)
                passed = rule.fromTool(passed);
        return passed;
    }
    /** The tunnel is over. */
    close() {
        for (const rule of this.#parts.rules)
            rule.close?.();
    }
}
