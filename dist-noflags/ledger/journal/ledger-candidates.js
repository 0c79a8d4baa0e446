/**
 * Which blocks may hold entries that a query asks for: by the narrowest index that there is.
 *
 * @module
 */
import { firstSeqOf } from "./block-record.js";
/** The types that name a tool, themselves or through what they answer. */
const CALL_TYPES = ['intent', 'call', 'decision', 'result', 'receipt', 'tool'];
/** Blocks up to height `head` that may hold entries that fit: the newest first, or the oldest with `after`. */
export async function* candidatesOf(store, query, head) {
    const { fromMs, toMs, after, before } = query;
    const from = after === undefined ? 1 : await lowestWith(store, after + 1, head);
    const to = before === undefined ? head : await lowestWith(store, before, head);
    const isTimed = fromMs !== undefined || toMs !== undefined;
    const ofTime = isTimed ? await store.heightsOfTime(fromMs ?? 0, toMs ?? Number.MAX_SAFE_INTEGER) : undefined;
    const range = { from, to: Math.min(to, head), isForward: after !== undefined };
    for await (const candidate of unbounded(store, query, range))
        if (ofTime === undefined || ofTime.has(candidate.height))
            yield candidate;
}
async function* unbounded(store, query, range) {
    const { peer, type, message, subject, tool } = query;
    const blocksOf = (index) => store.blocksOf(index, range.from, range.to, !range.isForward);
    if (subject !== undefined)
        yield* blocksOf({ subject });
    else if (message !== undefined)
        yield* blocksOf({ message });
    else if (type !== undefined && peer === undefined)
        yield* blocksOf({ type });
    else if (tool !== undefined)
        yield* merged(CALL_TYPES.map((each) => blocksOf({ type: each })), range.isForward);
    else if (peer !== undefined)
        yield* blocksOf({ peer });
    else if (range.isForward)
        for (let height = range.from; height <= range.to; height++)
            yield { height };
    else
        for (let height = range.to; height >= range.from; height--)
            yield { height };
}
/** The lowest height above 0 whose log holds the entry `seq`; above `head` where none does. */
async function lowestWith(store, seq, head) {
    let [low, high] = [1, head + 1];
    while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const record = await store.block(middle);
        if (record.header.logSize > seq)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}
/** The height of the block whose entries begin at the offset `start` of the journal; `undefined` where there is none. */
export async function heightAtOffset(store, start, head) {
    let [low, high] = [1, head];
    while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const { offset } = await store.block(middle);
        if (offset >= start)
            high = middle;
        else
            low = middle + 1;
    }
    const record = low <= head ? await store.block(low) : undefined;
    return record?.offset === start && firstSeqOf(record) >= 0 ? low : undefined;
}
/** Several lists of blocks, each in order, as one: the places of a block that is in several are joined. */
async function* merged(lists, isForward) {
    const iterators = lists.map((list) => list[Symbol.asyncIterator]());
    const heads = await Promise.all(iterators.map(nextOf));
    try {
        for (;;) {
            const heights = heads.flatMap((head) => (head === undefined ? [] : [head.height]));
            if (heights.length === 0)
                return;
            const height = isForward ? Math.min(...heights) : Math.max(...heights);
            const places = [];
            for (const [at, head] of heads.entries()) {
                if (head?.height !== height)
                    continue;
                places.push(...head.places);
                const iterator = iterators[at];
                heads[at] = iterator && (await nextOf(iterator));
            }
            yield { height, places: places.sort((a, b) => a - b) };
        }
    }
    finally {
        for (const iterator of iterators)
            await iterator.return?.();
    }
}
async function nextOf(iterator) {
    const { value, done } = await iterator.next();
    return done === true ? undefined : value;
}
