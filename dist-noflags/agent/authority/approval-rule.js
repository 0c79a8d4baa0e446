import { ALLOWED } from "../../capability/verdict.js";
import { saysMore } from "../../mcp/policy.js";
import { SAYS_MORE } from "./call-rule.js";
/** Asks about each recorded call that `patterns` name, and lets it through once where the answer is yes. */
export function approvalRule(patterns, terms, book) {
    const isAsked = (call) => call.statement !== undefined && patterns.fits(call.request);
    return {
        check: (call) => (isAsked(call) && saysMore(call.method, call.params) ? SAYS_MORE : ALLOWED),
        consent: (call) => (isAsked(call) ? book.ask(call, terms) : undefined),
        charge: (call) => (isAsked(call) ? book.use(call) : ALLOWED),
        names: (call) => book.namesOf(call),
    };
}
