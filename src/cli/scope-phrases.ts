/**
 * A scope as the options that ask for it.
 *
 * @module
 */
import { toolPhraseOf } from '../capability/phrase-text.ts';
import type { Scope } from '../capability/scope.ts';
import { printable } from './terminal.ts';
import { quoted } from './values.ts';

/** A line for each tool that has a short form: what grants just this again, with its own limits. */
export function phraseLines({ tools, tool_limits = {} }: Scope): readonly string[] {
  return Object.entries(tools).flatMap(([tool, rules]) => {
    const limits = tool_limits[tool];
    const phrase = toolPhraseOf({ tool, arguments: rules, ...(limits === undefined ? {} : { limits }) });
    return phrase === undefined ? [] : [`asks    --tool ${printable(quoted(phrase))}`];
  });
}
