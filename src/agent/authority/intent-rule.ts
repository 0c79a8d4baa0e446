/**
 * The rule that some calls need an intent before them: `mcp-serve --require-intent`. PROTOCOL.md §7.2.
 *
 * @module
 */
import type { NamePatterns } from '../../capability/name-patterns.ts';
import { ALLOWED, deny } from '../../capability/verdict.ts';
import { saysMore } from '../../mcp/policy.ts';
import { type CallRule, SAYS_MORE } from './call-rule.ts';
import type { IntentDesk } from './intent-desk.ts';

/**
 * Refuses a call that `patterns` name and that no intent of its caller announced: `INTENT_REQUIRED`, or
 * `INTENT_MISMATCH` where other intents wait.
 */
export function intentRule(patterns: NamePatterns, desk: IntentDesk): CallRule {
  return {
    check: ({ request, statement, intent, method, params }) => {
      if (statement === undefined || !patterns.fits(request)) return ALLOWED;
      if (saysMore(method, params)) return SAYS_MORE;
      if (intent !== undefined) return ALLOWED;
      return desk.isWaiting
        ? deny('INTENT_MISMATCH', 'the call is not what its caller announced')
        : deny('INTENT_REQUIRED', 'the call needs a signed intent before it');
    },
  };
}
