/**
 * Waiting for what becomes of a message that was sent: through links that break, and a peer that is away.
 *
 * @module
 */
import { type Bytes, equalBytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { WaitLimits, Waits } from '../waits.ts';
import type { Deliveries, DeliveryState } from './deliveries.ts';
import type { HistoryMessage } from './message-history.ts';

/** States after which nothing more becomes of a message. */
const OVER: ReadonlySet<DeliveryState> = new Set(['delivered', 'failed']);

/** What waiting needs. */
export interface OutcomeTerms {
  readonly deliveries: Deliveries;
  readonly waits: Waits;
  /** A message of our own, wherever it is. */
  readonly find: (peer: Did, id: Bytes) => Promise<HistoryMessage | undefined>;
  /** Tries to reach the peer until nothing waits for it. */
  readonly retry: (peer: Did) => void;
}

/**
 * What becomes of a message to `peer`: resolves when it is delivered or given up, or one of the limits is reached.
 *
 * @throws {TalosError} `E_NOT_FOUND` where there is none of this id, or none any more.
 */
export async function outcomeOf(
  { deliveries, waits, find, retry }: OutcomeTerms,
  peer: Did,
  id: Bytes,
  limits: WaitLimits,
): Promise<HistoryMessage> {
  const found = async (): Promise<HistoryMessage> => {
    const message = await find(peer, id);
    if (message === undefined) throw new TalosError('E_NOT_FOUND', 'there is no message of this id to this peer');
    return message;
  };
  let isOver = false;
  let wake = (): void => {};
  const unwatch = deliveries.watch((delivery) => {
    if (!OVER.has(delivery.state) || !equalBytes(delivery.id, id)) return;
    isOver = true;
    wake();
  });
  try {
    const now = await found();
    if (now.state !== 'queued' && now.state !== 'sent') return now;
    retry(peer);
    const settled = await waits.until(limits, (done) => {
      wake = done;
      if (isOver) done();
    });
    return settled ? await found() : now;
  } finally {
    unwatch();
  }
}
