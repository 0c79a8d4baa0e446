/**
 * Calls that wait for an answer, for people: all that peers chose is escaped, each argument has a line of its own and is
 * cut by itself, so that none hides another.
 *
 * @module
 */
import type { ApprovalView } from '../agent/api/approval-api.ts';
import { who } from './message-text.ts';
import { plural, printable, printableJson, tableOf } from './terminal.ts';

/** Characters of an argument that a question shows. */
const MAX_VALUE = 200;
/** Arguments that a question shows. */
const MAX_ROWS = 16;

/** The call, line by line. */
export function approvalLines(view: ApprovalView): string[] {
  const { id, peer, alias, service, method, target, justification, capability } = view;
  const what = method === 'tools/call' ? printable(target) : `${printable(method)} ${printable(target)}`;
  return tableOf([
    ['id', id],
    ['caller', who(peer, alias)],
    ['call', `${what} of ${printable(service)}`],
    ...argumentRows(view),
    ...(justification === undefined ? [] : [['why', justification === '' ? '(not said)' : printable(justification)]]),
    ['capability', capability],
  ]);
}

function argumentRows({ arguments: given, more }: ApprovalView): string[][] {
  const hidden = Math.max(0, given.length - MAX_ROWS) + more;
  const rows = given.slice(0, MAX_ROWS).map(({ name, value, length }) => {
    const shown = printableJson(value.slice(0, MAX_VALUE));
    const rest = length > MAX_VALUE ? `… (${length} characters)` : '';
    return ['argument', `${printable(name).slice(0, MAX_VALUE)} = ${shown}${rest}`];
  });
  if (hidden > 0) rows.push(['argument', `and ${plural(hidden, 'more argument', 'more arguments')}`]);
  return rows.length === 0 ? [['argument', '(none)']] : rows;
}

/** The call on one line. */
export function approvalRow({ id, peer, alias, service, target, expiresAtMs }: ApprovalView, nowMs: number): string[] {
  const left = Math.max(0, Math.ceil((expiresAtMs - nowMs) / 1000));
  return [id.slice(0, 8), `${left} s left`, who(peer, alias), printable(service), printable(target)];
}
