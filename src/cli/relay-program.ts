/** @module The commands `relay` and `ping`, and the options of whoever relays. */
import type { Command } from 'commander';
import { RELAY_HOME } from '../node/data-dir.ts';
import type { Define } from './program-parts.ts';

/** Port of a relay unless it is told otherwise. */
export const DEFAULT_RELAY_PORT = 8767;

/** `relay`. */
export const relayCommands: Define = (program, act) => {
  const command = program
    .command('relay')
    .description('carry connections for agents that nobody reaches directly, until stopped; it sees ciphertext alone')
    .option('--port <port>', 'port to listen on; 0: any', String(DEFAULT_RELAY_PORT))
    .option('--host <address>', 'address to listen on; 0.0.0.0 or :: for all', '127.0.0.1');
  act(relayLimits(command), async () => (await import('./commands/relay.ts')).relay, RELAY_HOME);
};

/** `ping`. */
export const pingCommands: Define = (program, act) => {
  act(
    program
      .command('ping')
      .description('ask a peer whether it is there: over which way, how fast, and at which addresses it was tried')
      .argument('<peer>', 'an alias, an address, or a peer named in full')
      .option('--count <n>', 'ask N times, a second apart (1)'),
    async () => (await import('./commands/ping.ts')).ping,
  );
};

/** The options that bound what is relayed. */
export function relayLimits<C extends Command>(command: C): C {
  return command
    .option('--relay-places <n>', 'agents that may have a place at a time (1000)')
    .option('--relay-places-a-source <n>', 'of them, from one address (32)')
    .option('--relay-connections <n>', 'relayed connections at a time to one place (24)')
    .option('--relay-bytes <n>', 'bytes of one relayed connection (16 GiB)')
    .option('--relay-time <duration>', 'life of one relayed connection, up to 24d (24h)');
}
