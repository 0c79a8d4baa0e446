/** @module Chains of capabilities, as lines for people. */
import type { CapabilityLink } from '../agent/api/api.ts';
import { printable, timeText } from './terminal.ts';

/** Who passed a capability on to whom, and what; nothing for one that nobody passed on. */
export function linkLines(chain: readonly CapabilityLink[]): readonly string[] {
  if (chain.length < 2) return [];
  return chain.flatMap(({ id, issuer, subject, tools, terms, expiresAt }, at) => [
    `${at === 0 ? 'granted' : 'passed on'} by ${issuer} to ${subject} until ${timeText(expiresAt)}, ${id.slice(0, 16)}`,
    ...[...tools, ...terms].map((line) => `    ${printable(line)}`),
  ]);
}
