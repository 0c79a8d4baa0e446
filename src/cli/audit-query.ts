/** @module Which entries of the ledger the options of a command mean. */
import type { AuditQuery } from '../agent/api/api.ts';
import { ENTRY_TYPES } from '../ledger/entry/entry.ts';
import { type Options, optional } from './context.ts';
import { peerName } from './peer-names.ts';
import { timeMs, usage, wholeNumber } from './values.ts';

/** Most entries that `--last` gives. */
export const MAX_LAST = 10_000;

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
