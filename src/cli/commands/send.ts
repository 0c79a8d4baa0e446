/** @module `talos send`: a message to a peer, delivered now or kept until it is there. */
import type { BundleOffer, SendOutcome, SendParams } from '../../agent/message-api.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import { MAX_TEXT_BYTES } from '../../message/envelope.ts';
import type { OpenedAgent } from '../../node/attach.ts';
import { readBundleFile } from '../bundle-file.ts';
import { argument, type Context, type Options, optional, type Run } from '../context.ts';
import { readText } from '../files.ts';
import { peerName } from '../peer-names.ts';
import { durationS, durationText, usage } from '../values.ts';

/** Waiting without an end: 68 years. */
const FOR_EVER_MS: number = 2 ** 31 * 1000;

/** Exit 0 for what was delivered or is kept; with `--wait`, 5 where it was not delivered in time. */
export const send: Run = async (context, args, options) => {
  const peer = peerName(argument(args, 0, 'PEER'));
  const waitS = waitOf(options);
  const port = optional(options, 'port');
  const flags = port === undefined ? {} : { port };
  const settings = await context.settings(flags);
  const file = optional(options, 'bundle');
  const offer = file === undefined ? undefined : await readBundleFile(context, file);
  const text = await textOf(context, args[1]);
  const params: SendParams = {
    peer,
    text,
    ...(waitS === undefined ? {} : { waitMs: waitS === 0 ? FOR_EVER_MS : waitS * 1000 }),
    ...(offer === undefined ? {} : { offer: offer satisfies BundleOffer }),
    ...(port === undefined ? {} : { port: settings.port.value }),
  };
  await using agent = await context.open(flags);
  const since = context.io.now();
  const outcome = await sent(context, agent, params);
  context.io.signal.throwIfAborted();
  // Another process ran the agent, and did so for a shorter time.
  const isEarly = !agent.isOwner && waitS !== undefined && (waitS === 0 || context.io.now() - since < waitS * 1000);
  if (waitS !== undefined && outcome.state !== 'delivered')
    throw new TalosError(
      'E_TIMEOUT',
      isEarly ? 'the process that waited for it ended' : `not delivered within ${durationText(waitS)}`,
      {
        details: { id: outcome.id, state: outcome.state },
        hint: 'it stays queued; talos history shows what becomes of it',
      },
    );
  await context.print(outcome, () => `${outcome.state} ${outcome.id}`);
  if (outcome.state === 'queued')
    context.note('it goes out with the next talos send to this peer, or while talos listen runs');
  return 0;
};

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

/** Seconds; 0 for ever; undefined where nobody wants to wait. */
function waitOf(options: Options): number | undefined {
  const wait = options['wait'];
  if (wait === undefined) return undefined;
  return typeof wait === 'string' ? durationS(wait, '--wait') : 0;
}

async function textOf(context: Context, given: string | undefined): Promise<string> {
  if (given === undefined && context.io.stdinIsTerminal)
    throw usage('what is to be sent?', 'give the text, or - to read it from standard input');
  const text = given === undefined || given === '-' ? await readText(context, '-', MAX_TEXT_BYTES) : given;
  if (text === '') throw usage('there is nothing to send', 'give a text that is not empty');
  return text;
}
