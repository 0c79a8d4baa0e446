/**
 * Waiting for a transfer, with its progress, also where the process that runs the agent ends meanwhile: then from here.
 *
 * @module
 */
import type { TransferApi, TransferOutcomeParams, TransferView } from '../agent/api/transfer-api.ts';
import { isTalosError } from '../base/errors.ts';
import type { OpenedAgent } from '../node/local/attach.ts';
import type { Context } from './context.ts';
import { ProgressLine } from './progress.ts';

/** What is waited for. */
export interface TransferWait {
  readonly wanted: Omit<TransferOutcomeParams, 'waitMs'>;
  /** Milliseconds since 1970; undefined: until it is over, or waits for the peer. */
  readonly untilMs: number | undefined;
  /** Of the agent that is run here where no other process does. */
  readonly flags: { readonly port?: string };
}

/** So long another process may take to end, milliseconds. */
const TAKE_OVER_MS = 30_000;

/** What has become of a transfer. Disposes `agent` where its process ended earlier. */
export async function awaitTransfer(context: Context, agent: OpenedAgent, wait: TransferWait): Promise<TransferView> {
  const progress = new ProgressLine(context);
  try {
    let view = await waitWith(context, agent, wait, progress);
    // Who ends waits for those that are attached.
    if (view === undefined) await agent[Symbol.asyncDispose]();
    const lastMs = context.io.now() + TAKE_OVER_MS;
    while (view === undefined) {
      context.io.signal.throwIfAborted();
      context.detail('the process that ran the agent ended; waiting from here');
      view = await waitAgain(context, wait, progress, lastMs);
    }
    return view;
  } finally {
    progress.end(wait.wanted.id);
  }
}

async function waitAgain(
  context: Context,
  wait: TransferWait,
  progress: ProgressLine,
  lastMs: number,
): Promise<TransferView | undefined> {
  try {
    await using agent = await context.open(wait.flags);
    return await waitWith(context, agent, wait, progress);
  } catch (error) {
    // It takes its time to end.
    if (!isTalosError(error, 'E_LOCKED') || context.io.now() >= lastMs) throw error;
    return undefined;
  }
}

/** Undefined where the process that runs the agent ended. */
async function waitWith(
  { io }: Context,
  agent: OpenedAgent,
  { wanted, untilMs }: TransferWait,
  progress: ProgressLine,
): Promise<TransferView | undefined> {
  const stop = new AbortController();
  const watched = watch(agent.api.transfers, wanted.id, progress, stop.signal);
  try {
    const waiting = untilMs === undefined ? {} : { waitMs: Math.max(0, untilMs - io.now()) };
    return await agent.api.transfers.outcome({ ...wanted, ...waiting }, io.signal);
  } catch (error) {
    if (agent.isOwner || !isTalosError(error, 'E_CLOSED')) throw error;
    return undefined;
  } finally {
    stop.abort();
    await watched;
  }
}

/** Shows how far it is until it is stopped. */
async function watch(api: TransferApi, id: string, progress: ProgressLine, signal: AbortSignal): Promise<void> {
  try {
    const feed = await api.events({ id }, { signal });
    feed.ended.catch(() => undefined); // `next` ends
    for (let event = await feed.next(); event !== undefined && !signal.aborted; event = await feed.next()) {
      if (event.transfer.state === 'running') progress.show(event.transfer);
      await feed.take();
    }
    await feed.close();
  } catch {
    // What is shown is over with what it is about: `outcome` says why.
  }
}
