/** Blocks that are examined together: enough to make a hand-off cheap, few enough for all to end at about one time. */
const BATCH_BLOCKS = 16;
/** Bytes that are examined together, unless one block has more. */
const BATCH_BYTES = 128 * 1024;
/** Longest batch that this thread examines besides, in bytes: what else it has to do waits for that. */
const MAX_HERE_BYTES = 64 * 1024;
/** Batches that this thread may have ahead of the next one that another has. */
const MAX_HERE_BATCHES = 4;
/** Each block as it comes. */
export async function* examinedHere(here, blocks) {
    for await (const bytes of blocks)
        yield [bytes, here.examine(bytes)];
}
/**
 * Keeps as many batches in the air as the examiner has hands for, and gives them back in order. While the next one is not
 * done, this thread examines one that is not in the air, instead of waiting.
 */
export async function* examinedAhead(here, blocks, examiner, signal) {
    const source = batchesOf(blocks);
    const line = [];
    const turns = new TaskTurns();
    const most = 2 * examiner.width + MAX_HERE_BATCHES;
    let end;
    try {
        for (;;) {
            send(line, here, examiner, signal);
            // One that is not in the air, so that there is something to do here.
            while (end === undefined && line.length < most && !line.some(isFree)) {
                const read = await source.next().then(({ value, done }) => (done === true ? { failed: false } : value), (error) => ({ failed: true, error }));
                if ('failed' in read)
                    end = read;
                else
                    line.push(read);
                send(line, here, examiner, signal);
            }
            const next = line[0];
            if (next === undefined)
                break;
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
        if (end?.failed === true)
            throw end.error;
    }
    finally {
        turns.close();
        await source.return();
    }
}
/** Lets other tasks run, without the millisecond that a timer takes. */
class TaskTurns {
    #channel = new MessageChannel();
    next() {
        const { port1, port2 } = this.#channel;
        return new Promise((resolve) => {
            port1.onmessage = () => resolve();
            port2.postMessage(undefined);
        });
    }
    close() {
        this.#channel.port1.close();
    }
}
/** As another thread would have it: to its end, and without the entries. */
function inFull(examined) {
    const { ids, fault } = examined.findings();
    return { ...examined, findings: () => ({ ids, ...(fault && { fault }) }) };
}
const isFree = ({ result, examined }) => result === undefined && examined === undefined;
const isForHere = (batch) => isFree(batch) && batch.bytes <= MAX_HERE_BYTES;
/** Hands out what is first in line, as far as there are hands. */
function send(line, here, examiner, signal) {
    let inAir = line.filter(({ result, isDone }) => result !== undefined && !isDone).length;
    for (const batch of line) {
        if (inAir >= examiner.width)
            return;
        if (!isFree(batch))
            continue;
        const result = examiner.examine(batch.blocks, here.terms, signal);
        const landed = () => {
            batch.isDone = true;
        };
        // Its failure is met in its turn, or not at all where the run ends before.
        result.then(landed, landed);
        batch.result = result;
        inAir++;
    }
}
async function pairsOf(here, { blocks, result, examined: own }) {
    if (result === undefined)
        return blocks.map((bytes, i) => [bytes, own?.[i] ?? inFull(here.examine(bytes))]);
    const { examined, metrics } = await result;
    here.count(metrics, examined.reduce((sum, { read }) => sum + (read?.block.entries.length ?? 0), 0));
    return blocks.map((bytes, i) => [bytes, examined[i]]);
}
/** Where `blocks` fail, what came before goes first. */
async function* batchesOf(blocks) {
    let batch = [];
    let bytes = 0;
    let failure;
    try {
        for await (const block of blocks) {
            batch.push(block);
            bytes += block.length;
            if (batch.length < BATCH_BLOCKS && bytes < BATCH_BYTES)
                continue;
            yield { blocks: batch, bytes, isDone: false };
            [batch, bytes] = [[], 0];
        }
    }
    catch (error) {
        failure = { error };
    }
    if (batch.length > 0)
        yield { blocks: batch, bytes, isDone: false };
    if (failure !== undefined)
        throw failure.error;
}
