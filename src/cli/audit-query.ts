/** @module Which entries of the ledger the options of a command mean, and entries as they are printed. */
import type { AuditEntry, AuditQuery } from '../agent/api.ts';
import { ENTRY_TYPES } from '../ledger/entry.ts';
import { type Options, optional } from './context.ts';
import { peerName } from './peer-names.ts';
import { printableJson } from './terminal.ts';
import { timeMs, usage, wholeNumber } from './values.ts';

/** Most entries that `--last` gives. */
export const MAX_LAST = 10_000;
/** Entries that are asked for at once where all of many are wanted: the largest of them fit into one local line. */
export const PAGE_ENTRIES = 100;

/** A message id as people write it. */
export const MESSAGE_ID: RegExp = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The query that the options of `auditFilters` make. @throws {TalosError} `E_USAGE`. */
export function queryOf(options: Options): AuditQuery {
  const [last, peer, type] = [optional(options, 'last'), optional(options, 'peer'), optional(options, 'type')];
  const [tool, message] = [optional(options, 'tool'), optional(options, 'message')];
  const [from, to] = [optional(options, 'from'), optional(options, 'to')];
  if (type !== undefined && !ENTRY_TYPES.some((each) => each === type))
    throw usage(`--type is unknown: "${type}"`, `one of ${ENTRY_TYPES.join(', ')}`);
  if (message !== undefined && !MESSAGE_ID.test(message)) throw usage(`--message is no id of a message: "${message}"`);
  return {
    ...(last === undefined ? {} : { last: wholeNumber(last, '--last', 1, MAX_LAST) }),
    ...(peer === undefined ? {} : { peer: peerName(peer) }),
    ...(type === undefined ? {} : { type }),
    ...(tool === undefined ? {} : { tool }),
    ...(message === undefined ? {} : { message }),
    ...(from === undefined ? {} : { fromMs: timeMs(from, '--from') }),
    ...(to === undefined ? {} : { toMs: timeMs(to, '--to') }),
  };
}

/** An entry as JSON on one line, with `more` beside it. What was written stays as it is: number tokens and all. */
export function entryJson({ entry, ...rest }: AuditEntry, more: object = {}): string {
  return `${printableJson(JSON.stringify({ ...rest, ...more })).slice(0, -1)},"entry":${printableJson(entry)}}`;
}
