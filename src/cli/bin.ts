#!/usr/bin/env node
/**
 * The process of one command of `talos`.
 *
 * @module
 */
import { VERSION } from '../base/version.ts';
import { processIo } from './process-io.ts';

const io = processIo('talos');
const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  // Asked for by scripts more often than anything else, so nothing is loaded for it.
  process.exitCode = await io.write(`${VERSION}\n`).then(
    () => 0,
    () => 141,
  );
} else {
  const { main } = await import('./main.ts');
  // Whatever still runs (a socket that lingers, a timer) must not keep a command alive that is done.
  process.exit(await main(argv, io));
}
