/** @module `talos relay`: a node that only relays, until told to stop. */
import type { Run } from '../context.ts';
import { relayLimitsOf } from '../relay-options.ts';
import { serveUntilStopped, whereOf } from './server.ts';

/** See the module comment. */
export const relay: Run = (context, _args, options) =>
  serveUntilStopped(context, { ...whereOf(options), name: '', services: [], relay: relayLimitsOf(options) }, 'relay');
