/** @module `talos light sync|verify|status|remove`: logs of others, followed by headers or checkpoints alone. */
import type { LightSyncView, LightVerdictView, LightView } from '../../agent/api/light-api.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import { MAX_ENTRY_BYTES } from '../../ledger/entry/entry.ts';
import { MAX_PROOF_BYTES } from '../../ledger/log/proof-file.ts';
import { argument, type Context, optional, type Run, repeated } from '../context.ts';
import { readText } from '../files.ts';
import { peerName } from '../peer-names.ts';
import { plural, printable, tableOf, timeText } from '../terminal.ts';

/** `sync`: exit 0 where at least one source held. */
export const sync: Run = async (context, args, options) => {
  const author = optional(options, 'author');
  const params = {
    sources: [argument(args, 0, 'PEER'), ...repeated(options, 'source')].map(peerName),
    ...(author === undefined ? {} : { author: peerName(author) }),
    ...(options['headers'] === true ? { keepHeaders: true } : {}),
  };
  await using agent = await context.open();
  let synced = await agent.api.light.sync(params, context.io.signal);
  while (!synced.isComplete) {
    if (context.io.noteIsTerminal) context.note(`${plural(synced.light.headers, 'header')}, to be continued`);
    synced = await agent.api.light.sync(params, context.io.signal);
  }
  const { light, sources } = synced;
  for (const { id, refused } of sources)
    if (refused !== undefined) context.note(`${printable(id)}: ${refused.code}: ${printable(refused.reason)}`);
  await context.print({ light, sources }, () => linesOf(synced));
  return 0;
};

function linesOf({ light, sources }: LightSyncView): string[] {
  const held = sources.filter(({ refused }) => refused === undefined).length;
  return [...linesOfLight(light), `${held} of ${plural(sources.length, 'source')} agree`];
}

/** What is held of a log, for people. */
export function linesOfLight(light: LightView): string[] {
  const { id, size, height, keep, headers, checkpoints, keptBytes, chainBytesAtLeast } = light;
  const at = height < 0 ? '' : `, block ${height}`;
  const kept = keep === 'headers' ? plural(headers, 'header') : plural(checkpoints, 'checkpoint');
  return tableOf([
    ['author', printable(id)],
    ['log', `${plural(size, 'entry', 'entries')}${at}`],
    ['state', stateOf(light)],
    [
      'kept',
      `${kept}, ${plural(keptBytes, 'byte')}; the whole chain has at least ${chainBytesAtLeast}${savedOf(light)}`,
    ],
  ]);
}

function stateOf({ confirmed, confirmedSize, evidence }: LightView): string {
  if (evidence !== '') return 'E_EQUIVOCATION: the author signed two histories';
  if (confirmed) return 'confirmed';
  return confirmedSize > 0 ? `confirmed up to ${plural(confirmedSize, 'entry', 'entries')}` : 'unconfirmed: one source';
}

function savedOf({ keptBytes, chainBytesAtLeast }: LightView): string {
  if (chainBytesAtLeast <= keptBytes) return '';
  return `, ${(100 * (1 - keptBytes / chainBytesAtLeast)).toFixed(1)} % less`;
}

/** `verify`: says whether the proof is confirmed; exit 4 where it does not hold. */
export const verify: Run = async (context, args, options) => {
  const verdict = await verdictOn(context, argument(args, 0, 'FILE'), optional(options, 'entry'));
  if (!verdict.valid)
    throw new TalosError(verdict.code, `the proof does not hold here: ${printable(verdict.reason)}`, {
      hint: 'talos light sync brings what is held of its author up to date',
    });
  const { author, entry, type, timeMs, seq, size, confirmed } = verdict;
  await context.print(verdict, () => [
    confirmed ? 'confirmed' : 'unconfirmed: one source alone shows a log with this entry',
    ...tableOf([
      ['author', author],
      ['entry', entry],
      ['type', printable(type)],
      ['time', timeText(timeMs)],
      ['place', `${seq} of ${size}`],
    ]),
  ]);
  return 0;
};

async function verdictOn(context: Context, file: string, entryFile: string | undefined): Promise<LightVerdictView> {
  try {
    const proof = await readText(context, file, MAX_PROOF_BYTES);
    const entry = entryFile === undefined ? {} : { entry: await readText(context, entryFile, MAX_ENTRY_BYTES) };
    await using agent = await context.open();
    return await agent.api.light.verify({ proof, ...entry, ask: !context.global.offline }, context.io.signal);
  } catch (error) {
    // Bytes that are no text, or too many of them, are no proof.
    if (isTalosError(error, 'E_MALFORMED') || isTalosError(error, 'E_LIMIT'))
      return { valid: false, code: 'E_PROOF_INVALID', reason: error.message };
    throw error;
  }
}

/** `status`: all logs that are followed. */
export const status: Run = async (context) => {
  await using agent = await context.open();
  const lights = await agent.api.light.status();
  await context.print({ lights }, () =>
    lights.flatMap((light, at) => [...(at === 0 ? [] : ['']), ...linesOfLight(light)]),
  );
  return 0;
};

/** `remove`: forgets one. */
export const remove: Run = async (context, args) => {
  const author = peerName(argument(args, 0, 'AUTHOR'));
  await using agent = await context.open();
  const removed = await agent.api.light.remove({ author });
  await context.print({ removed }, () => `nothing is held of ${printable(removed.author)} any more`);
  return 0;
};
