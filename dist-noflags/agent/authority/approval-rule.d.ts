/**
 * The rule that some calls wait for a person: `mcp-serve --approve`. PROTOCOL.md §7.2.
 *
 * @module
 */
import type { NamePatterns } from '../../capability/name-patterns.ts';
import type { ApprovalBook, ApprovalTerms } from './approval-book.ts';
import { type CallRule } from './call-rule.ts';
/** Asks about each recorded call that `patterns` name, and lets it through once where the answer is yes. */
export declare function approvalRule(patterns: NamePatterns, terms: ApprovalTerms, book: ApprovalBook): CallRule;
