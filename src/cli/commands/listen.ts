/** @module `talos listen`: runs the agent, and prints messages as they come, until it is stopped. */
import type { Acceptance, IncomingMessage, Listening, ListenParams, SenderRequest } from '../../agent/message-api.ts';
import { isTalosError } from '../../base/errors.ts';
import type { OpenedAgent } from '../../node/attach.ts';
import type { SettingName } from '../../node/settings.ts';
import { type Context, type Options, optional, type Run } from '../context.ts';
import { shownText, who } from '../message-text.ts';
import { networkFlags } from '../network-flags.ts';
import { ownerEnded } from '../owner-ended.ts';
import { confirmed } from '../question.ts';
import { printable, printableJson, timeText } from '../terminal.ts';
import { usage, wholeNumber } from '../values.ts';

const ACCEPTANCES = ['all', 'contacts', 'ask'] as const satisfies readonly Acceptance[];

/** So long a process that ran the agent may take to end before another one listens, milliseconds. */
const TAKE_OVER_MS = 30_000;

/** Exit 0 after `--count` messages; otherwise it ends as it is stopped. */
export const listen: Run = async (context, _args, options) => {
  const flags = flagsOf(options);
  const params = await paramsOf(context, options, flags);
  const count = optional(options, 'count');
  const printer = new Printer(
    context,
    count === undefined ? Infinity : wholeNumber(count, '--count', 1, 1_000_000_000),
  );
  let untilMs = 0;
  while (await listenOnce(context, params, { flags, untilMs }, printer)) {
    context.io.signal.throwIfAborted();
    context.note('the process that ran the agent ended; listening from here');
    untilMs = context.io.now() + TAKE_OVER_MS;
  }
  context.io.signal.throwIfAborted();
  return 0;
};

type Flags = Partial<Record<SettingName, string>>;

/** How the agent is opened. */
interface Opening {
  readonly flags: Flags;
  /** So long another process may take to end, milliseconds since 1970. */
  readonly untilMs: number;
}

/** The agent. @throws {TalosError} `E_LOCKED` where another process has not ended in time. */
async function opened(context: Context, { flags, untilMs }: Opening): Promise<OpenedAgent> {
  for (;;) {
    context.io.signal.throwIfAborted();
    try {
      return await context.open(flags);
    } catch (error) {
      if (!isTalosError(error, 'E_LOCKED') || context.io.now() >= untilMs) throw error;
    }
  }
}

/** Listens until it is over. Gives true where the process of the agent ended, so that it can be done again. */
async function listenOnce(
  context: Context,
  params: ListenParams,
  opening: Opening,
  printer: Printer,
): Promise<boolean> {
  const { signal } = context.io;
  await using agent = await opened(context, opening);
  let listening: Listening | undefined;
  try {
    listening = await agent.api.messages.listen(params, {
      signal,
      ask: (sender) => allowed(context, sender),
      onNotice: (notice) => context.notice(notice),
    });
    await printer.run(listening);
    // Otherwise the process that ran the agent has ended, and the listening with it.
    if (printer.isDone || agent.isOwner || signal.aborted) return false;
    await agent.gone;
    return true;
  } catch (error) {
    await ownerEnded(error, agent, signal);
    return true;
  } finally {
    await listening?.close();
  }
}

/** What a person says of a stranger. */
async function allowed(context: Context, { from, address }: SenderRequest): Promise<boolean> {
  const isThere = address.startsWith('/');
  const question = `${from} ${isThere ? `at ${address} wants to send messages` : `has left messages in ${address}`}: take them?`;
  const isAllowed = await confirmed((text) => context.io.question(text), question);
  if (isAllowed)
    context.note(`taken until this listener ends; talos contacts add ALIAS ${printable(from)} takes them for good`);
  return isAllowed;
}

/** Prints each message once, also where the agent's process ended before it knew that one was taken. */
class Printer {
  readonly #context: Context;
  #left: number;
  #isFirst = true;
  #printed = '';

  constructor(context: Context, count: number) {
    this.#context = context;
    this.#left = count;
  }

  get isDone(): boolean {
    return this.#left === 0;
  }

  async run(listening: Listening): Promise<void> {
    await this.#announce(listening);
    while (!this.isDone) {
      const message = await listening.next();
      if (message === undefined) return listening.ended;
      if (message.id !== this.#printed) {
        await this.#print(message);
        this.#printed = message.id;
        this.#left--;
      }
      await listening.take();
    }
  }

  async #announce({ info }: Listening): Promise<void> {
    const { io, global } = this.#context;
    if (this.#isFirst && global.json) await io.write(`${printableJson(JSON.stringify(info))}\n`);
    this.#isFirst = false;
    this.#context.note(`listening on ${info.addresses.map(printable).join(' ')} as ${info.did}`);
  }

  async #print(message: IncomingMessage): Promise<void> {
    const { io, global } = this.#context;
    if (global.json) return io.write(`${printableJson(JSON.stringify({ event: 'message', ...message }))}\n`);
    const { receivedAtMs, from, alias, id } = message;
    await io.write(`${timeText(receivedAtMs)}  ${who(from, alias)}  ${printable(id)}  ${shownText(message)}\n`);
  }
}

function flagsOf(options: Options): Flags {
  const [port, host] = [optional(options, 'port'), optional(options, 'host')];
  return {
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
    ...networkFlags(options),
  };
}

async function paramsOf(context: Context, options: Options, flags: Flags): Promise<ListenParams> {
  const named = optional(options, 'accept') ?? 'all';
  const accept = ACCEPTANCES.find((each) => each === named);
  if (accept === undefined) throw usage(`--accept is unknown: "${named}"`, `one of ${ACCEPTANCES.join(', ')}`);
  if (accept === 'ask' && !context.io.stdinIsTerminal)
    throw usage('--accept ask needs a terminal to ask on', 'use --accept contacts, and talos contacts add');
  const { port, host } = await context.settings(flags);
  return {
    accept,
    ...(host.source === 'built in' ? {} : { host: host.value }),
    ...(port.source === 'built in' ? {} : { port: port.value }),
  };
}
