/** @module `talos send`: a message to a peer, or to every contact, delivered now or kept until it is there. */
import type { BundleOffer, DeliveryView, PeerView, SendOutcome, SendParams } from '../../agent/api/message-api.ts';
import { ERROR_CODES, type ErrorCode, isTalosError, TalosError } from '../../base/errors.ts';
import { MAX_TEXT_BYTES } from '../../message/envelope.ts';
import type { OpenedAgent } from '../../node/local/attach.ts';
import { readBundleFile } from '../bundle-file.ts';
import { argument, type Context, optional, type Run } from '../context.ts';
import { awaitDelivery } from '../delivery-wait.ts';
import { readText } from '../files.ts';
import { who } from '../message-text.ts';
import { peerName } from '../peer-names.ts';
import { printable, tableOf } from '../terminal.ts';
import { durationText, usage } from '../values.ts';
import { waitedUntil, waitOf } from '../wait-option.ts';

/** Names every contact. */
const EVERYBODY = '*';
/** Contacts that are sent to at the same time. */
const SENT_TOGETHER = 8;

/** What is to be sent, to whomever. */
type Content = Omit<SendParams, 'peer'>;

/** How it was asked for. */
interface Wait {
  /** Seconds; 0 for ever; undefined where nobody wants to wait. */
  readonly waitS: number | undefined;
  /** When the waiting ends, milliseconds since 1970. */
  readonly untilMs: number;
  /** Of the agent that is run here where no other process does. */
  readonly flags: { readonly port?: string };
}

/** What became of a message. */
interface Sent {
  readonly id: string;
  readonly peer: string;
  readonly state: DeliveryView['state'];
  readonly inMailbox: boolean;
}

/** Exit 0 for what was delivered or is kept; with `--wait`, 5 where it was not delivered in time. */
export const send: Run = async (context, args, options) => {
  const name = argument(args, 0, 'PEER');
  const waitS = waitOf(options);
  const port = optional(options, 'port');
  const flags = port === undefined ? {} : { port };
  const settings = await context.settings(flags);
  const file = optional(options, 'bundle');
  if (file !== undefined && name === EVERYBODY) throw usage('--bundle is of one peer, not of every contact');
  const offer = file === undefined ? undefined : await readBundleFile(context, file);
  const text = await textOf(context, args[1]);
  const content: Content = {
    text,
    // The waiting is a request of its own, which can be made again where the process that waits ends.
    ...(waitS === undefined ? {} : { waitMs: 0 }),
    ...(offer === undefined ? {} : { offer: offer satisfies BundleOffer }),
    ...(port === undefined ? {} : { port: settings.port.value }),
  };
  const untilMs = waitedUntil(waitS, context.io.now()) ?? context.io.now();
  const wait = { waitS, untilMs, flags };
  await using agent = await context.open(flags);
  if (name === EVERYBODY) return await sendToAll(context, agent, content, wait);
  const outcome = await sentInTime(context, agent, { ...content, peer: peerName(name) }, wait);
  await context.print(outcome, () => `${outcome.state} ${outcome.id}`);
  if (outcome.state === 'queued') noteQueued(context, agent, outcome.inMailbox);
  return 0;
};

/** What became of the copy for one contact. */
interface Copy {
  readonly id: string;
  readonly peer: string;
  readonly alias: string;
  readonly state?: Sent['state'];
  readonly inMailbox?: boolean;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

/** A copy for each contact. Exit 0 where all were delivered or are kept; otherwise that of the first that was not. */
async function sendToAll(context: Context, agent: OpenedAgent, content: Content, wait: Wait): Promise<number> {
  const contacts = (await agent.api.contacts.peers()).filter(({ alias }) => alias !== '');
  if (contacts.length === 0)
    throw new TalosError('E_NOT_FOUND', 'there are no contacts', { hint: 'talos contacts add makes one' });
  const copies: Copy[] = [];
  for (let first = 0; first < contacts.length; first += SENT_TOGETHER) {
    const together = contacts.slice(first, first + SENT_TOGETHER);
    copies.push(...(await Promise.all(together.map((contact) => copyFor(context, agent, contact, content, wait)))));
  }
  context.io.signal.throwIfAborted();
  await context.print({ messages: copies }, () => tableOf(copies.map(rowOf)));
  const queued = copies.filter(({ state }) => state === 'queued');
  if (queued.length > 0)
    noteQueued(
      context,
      agent,
      queued.every(({ inMailbox }) => inMailbox === true),
    );
  const failed = copies.find(({ error }) => error !== undefined);
  return failed?.error === undefined ? 0 : ERROR_CODES[failed.error.code].exit;
}

async function copyFor(
  context: Context,
  agent: OpenedAgent,
  { did, alias }: PeerView,
  content: Content,
  wait: Wait,
): Promise<Copy> {
  try {
    const { id, state, inMailbox } = await sentInTime(context, agent, { ...content, peer: did }, wait);
    return { id, peer: did, alias, state, inMailbox };
  } catch (error) {
    if (!isTalosError(error)) throw error;
    const { code, message, details } = error;
    const { id, state } = details;
    const kept: Pick<Copy, 'state'> = state === 'queued' ? { state } : {};
    return { id: typeof id === 'string' ? id : '', peer: did, alias, ...kept, error: { code, message } };
  }
}

function rowOf({ id, peer, alias, state, error }: Copy): string[] {
  return [who(peer, alias), error === undefined ? `${state} ${id}` : printable(`${error.code}: ${error.message}`)];
}

function noteQueued(context: Context, agent: OpenedAgent, inMailbox: boolean): void {
  if (inMailbox) context.note('the peer is away; the message waits in its mailbox');
  else if (agent.isOwner)
    context.note('nothing runs here: it goes out with the next talos send to this peer, or while talos listen runs');
  else context.note('the running agent goes on trying to deliver it');
}

/** @throws {TalosError} `E_TIMEOUT` where it was to be delivered, and is kept or was given up. */
async function sentInTime(
  context: Context,
  agent: OpenedAgent,
  params: SendParams,
  { waitS, untilMs, flags }: Wait,
): Promise<Sent> {
  const { id, peer, state: first, inMailbox } = await sent(context, agent, params);
  const wanted = { peer, id, ...(params.port === undefined ? {} : { port: params.port }) };
  const isWaiting = waitS !== undefined && first !== 'delivered';
  const state = isWaiting ? await awaitDelivery(context, agent, { wanted, untilMs, flags }) : first;
  context.io.signal.throwIfAborted();
  if (waitS === undefined || state === 'delivered') return { id, peer, state, inMailbox };
  throw new TalosError('E_TIMEOUT', state === 'failed' ? 'given up' : `not delivered within ${durationText(waitS)}`, {
    details: { id, state },
    hint: `${state === 'failed' ? '' : 'it stays queued; '}talos history shows what becomes of it`,
  });
}

async function sent(context: Context, agent: OpenedAgent, params: SendParams): Promise<SendOutcome> {
  try {
    return await agent.api.messages.send(params, context.io.signal);
  } catch (error) {
    if (agent.isOwner || !isTalosError(error, 'E_CLOSED')) throw error;
    throw new TalosError('E_OUTCOME_UNKNOWN', 'the process that ran the agent ended meanwhile', {
      cause: error,
      hint: 'talos history shows whether the message was kept',
    });
  }
}

async function textOf(context: Context, given: string | undefined): Promise<string> {
  if (given === undefined && context.io.stdinIsTerminal)
    throw usage('what is to be sent?', 'give the text, or - to read it from standard input');
  const text = given === undefined || given === '-' ? await readText(context, '-', MAX_TEXT_BYTES) : given;
  if (text === '') throw usage('there is nothing to send', 'give a text that is not empty');
  return text;
}
