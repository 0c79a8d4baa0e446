/**
 * What is held of logs of others, in the words of `LightApi`.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { BLOCK_FRAME_BYTES } from "../../ledger/block.js";
/** Shortest entry that there is, in bytes, with its length in a block: real ones have ten times as much. */
export const SHORTEST_ENTRY_BYTES = 100;
/** A client, and the bytes that it takes in the store. */
export function lightView(client, keptBytes) {
    const { author, keep, log, height, headers, confirmedSize, checkpoint, fork } = client;
    const { checkpoints, sources } = client.snapshot();
    return {
        id: author,
        keep,
        size: log.size,
        root: toHex(log.root),
        height,
        headers,
        checkpoints: checkpoints.length,
        checkpoint: checkpoint?.note ?? '',
        confirmedSize,
        confirmed: log.size > 0 && confirmedSize >= log.size,
        sources: sources.map(([id, size]) => ({ id, size })),
        evidence: fork ?? '',
        keptBytes,
        chainBytesAtLeast: (height + 1) * BLOCK_FRAME_BYTES + log.size * SHORTEST_ENTRY_BYTES,
    };
}
/** What came of a source. */
export function outcomeView({ source, size, refused }) {
    return { id: source, size, ...(refused === undefined ? {} : { refused }) };
}
/** What `client` says of a proof. */
export function verdictView(verdict, { confirmedSize }) {
    if (!verdict.valid)
        return { valid: false, code: verdict.code, reason: verdict.reason };
    const { confirmed, author, size, entry } = verdict;
    return { valid: true, confirmed, author, ...entryView(entry), size, confirmedSize };
}
function entryView({ id, body, timeMs, seq }) {
    return { entry: id, type: body.type, timeMs, seq };
}
