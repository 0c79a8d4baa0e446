/** @module `talos listen`: runs the agent, and prints messages and files as they come, until it is stopped. */
import type {
  Acceptance,
  Feed,
  IncomingMessage,
  Listening,
  ListenParams,
  SenderRequest,
} from '../../agent/api/message-api.ts';
import type { TransferEvent } from '../../agent/api/transfer-api.ts';
import { isTalosError } from '../../base/errors.ts';
import { Mutex } from '../../base/lifetime.ts';
import type { OpenedAgent } from '../../node/local/attach.ts';
import type { SettingName } from '../../node/settings.ts';
import { type Context, type Options, optional, type Run } from '../context.ts';
import { FilePrinter } from '../listen-files.ts';
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
  const person = new Person(context);
  // Nothing of a stranger is written to the disk because nobody said anything about it.
  const acceptance = optional(options, 'accept') === undefined || params.accept === 'contacts' ? 'wait' : params.accept;
  const files = new FilePrinter(context, acceptance, (question) => person.confirms(question));
  let untilMs = 0;
  while (await listenOnce(context, params, { flags, untilMs }, { printer, files, person })) {
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
  { printer, files, person }: Parts,
): Promise<boolean> {
  const { signal } = context.io;
  await using agent = await opened(context, opening);
  let listening: Listening | undefined;
  let feed: Feed<TransferEvent> | undefined;
  try {
    listening = await agent.api.messages.listen(params, {
      signal,
      ask: (sender) => person.allows(sender),
      onNotice: (notice) => context.notice(notice),
    });
    await printer.announce(listening);
    feed = await agent.api.transfers.events({}, { signal });
    const ofFiles = files.run(agent.api.transfers, feed);
    // Where files end without a failure, messages say why.
    await Promise.race([printer.run(listening), ofFiles.then(() => new Promise<never>(() => undefined))]);
    // Otherwise the process that ran the agent has ended, and the listening with it.
    if (printer.isDone || agent.isOwner || signal.aborted) return false;
    await agent.gone;
    return true;
  } catch (error) {
    await ownerEnded(error, agent, signal);
    return true;
  } finally {
    await feed?.close();
    await listening?.close();
  }
}

/** Who listens. */
interface Parts {
  readonly printer: Printer;
  readonly files: FilePrinter;
  readonly person: Person;
}

/** The person at the terminal, who is asked one thing at a time. */
class Person {
  readonly #context: Context;
  readonly #turn = new Mutex();

  constructor(context: Context) {
    this.#context = context;
  }

  confirms(question: string): Promise<boolean> {
    return this.#turn.run(() => confirmed((text) => this.#context.io.question(text), question));
  }

  /** What a person says of a stranger. */
  async allows({ from, address }: SenderRequest): Promise<boolean> {
    const isThere = address.startsWith('/');
    const isAllowed = await this.confirms(
      `${from} ${isThere ? `at ${address} wants to send messages` : `has left messages in ${address}`}: take them?`,
    );
    if (isAllowed)
      this.#context.note(
        `taken until this listener ends; talos contacts add ALIAS ${printable(from)} takes them for good`,
      );
    return isAllowed;
  }
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

  /** Says where it listens. */
  async announce({ info }: Listening): Promise<void> {
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
  const given = optional(options, 'accept');
  const named = given ?? 'all';
  const accept = ACCEPTANCES.find((each) => each === named);
  if (accept === undefined) throw usage(`--accept is unknown: "${named}"`, `one of ${ACCEPTANCES.join(', ')}`);
  if (accept === 'ask' && !context.io.stdinIsTerminal)
    throw usage('--accept ask needs a terminal to ask on', 'use --accept contacts, and talos contacts add');
  const { port, host } = await context.settings(flags);
  return {
    accept,
    ...(given === undefined ? {} : { files: accept }),
    ...(host.source === 'built in' ? {} : { host: host.value }),
    ...(port.source === 'built in' ? {} : { port: port.value }),
  };
}
