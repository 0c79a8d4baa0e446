/** @module What the options of `relay-program.ts` say. */
import type { RelayLimits } from '../node/network/relay-server.ts';
import { type Options, optional } from './context.ts';
import { durationS, usage, wholeNumber } from './values.ts';

/** Most that any count may be set to. */
const MOST = 1_000_000;
/** Longest life of a relayed connection, in seconds: what a timer takes. */
const MOST_S = 24 * 86_400;

/** The limits that were asked for. @throws {TalosError} `E_USAGE`. */
export function relayLimitsOf(options: Options): RelayLimits {
  const count = (name: string, flag: string, most = MOST): number | undefined => {
    const text = optional(options, name);
    return text === undefined ? undefined : wholeNumber(text, flag, 1, most);
  };
  const time = optional(options, 'relayTime');
  const seconds = time === undefined ? undefined : durationS(time, '--relay-time');
  if (seconds !== undefined && seconds > MOST_S) throw usage('--relay-time is at most 24d');
  const limits = {
    reservations: count('relayPlaces', '--relay-places'),
    reservationsPerSource: count('relayPlacesASource', '--relay-places-a-source'),
    connectionsPerReservation: count('relayConnections', '--relay-connections'),
    connectionBytes: count('relayBytes', '--relay-bytes', Number.MAX_SAFE_INTEGER),
    connectionMs: seconds === undefined ? undefined : seconds * 1000,
  };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}

/** Whether one of them was given. */
export function hasRelayLimits(options: Options): boolean {
  return Object.keys(relayLimitsOf(options)).length > 0;
}
