/**
 * The command line of `talos-server`: one program without commands.
 *
 * @module
 */
import { VERSION } from '../base/version.ts';
import { SERVER_HOME } from '../node/data-dir.ts';
import { Context, type Options } from './context.ts';
import type { Io } from './io.ts';
import type { Outcome } from './program.ts';
import { collect, TalosCommand } from './program-parts.ts';
import { relayLimits } from './relay-program.ts';

/** Port of a server unless it is told otherwise. */
export const DEFAULT_SERVER_PORT = 8765;

/** The program, ready to parse. */
export function buildServerProgram(io: Io, outcome: Outcome, help: (text: string) => void): TalosCommand {
  const program = new TalosCommand('talos-server');
  program
    .description('A public server for agents: a registry of signed agent records and prekey bundles.')
    .version(VERSION, '-V, --version', 'print the version')
    .option('--port <port>', 'port to listen on; 0: any', String(DEFAULT_SERVER_PORT))
    .option('--host <host>', 'address to listen on; 0.0.0.0 or :: for all', '127.0.0.1')
    .option('--name <name>', 'a name that people are shown where agents register')
    .option('--data-dir <dir>', 'keep identity and data in DIR ($TALOS_SERVER_HOME, else ~/.talos-server)')
    .option('--passphrase-file <file>', 'read the passphrase of the keystore from FILE ($TALOS_PASSPHRASE_FILE)')
    .option('--store <url>', 'keep data in a database, for several servers: postgres://…, or @FILE ($TALOS_STORE)')
    .option('--mailbox', 'keep sealed messages for agents that are away, too')
    .option('--relay', 'carry connections for agents that nobody reaches directly, too; they are ciphertext')
    .option('--no-dht', 'take no part in the distributed hash table that agents find each other in')
    .option('--bootstrap <address>', 'begin with this node of the DHT; may be given again', collect)
    .option('--lan <mode>', 'whether addresses of private networks count: auto, on or off (default: auto)')
    .option('--witness', 'cosign checkpoints of logs over HTTP, too (C2SP tlog-witness)')
    .option('--witness-port <port>', 'port of the witness; 0: any (default: 0)')
    .option('--witness-log <vkey>', 'cosign only this log; may be given again (default: those of all agents)', collect)
    .option('--debug', 'a line on standard error for each request, and the causes of errors')
    .option('--json', 'print one JSON object a line; errors too');
  relayLimits(program)
    .exitOverride()
    .configureOutput({ writeOut: help, writeErr: help })
    .allowExcessArguments(false)
    .addHelpText('after', EXAMPLE);
  program.action(async () => {
    const { serve } = await import('./commands/server.ts');
    const options = program.opts<Options>();
    outcome.status = (await serve(new Context(io, options, SERVER_HOME), [], options)) ?? 0;
  });
  return program;
}

const EXAMPLE = `
Example:
  $ talos-server --host 0.0.0.0

At the same port, over HTTP: /healthz, /readyz and /metrics (Prometheus).

Exit status: 0 done (also after SIGINT and SIGTERM), 1 failed, 2 usage, 6 identity or key.`;
