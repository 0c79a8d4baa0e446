/**
 * Waiting for the delivery of a message, also where the process that runs the agent ends meanwhile: then from here.
 *
 * @module
 */
import type { DeliveryParams, DeliveryView } from '../agent/api/message-api.ts';
import { isTalosError } from '../base/errors.ts';
import type { OpenedAgent } from '../node/local/attach.ts';
import type { Context } from './context.ts';

/** What is waited for. */
export interface DeliveryWait {
  readonly wanted: Omit<DeliveryParams, 'waitMs'>;
  /** Milliseconds since 1970. */
  readonly untilMs: number;
  /** Of the agent that is run here where no other process does. */
  readonly flags: { readonly port?: string };
}

type State = DeliveryView['state'];

/** A state, and whether there is nothing more to wait for. */
interface Waited {
  readonly state: State;
  readonly isOver: boolean;
}

const UNDER_WAY: ReadonlySet<State> = new Set(['queued', 'sent']);

/** What has become of a message by the time. Disposes `agent` where its process ended earlier. */
export async function awaitDelivery(context: Context, agent: OpenedAgent, wait: DeliveryWait): Promise<State> {
  let { state, isOver } = await waitWith(context, agent, wait);
  // Who ends waits for those that are attached.
  if (!isOver) await agent[Symbol.asyncDispose]();
  while (!isOver) {
    context.io.signal.throwIfAborted();
    context.detail('the process that ran the agent ended; waiting from here');
    ({ state, isOver } = await waitAgain(context, wait));
  }
  return state;
}

async function waitAgain(context: Context, wait: DeliveryWait): Promise<Waited> {
  try {
    await using agent = await context.open(wait.flags);
    return await waitWith(context, agent, wait);
  } catch (error) {
    // It takes its time to end.
    if (!isTalosError(error, 'E_LOCKED') || context.io.now() >= wait.untilMs) throw error;
    return { state: 'queued', isOver: false };
  }
}

async function waitWith({ io }: Context, agent: OpenedAgent, { wanted, untilMs }: DeliveryWait): Promise<Waited> {
  const waitMs = Math.max(0, untilMs - io.now());
  try {
    const { state } = await agent.api.messages.delivery({ ...wanted, waitMs }, io.signal);
    return { state, isOver: agent.isOwner || !UNDER_WAY.has(state) || io.now() >= untilMs };
  } catch (error) {
    // It was killed, or ended before it could answer.
    if (agent.isOwner || !isTalosError(error, 'E_CLOSED')) throw error;
    return { state: 'queued', isOver: false };
  }
}
