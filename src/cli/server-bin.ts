#!/usr/bin/env node
/**
 * The process of `talos-server`.
 *
 * @module
 */
import { main } from './main.ts';
import { processIo } from './process-io.ts';
import { buildServerProgram } from './server-program.ts';

// Whatever still runs (a socket that lingers, a timer) must not keep a process alive that is done.
process.exit(await main(process.argv.slice(2), processIo('talos-server'), buildServerProgram));
