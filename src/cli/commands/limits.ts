/** @module `talos limits`: every limit and default in force, with where it comes from. */

import { limitRows } from '../../node/limit-rows.ts';
import type { Run } from '../context.ts';
import { tableOf } from '../terminal.ts';

/** See the module comment. */
export const limits: Run = async (context) => {
  const rows = limitRows(await context.settings());
  await context.print({ limits: rows }, () =>
    tableOf(
      rows.map((row) => [row.id, `${row.value}${row.unit === '' ? '' : ` ${row.unit}`}`, row.source, row.description]),
    ),
  );
  return 0;
};
