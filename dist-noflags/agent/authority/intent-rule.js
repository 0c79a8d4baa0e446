import { ALLOWED, deny } from "../../capability/verdict.js";
import { saysMore } from "../../mcp/policy.js";
import { SAYS_MORE } from "./call-rule.js";
/**
 * Refuses a call that `patterns` name and that no intent of its caller announced: `INTENT_REQUIRED`, or
 * `INTENT_MISMATCH` where other intents wait.
 */
export function intentRule(patterns, desk) {
    return {
        check: ({ request, statement, intent, method, params }) => {
            if (statement === undefined || !patterns.fits(request))
                return ALLOWED;
            if (saysMore(method, params))
                return SAYS_MORE;
            if (intent !== undefined)
                return ALLOWED;
            return desk.isWaiting
                ? deny('INTENT_MISMATCH', 'the call is not what its caller announced')
                : deny('INTENT_REQUIRED', 'the call needs a signed intent before it');
        },
    };
}
