/** @module `talos send-file`: a file to a peer, delivered now or when it is there. */
import { realpath } from 'node:fs/promises';
import type { SendFileParams, TransferView } from '../../agent/api/transfer-api.ts';
import { ERROR_CODES, type ErrorCode, isErrorCode, isTalosError, TalosError } from '../../base/errors.ts';
import type { OpenedAgent } from '../../node/local/attach.ts';
import { argument, type Context, optional, type Run } from '../context.ts';
import { fileError } from '../files.ts';
import { peerName } from '../peer-names.ts';
import { printable } from '../terminal.ts';
import { fileText } from '../transfer-text.ts';
import { awaitTransfer } from '../transfer-wait.ts';
import { durationText } from '../values.ts';
import { waitedUntil, waitOf } from '../wait-option.ts';

/** What to do about it, for people. */
const HINTS: Partial<Record<ErrorCode, string>> = {
  E_LIMIT: 'talos limits shows how large a file of each kind may be, here; the peer has limits of its own',
  E_STORAGE_FULL: 'this side or the other has no room for it',
};

/** Exit 0 for what was delivered or is kept; with `--wait`, 5 where it was not delivered in time. */
export const sendFile: Run = async (context, args, options) => {
  const peer = peerName(argument(args, 0, 'PEER'));
  const path = await placeOf(context, argument(args, 1, 'FILE'));
  const waitS = waitOf(options);
  const [port, name] = [optional(options, 'port'), optional(options, 'name')];
  const flags = port === undefined ? {} : { port };
  const listening = port === undefined ? {} : { port: (await context.settings(flags)).port.value };
  const untilMs = waitedUntil(waitS, context.io.now());
  await using agent = await context.open(flags);
  const params = { peer, path, ...listening, ...(name === undefined ? {} : { name }) };
  const { id } = await begun(context, agent, params);
  const view = await becameOf(context, id, () =>
    awaitTransfer(context, agent, { wanted: { id, ...listening }, untilMs, flags }),
  );
  assertGoesOn(view);
  if (waitS !== undefined && view.state !== 'delivered')
    throw new TalosError('E_TIMEOUT', `not delivered within ${durationText(waitS)}`, {
      details: { id, state: view.state },
      hint: 'it goes on: talos transfers list shows what becomes of it',
    });
  const state = view.state === 'delivered' ? 'delivered' : 'queued';
  await context.print({ ...view, state, awaitsConsent: view.state === 'offered' }, () => `${state} ${id}`);
  if (state === 'queued') noteQueued(context, agent, view);
  return 0;
};

/** The file itself: what is named may be a link, but what is sent is not looked for through one later. */
async function placeOf(context: Context, file: string): Promise<string> {
  try {
    return await realpath(context.path(file));
  } catch (error) {
    throw fileError(error, file);
  }
}

async function begun(context: Context, agent: OpenedAgent, params: SendFileParams): Promise<TransferView> {
  try {
    return await agent.api.transfers.sendFile(params, context.io.signal);
  } catch (error) {
    if (agent.isOwner || !isTalosError(error, 'E_CLOSED')) throw error;
    throw new TalosError('E_OUTCOME_UNKNOWN', 'the process that ran the agent ended meanwhile', {
      cause: error,
      hint: 'talos transfers list shows whether the transfer was begun',
    });
  }
}

/** What `wait` gives; who stops waiting is told what that leaves. */
async function becameOf(context: Context, id: string, wait: () => Promise<TransferView>): Promise<TransferView> {
  try {
    return await wait();
  } catch (error) {
    if (context.io.signal.aborted)
      context.note(`the file is still to be sent, while talos listen runs; talos transfers cancel ${id} ends that`);
    throw error;
  }
}

/** @throws {TalosError} what it failed with; `E_DECLINED` or `E_CANCELLED` where somebody ended it. */
export function assertGoesOn(view: TransferView): void {
  const { id, state, code } = view;
  const details = { id, state };
  if (state === 'failed') {
    const known: ErrorCode = isErrorCode(code) ? code : 'E_INTERNAL';
    const hint = HINTS[known];
    throw new TalosError(known, `${fileText(view)}: ${ERROR_CODES[known].sentence}`, {
      details,
      ...(hint === undefined ? {} : { hint }),
    });
  }
  if (state === 'declined') throw new TalosError('E_DECLINED', `${printable(view.name)} was declined`, { details });
  if (state === 'cancelled') throw new TalosError('E_CANCELLED', `${printable(view.name)} was cancelled`, { details });
}

function noteQueued(context: Context, agent: OpenedAgent, { state, inMailbox }: TransferView): void {
  if (inMailbox) return context.note('the peer is away; the file waits in its mailbox');
  if (state === 'offered') context.note('the peer has to accept the file first');
  if (agent.isOwner) context.note('nothing runs here: it goes on while talos listen runs');
  else context.note('the running agent goes on trying to deliver it');
}
