/**
 * Transfers of files as people see them: on one line, escaped.
 *
 * @module
 */
import type { TransferView } from '../agent/api/transfer-api.ts';
import { isMisnamed } from '../transfer/file-kind.ts';
import { who } from './message-text.ts';
import { printable, timeText } from './terminal.ts';

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB'] as const;

/** A number of bytes, to a tenth. */
export function bytesText(bytes: number): string {
  let [value, unit] = [bytes, 'B'];
  for (const next of UNITS) {
    if (value < 1024) break;
    [value, unit] = [value / 1024, next];
  }
  return unit === 'B' ? `${value} B` : `${value.toFixed(1)} ${unit}`;
}

/** The name, and where that says something else than the content is, what that is. */
export function fileText({ name, type }: Pick<TransferView, 'name' | 'type'>): string {
  const warning = type !== '' && isMisnamed(name, type) ? ` (its content is ${printable(type)})` : '';
  return printable(name) + warning;
}

/** Where it is. */
export function stateText({ state, code, bytes, size, inMailbox }: TransferView): string {
  if (state === 'waiting' && inMailbox) return 'waiting in its mailbox';
  if (state === 'failed') return `failed: ${printable(code)}`;
  if (state === 'running' && size > 0) return `running, ${percent(bytes, size)}`;
  return state;
}

/** How much of the whole, rounded down: only all of it is 100 %. */
export function percent(bytes: number, size: number): string {
  return `${size === 0 ? 100 : Math.floor((100 * Math.min(bytes, size)) / size)}%`;
}

/** A row of a table. */
export function transferRow(view: TransferView): string[] {
  return [
    timeText(view.atMs),
    `${view.direction === 'sent' ? 'to' : 'from'} ${who(view.peer, view.alias)}`,
    stateText(view),
    printable(view.id),
    `${fileText(view)}, ${bytesText(view.size)}${view.direction === 'received' && view.path !== '' ? `, ${printable(view.path)}` : ''}`,
  ];
}
