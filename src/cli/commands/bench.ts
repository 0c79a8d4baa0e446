/** @module `talos bench`: the headline table, measured on this machine, now. It needs no identity and leaves nothing. */
import { fileURLToPath } from 'node:url';
import { EXIT } from '../../base/errors.ts';
import { Figures, tableLines } from '../../bench/figures.ts';
import { benchHeadline } from '../../bench/headline.ts';
import { initCrypto, primitivesInUse } from '../../crypto/init.ts';
import type { Run } from '../context.ts';

/** Exit 1 where a cached verdict was not the uncached one. */
export const bench: Run = async (context, _, options) => {
  await initCrypto();
  const figures = new Figures((line) => context.note(line));
  const talos = [process.execPath, fileURLToPath(new URL('./bin.js', import.meta.url))];
  const { env, signal } = context.io;
  const isRight = await benchHeadline(figures, { env, signal, ...(options['tunnel'] === false ? {} : { talos }) });
  const report = figures.report({ primitives: primitivesInUse() });
  await context.print(report, () => tableLines(report));
  return isRight ? EXIT.done : EXIT.failed;
};
