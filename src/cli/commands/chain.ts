/** @module `talos audit chain verify|summary`: the chain of the own ledger, or one that is kept of another agent. */
import { availableParallelism } from 'node:os';
import type { BlocksApi, ChainSummary } from '../../agent/api/block-api.ts';
import { fromBase64 } from '../../base/encoding.ts';
import { ERROR_CODES } from '../../base/errors.ts';
import { parseDid } from '../../identity/did.ts';
import type { ChainProgress, ChainReport } from '../../ledger/validation/validation-chain.ts';
import { ValidationEngine } from '../../ledger/validation/validation-engine.ts';
import { type AnchorCheck, recentIds, type ValidationLevel } from '../../ledger/validation/validation-levels.ts';
import { decodeChainState } from '../../ledger/validation/validation-state.ts';
import { MAX_VALIDATION_THREADS, openValidationPool } from '../../node/ledger/validation-pool.ts';
import { anchorsOf } from '../anchored.ts';
import { type Context, type Options, optional, type Run } from '../context.ts';
import { plural, printable, tableOf, timeText } from '../terminal.ts';
import { wholeNumber } from '../values.ts';
import { levelOption } from './block.ts';

/** Blocks below which threads cost more than they give. */
const FEW_BLOCKS = 512;
/** Blocks that are asked for at once. */
const RANGE_BLOCKS = 256;
/** Between two lines of progress, in milliseconds. */
const PROGRESS_MS = 2000;

/** `verify`: every block through the validation engine; exit 4 at the first that is refused. */
export const verifyChain: Run = async (context, _args, options) => {
  const level = levelOption(options);
  const jobs = jobsOption(options);
  await using agent = await context.open();
  const { blocks } = agent.api;
  const summary = await blocks.summary(whose(options));
  const author = parseDid(summary.author);
  // Anchors are kept of the own log alone.
  const isOwn = options['author'] === undefined || author === (await agent.api.whoami()).did;
  const anchors = level === 'paranoid' && isOwn ? await anchorsOf(agent.api.anchors, author) : undefined;
  const engine = engineFor(summary, level, anchors);
  const threads = jobs ?? (summary.height - summary.first < FEW_BLOCKS ? 1 : availableThreads());
  const report = await validate(context, { engine, blocks, summary, threads });
  const { state, metrics } = engine;
  const { signatures } = metrics;
  await context.print(
    {
      valid: report.isValid,
      author,
      level,
      ...fieldsOf(report),
      first: summary.first,
      work: String(state?.work ?? 0n),
      signatures,
      jobs: threads,
    },
    () => textOf(report, summary),
  );
  return report.isValid ? 0 : ERROR_CODES.E_LEDGER_INVALID.exit;
};

function whose(options: Options): { readonly author?: string } {
  const author = optional(options, 'author');
  return author === undefined ? {} : { author };
}

function fieldsOf({ blocks, entries, height, firstBad }: ChainReport): object {
  return { blocks, entries, height, ...(firstBad && { firstBad }) };
}

function textOf({ isValid, blocks, entries, height, firstBad }: ChainReport, { first }: ChainSummary): string[] {
  const before = first === 0 ? '' : `; the entries of those below ${first} are archived`;
  if (isValid)
    return [
      `valid: ${plural(blocks, 'block')} up to height ${height}, ${plural(entries, 'entry', 'entries')}${before}`,
    ];
  return [
    `not valid at height ${firstBad?.height}`,
    ...(firstBad?.errors ?? []).map(({ code, number, reason }) => `${code} ${number}: ${printable(reason)}`),
  ];
}

function jobsOption(options: Options): number | undefined {
  const text = optional(options, 'jobs');
  return text === undefined ? undefined : wholeNumber(text, '--jobs', 1, MAX_VALIDATION_THREADS);
}

const availableThreads = (): number => Math.min(availableParallelism(), MAX_VALIDATION_THREADS);

function engineFor(summary: ChainSummary, level: ValidationLevel, anchors?: AnchorCheck): ValidationEngine {
  const { author, network, difficulty, start, lastTimeMs } = summary;
  const terms = {
    author: parseDid(author),
    network,
    difficulty,
    level,
    seen: recentIds(),
    ...(anchors && { anchors }),
  };
  // A clock that was put back is no fault of the own ledger.
  const clock = { now: () => Math.max(Date.now(), lastTimeMs) };
  return new ValidationEngine({ ...terms, clock, ...(start !== '' && { state: decodeChainState(fromBase64(start)) }) });
}

interface Work {
  readonly engine: ValidationEngine;
  readonly blocks: BlocksApi;
  readonly summary: ChainSummary;
  readonly threads: number;
}

async function validate(context: Context, { engine, blocks, summary, threads }: Work): Promise<ChainReport> {
  await using pool = threads === 1 ? undefined : openValidationPool({ threads });
  // Waited for here: the threads end with this function.
  return await engine.validateChain(blocksOf(blocks, summary), {
    signal: context.io.signal,
    onProgress: progressTo(context, summary.height - summary.first + 1),
    ...(pool && { examiner: pool }),
  });
}

async function* blocksOf(blocks: BlocksApi, { author, first, height }: ChainSummary): AsyncIterable<Uint8Array> {
  for (let from = first; from <= height; ) {
    const { blocks: next } = await blocks.range({ from, count: Math.min(RANGE_BLOCKS, height - from + 1), author });
    if (next.length === 0) return;
    for (const block of next) yield fromBase64(block);
    from += next.length;
  }
}

/** A line every two seconds, on a terminal. */
function progressTo(context: Context, all: number): (progress: ChainProgress) => void {
  let told = performance.now();
  return ({ blocks }) => {
    const now = performance.now();
    if (!context.io.noteIsTerminal || now - told < PROGRESS_MS) return;
    told = now;
    context.note(`${blocks} of ${all} blocks`);
  };
}

/** `summary`: what a chain comes to. */
export const summary: Run = async (context, _args, options) => {
  await using agent = await context.open();
  const { start: _start, ...chain } = await agent.api.blocks.summary(whose(options));
  await context.print({ chain: { ...chain, authors: [chain.author] } }, () =>
    tableOf([
      ['author', chain.author],
      ['network', `${chain.network}, difficulty ${chain.difficulty}`],
      ['height', String(chain.height)],
      ['newest block', chain.hash],
      ['entries', String(chain.entries)],
      ['work', chain.work],
      ['first block', timeText(chain.firstTimeMs)],
      ['last block', timeText(chain.lastTimeMs)],
      ...(chain.first === 0 ? [] : [['archived', `the entries of the blocks below ${chain.first}`]]),
      ['checkpoint', printable(chain.checkpoint.split('\n')[1] ?? 'none')],
    ]),
  );
  return 0;
};
