/**
 * Blocks on their way to a run of `validation-chain.ts`: examined as they come, or ahead of it by others. PROTOCOL.md §9.8.
 *
 * @module
 */
import type { BlockExaminer, Examined, ExamineMetrics, ExamineTerms } from './validation-examine.ts';

/** Blocks in order. */
export type Blocks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
/** A block, and what was found in it by itself. */
export type Pair = readonly [bytes: Uint8Array, examined: Examined];

/** Who examines in this thread, and counts what others did. */
export interface HereExaminer {
  readonly terms: ExamineTerms;
  examine(bytes: Uint8Array): Examined;
  count(metrics: ExamineMetrics, entries: number): void;
}

/** Blocks that are examined together: enough to make a hand-off cheap, few enough for all to end at about one time. */
const BATCH_BLOCKS = 16;
/** Bytes that are examined together, unless one block has more. */
const BATCH_BYTES: number = 128 * 1024;
/** Longest batch that this thread examines besides, in bytes: what else it has to do waits for that. */
const MAX_HERE_BYTES: number = 64 * 1024;

/** Batches that this thread may have ahead of the next one that another has. */
const MAX_HERE_BATCHES = 4;

/** Each block as it comes. */
export async function* examinedHere(here: HereExaminer, blocks: Blocks): AsyncIterable<Pair> {
  for await (const bytes of blocks) yield [bytes, here.examine(bytes)];
}

interface Batch {
  readonly blocks: readonly Uint8Array[];
  readonly bytes: number;
  /** Where another examines it. */
  result?: ReturnType<BlockExaminer['examine']>;
  isDone: boolean;
  /** Where this thread has done so. */
  examined?: readonly Examined[];
}

/**
 * Keeps as many batches in the air as the examiner has hands for, and gives them back in order. While the next one is not
 * done, this thread examines one that is not in the air, instead of waiting.
 */
export async function* examinedAhead(
  here: HereExaminer,
  blocks: Blocks,
  examiner: BlockExaminer,
  signal: AbortSignal,
): AsyncIterable<Pair> {
  const source = batchesOf(blocks);
  const line: Batch[] = [];
  const turns = new TaskTurns();
  const most = 2 * examiner.width + MAX_HERE_BATCHES;
  let end: { readonly failed: boolean; readonly error?: unknown } | undefined;
  try {
    for (;;) {
      send(line, here, examiner, signal);
      // One that is not in the air, so that there is something to do here.
      while (end === undefined && line.length < most && !line.some(isFree)) {
        const read = await source.next().then(
          ({ value, done }) => (done === true ? { failed: false } : value),
          (error: unknown) => ({ failed: true, error }),
        );
        if ('failed' in read) end = read;
        else line.push(read);
        send(line, here, examiner, signal);
      }
      const next = line[0];
      if (next === undefined) break;
      const mine = next.isDone || next.result === undefined ? undefined : line.find(isForHere);
      if (mine !== undefined) {
        mine.examined = mine.blocks.map((bytes) => inFull(here.examine(bytes)));
        // What landed meanwhile is heard of, and makes room in the air.
        await turns.next();
        continue;
      }
      line.shift();
      yield* await pairsOf(here, next);
    }
    // What came before a failure of the source was judged first.
    if (end?.failed === true) throw end.error;
  } finally {
    turns.close();
    await source.return();
  }
}

/** Lets other tasks run, without the millisecond that a timer takes. */
class TaskTurns {
  readonly #channel = new MessageChannel();

  next(): Promise<void> {
    const { port1, port2 } = this.#channel;
    return new Promise((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(undefined);
    });
  }

  close(): void {
    this.#channel.port1.close();
  }
}

/** As another thread would have it: to its end, and without the entries. */
function inFull(examined: Examined): Examined {
  const { ids, fault } = examined.findings();
  return { ...examined, findings: () => ({ ids, ...(fault && { fault }) }) };
}

const isFree = ({ result, examined }: Batch): boolean => result === undefined && examined === undefined;
const isForHere = (batch: Batch): boolean => isFree(batch) && batch.bytes <= MAX_HERE_BYTES;

/** Hands out what is first in line, as far as there are hands. */
function send(line: readonly Batch[], here: HereExaminer, examiner: BlockExaminer, signal: AbortSignal): void {
  let inAir = line.filter(({ result, isDone }) => result !== undefined && !isDone).length;
  for (const batch of line) {
    if (inAir >= examiner.width) return;
    if (!isFree(batch)) continue;
    const result = examiner.examine(batch.blocks, here.terms, signal);
    const landed = (): void => {
      batch.isDone = true;
    };
    // Its failure is met in its turn, or not at all where the run ends before.
    result.then(landed, landed);
    batch.result = result;
    inAir++;
  }
}

async function pairsOf(here: HereExaminer, { blocks, result, examined: own }: Batch): Promise<Iterable<Pair>> {
  if (result === undefined) return blocks.map((bytes, i): Pair => [bytes, own?.[i] ?? inFull(here.examine(bytes))]);
  const { examined, metrics } = await result;
  here.count(
    metrics,
    examined.reduce((sum, { read }) => sum + (read?.block.entries.length ?? 0), 0),
  );
  return blocks.map((bytes, i): Pair => [bytes, examined[i] as Examined]);
}

/** Where `blocks` fail, what came before goes first. */
async function* batchesOf(blocks: Blocks): AsyncGenerator<Batch, void> {
  let batch: Uint8Array[] = [];
  let bytes = 0;
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const block of blocks) {
      batch.push(block);
      bytes += block.length;
      if (batch.length < BATCH_BLOCKS && bytes < BATCH_BYTES) continue;
      yield { blocks: batch, bytes, isDone: false };
      [batch, bytes] = [[], 0];
    }
  } catch (error) {
    failure = { error };
  }
  if (batch.length > 0) yield { blocks: batch, bytes, isDone: false };
  if (failure !== undefined) throw failure.error;
}
