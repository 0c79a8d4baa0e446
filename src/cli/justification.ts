/** @module `--justify`: why calls are made, in the words of whoever makes them. */
import { MAX_JUSTIFICATION_CHARACTERS } from '../ledger/entry/statement.ts';
import { type Options, optional } from './context.ts';
import { usage } from './values.ts';

/** The reason of `--justify`, where it is given. @throws {TalosError} `E_USAGE` for one that is too long. */
export function justificationOf(options: Options): { readonly justification?: string } {
  const justification = optional(options, 'justify');
  if (justification === undefined) return {};
  if (justification.length > MAX_JUSTIFICATION_CHARACTERS || !justification.isWellFormed())
    throw usage(`--justify takes text of at most ${MAX_JUSTIFICATION_CHARACTERS} characters`);
  return { justification };
}
