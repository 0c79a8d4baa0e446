/**
 * Asking a peer whether it is there, and over which way: no more is said than a PING frame on a link, which everybody answers
 * who takes links. PROTOCOL.md §6.8.
 *
 * @module
 */
import { isTalosError } from '../../base/errors.ts';
import type { DialAttempt, Link } from '../../net/link.ts';
import type { Purpose } from '../../net/protocols.ts';
import { systemTimer, type Timer } from '../../net/timer.ts';
import type { AgentCore } from '../agent-core.ts';
import { MAX_PINGS, type PingAnswer, type PingParams, type PingView } from '../api/ping-api.ts';
import type { ReachStatus } from '../api/reach-api.ts';
import { type DialParts, dialPeer, peerOf } from './peer-dial.ts';

/** Pause between two questions, in milliseconds. */
export const PING_PAUSE_MS = 1000;
/** For one answer, in milliseconds. */
export const PING_TIMEOUT_MS = 10_000;

/** What a ping needs. */
export interface PingParts extends DialParts {
  readonly timer?: Timer;
  /** How this agent is reached; absent where nothing is known of that. */
  readonly reach?: () => Promise<ReachStatus> | undefined;
}

/** Those links that peers take most often come first. */
const PURPOSES: readonly Purpose[] = ['channel', 'message'];

/**
 * Asks a peer, each time over the best connection that there is then.
 *
 * @throws {TalosError} what dialling throws; `E_TIMEOUT`, `E_CLOSED` where no answer comes.
 * @throws {RangeError} for a count out of bounds.
 */
export async function pingPeer(
  core: AgentCore,
  parts: PingParts,
  { peer: text, count }: PingParams,
  signal?: AbortSignal,
): Promise<PingView> {
  if (!Number.isInteger(count) || count < 1 || count > MAX_PINGS)
    throw new RangeError(`count must be an integer from 1 to ${MAX_PINGS}, got ${count}`);
  const { timer = systemTimer } = parts;
  const peer = await peerOf(core, text);
  const tried: DialAttempt[] = [];
  const onAttempt = (attempt: DialAttempt): void => void tried.push(attempt);
  const open = (): Promise<Link> => linkTo(core, { ...parts, onAttempt }, peer, signal);
  const answers: PingAnswer[] = [];
  let link = await open();
  try {
    for (;;) {
      const limit = AbortSignal.timeout(PING_TIMEOUT_MS);
      const ms = await link.roundTrip(signal === undefined ? limit : AbortSignal.any([signal, limit]));
      answers.push({ path: link.path, ms });
      if (answers.length === count) break;
      await pause(PING_PAUSE_MS, timer, signal);
      // The connection stays while there is a link over it, and a better one may be there by now.
      const next = await open();
      await link.close();
      link = next;
    }
    const punch = (await parts.reach?.())?.punches.findLast((each) => each.peer === peer);
    const view = { peer, path: link.path, address: link.remoteAddress, answers, tried };
    return punch === undefined ? view : { ...view, punch };
  } finally {
    await link.close();
  }
}

async function linkTo(
  core: AgentCore,
  parts: DialParts,
  peer: Parameters<typeof dialPeer>[3],
  signal: AbortSignal | undefined,
): Promise<Link> {
  const [first = 'channel', ...others] = PURPOSES;
  try {
    return await dialPeer(core, parts, first, peer, signal);
  } catch (error) {
    const [other] = others;
    if (other === undefined || !isTalosError(error, 'E_REFUSED')) throw error;
    return await dialPeer(core, parts, other, peer, signal);
  }
}

function pause(ms: number, timer: Timer, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const end = (): void => {
      cancel();
      reject(signal?.reason as Error);
    };
    const cancel = timer.after(ms, () => {
      signal?.removeEventListener('abort', end);
      resolve();
    });
    signal?.addEventListener('abort', end, { once: true });
  });
}
