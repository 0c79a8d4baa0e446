/**
 * The rule that some calls need an intent before them: `mcp-serve --require-intent`. PROTOCOL.md §7.2.
 *
 * @module
 */
import type { NamePatterns } from '../../capability/name-patterns.ts';
import { type CallRule } from './call-rule.ts';
import type { IntentDesk } from './intent-desk.ts';
/**
 * Refuses a call that `patterns` name and that no intent of its caller announced: `INTENT_REQUIRED`, or
 * `INTENT_MISMATCH` where other intents wait.
 */
export declare function intentRule(patterns: NamePatterns, desk: IntentDesk): CallRule;
