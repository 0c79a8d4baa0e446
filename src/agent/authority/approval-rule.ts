/**
 * The rule that some calls wait for a person: `mcp-serve --approve`. PROTOCOL.md §7.2.
 *
 * @module
 */
import type { NamePatterns } from '../../capability/name-patterns.ts';
import { ALLOWED } from '../../capability/verdict.ts';
import { saysMore } from '../../mcp/policy.ts';
import type { ApprovalBook, ApprovalTerms } from './approval-book.ts';
import type { RecordedCall } from './approval-question.ts';
import { type CallInQuestion, type CallRule, SAYS_MORE } from './call-rule.ts';

/** Asks about each recorded call that `patterns` name, and lets it through once where the answer is yes. */
export function approvalRule(patterns: NamePatterns, terms: ApprovalTerms, book: ApprovalBook): CallRule {
  const isAsked = (call: CallInQuestion): call is RecordedCall =>
    call.statement !== undefined && patterns.fits(call.request);
  return {
    check: (call) => (isAsked(call) && saysMore(call.method, call.params) ? SAYS_MORE : ALLOWED),
    consent: (call) => (isAsked(call) ? book.ask(call, terms) : undefined),
    charge: (call) => (isAsked(call) ? book.use(call) : ALLOWED),
    names: (call) => book.namesOf(call),
  };
}
