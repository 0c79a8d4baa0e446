/** @module `talos transfers list|accept|decline|cancel`: files on their way, and those that peers offer. */
import type { TransferView } from '../../agent/api/transfer-api.ts';
import { TalosError } from '../../base/errors.ts';
import { argument, type Run } from '../context.ts';
import { tableOf } from '../terminal.ts';
import { bytesText, fileText, transferRow } from '../transfer-text.ts';
import { awaitTransfer } from '../transfer-wait.ts';
import { durationText } from '../values.ts';
import { waitedUntil, waitOf } from '../wait-option.ts';
import { assertGoesOn } from './send-file.ts';

/** `transfers list`. */
export const list: Run = async (context) => {
  await using agent = await context.open();
  const transfers = await agent.api.transfers.list();
  await context.print({ transfers }, () => tableOf(transfers.map(transferRow)));
  if (transfers.some(isOffer)) context.note('talos transfers accept ID takes a file that is offered');
  return 0;
};

/** `transfers accept`: with `--wait`, exit 5 where it has not come in time. */
export const accept: Run = async (context, args, options) => {
  const waitS = waitOf(options);
  const untilMs = waitedUntil(waitS, context.io.now());
  await using agent = await context.open();
  let view = await agent.api.transfers.accept(argument(args, 0, 'ID'));
  if (waitS !== undefined) view = await awaitTransfer(context, agent, { wanted: { id: view.id }, untilMs, flags: {} });
  assertGoesOn(view);
  if (waitS !== undefined && view.state !== 'received')
    throw new TalosError('E_TIMEOUT', `it has not come within ${durationText(waitS)}`, {
      details: { id: view.id, state: view.state },
      hint: 'it comes while talos listen runs and the peer is there',
    });
  await context.print(view, () => linesOf(view));
  if (view.state !== 'received' && agent.isOwner) context.note('nothing runs here: it comes while talos listen runs');
  return 0;
};

/** `transfers decline`. */
export const decline: Run = async (context, args) => {
  await using agent = await context.open();
  const view = await agent.api.transfers.decline(argument(args, 0, 'ID'));
  await context.print(view, () => linesOf(view));
  return 0;
};

/** `transfers cancel`. */
export const cancel: Run = async (context, args) => {
  await using agent = await context.open();
  const view = await agent.api.transfers.cancel(argument(args, 0, 'ID'));
  await context.print(view, () => linesOf(view));
  return 0;
};

function isOffer({ direction, state }: TransferView): boolean {
  return direction === 'received' && state === 'offered';
}

function linesOf(view: TransferView): string {
  return `${view.state} ${view.id}  ${fileText(view)}, ${bytesText(view.size)}`;
}
