/**
 * Archive files: old blocks with their entries, which the journal holds no longer, and what verifies them without
 * anything else. PROTOCOL.md §9.13.
 *
 *     head, canonical JSON ‖ 0x0a ‖ for each block: u32 length ‖ block
 *
 * @module
 */
import { concat, equalBytes, fromHex, toHex, utf8 } from "../../base/bytes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { isFields, readArray, readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalJson, parseCanonicalJson } from "../../codec/json.js";
import { u32 } from "../../codec/writer.js";
import { SIGNATURE_BYTES, verify } from "../../crypto/sign.js";
import { keyOfDid } from "../../identity/did.js";
import { decodeHeader, encodeBlock, encodeHeader, HEADER_BYTES, hashHeader, MAX_BLOCK_BYTES, } from "../block.js";
import { readDid, readHashText, VerifiedBatches } from "../entry/statement.js";
import { statementFlaw } from "../entry/statement-check.js";
import { readCheckpoint } from "../log/checkpoint.js";
import { Frontier } from "../log/frontier.js";
import { MAX_DIFFICULTY } from "../network.js";
import { validateBlock } from "../validation/validate.js";
/** Longest head in bytes: a note, a header and at most 53 hashes. */
export const MAX_ARCHIVE_HEAD_BYTES = 8192;
/** Most subtrees of a log: it has fewer than 2^53 entries. */
const MAX_ROOTS = 53;
/** The head of an archive as bytes. */
export function encodeArchiveHead(head) {
    const { author, network, from, to, checkpoint, previous, roots } = head;
    const json = {
        v: 1,
        kind: 'talos-archive',
        author,
        network: network.name,
        difficulty: network.difficulty,
        from,
        to,
        checkpoint,
        previous: previous === undefined ? '' : toHex(previous),
        roots: roots.map(toHex),
    };
    return utf8(`${canonicalJson(json)}\n`);
}
/** A block of an archive. */
export function encodeArchived(record, entries) {
    const { header, signature } = record;
    const block = encodeBlock({ header, signature, entries: entries.map(({ bytes }) => bytes) });
    return concat(u32(block.length), block);
}
/**
 * Reads an archive, which anybody may have written.
 *
 * @throws {TalosError} `E_MALFORMED` for what is none; `E_VERSION`; `E_LEDGER_INVALID` if what it goes on from does not
 *   verify.
 */
export async function openArchive(source) {
    const pieces = new Pieces(source()[Symbol.asyncIterator]());
    try {
        const head = readHead(await pieces.line(MAX_ARCHIVE_HEAD_BYTES));
        const tip = tipBefore(head);
        return { head, blocks: blocksOf(pieces, head, tip), close: () => pieces.close() };
    }
    catch (error) {
        await pieces.close();
        throw error;
    }
}
async function* blocksOf(pieces, head, before) {
    const verified = new VerifiedBatches();
    let tip = before;
    try {
        for (let height = head.from; height <= head.to; height++) {
            const length = lengthOf(await pieces.exactly(4));
            if (length > MAX_BLOCK_BYTES)
                throw malformed(`block ${height} has ${length} bytes`);
            const read = verifiedBlock(await pieces.exactly(length), head, height, tip);
            for (const entry of read.entries) {
                const flaw = statementFlaw(entry, head.author, verified);
                if (flaw !== undefined)
                    throw invalid(`entry ${entry.seq}: ${flaw.reason}`, height);
            }
            tip = read.tip;
            if (height === head.to)
                checkEnd(head, tip);
            yield read;
        }
        if (!(await pieces.isAtEnd()))
            throw malformed('something follows the last block');
    }
    finally {
        await pieces.close();
    }
}
function verifiedBlock(bytes, head, height, tip) {
    const verdict = validateBlock(bytes, {
        authorKey: keyOfDid(head.author),
        network: head.network.name,
        difficulty: head.network.difficulty,
        nowMs: Number.MAX_SAFE_INTEGER / 2,
        tip,
    });
    if (!verdict.valid)
        throw invalid(`block ${height}: ${verdict.reason}`, height);
    return verdict;
}
/** The log as it is after the last block must be the one that the checkpoint signs. */
function checkEnd({ author, checkpoint, to }, tip) {
    const signed = readCheckpoint(checkpoint, author);
    if (signed?.size !== tip.frontier.size || !equalBytes(signed.root, tip.frontier.root()))
        throw invalid('the checkpoint is not that of the last block', to);
}
/** What the first block follows: signed by the author, and of the log that the roots make. */
function tipBefore({ author, from, previous, roots }) {
    if (previous === undefined)
        return undefined;
    const encoded = previous.subarray(0, HEADER_BYTES);
    const header = decodeHeader(encoded);
    const isSigned = verify('block', keyOfDid(author), encoded, previous.subarray(HEADER_BYTES));
    const frontier = new Frontier(header.logSize, roots);
    const isWhole = roots.length === bitsOf(header.logSize) && equalBytes(frontier.root(), header.logRoot);
    if (!isSigned || !isWhole || header.height !== from - 1)
        throw invalid('the block before the first does not verify', from - 1);
    return { height: header.height, hash: hashHeader(encodeHeader(header)), timeMs: header.timeMs, frontier };
}
function bitsOf(size) {
    return BigInt(size).toString(2).replaceAll('0', '').length;
}
function readHead(line) {
    const json = parseCanonicalJson(line);
    if (!isFields(json) || json['kind'] !== 'talos-archive')
        throw malformed('it is no archive of a ledger');
    if (json['v'] !== 1)
        throw new TalosError('E_VERSION', 'archive: version must be 1');
    const required = [
        'v',
        'kind',
        'author',
        'network',
        'difficulty',
        'from',
        'to',
        'checkpoint',
        'previous',
        'roots',
    ];
    const fields = readObject(json, { required }, 'archive');
    const from = readInteger(fields.from, 'from');
    const previousText = readString(fields.previous, 'previous', { pattern: PREVIOUS });
    if ((previousText === '') !== (from === 0))
        throw malformed('it must name the block before its first');
    const name = readString(fields.network, 'network', { min: 1, max: 64 });
    return {
        author: readDid(fields.author, 'author'),
        network: { name, difficulty: readInteger(fields.difficulty, 'difficulty', { max: MAX_DIFFICULTY }) },
        from,
        to: readInteger(fields.to, 'to', { min: Math.max(1, from) }),
        checkpoint: readString(fields.checkpoint, 'checkpoint'),
        previous: previousText === '' ? undefined : fromHex(previousText),
        roots: readArray(fields.roots, 'roots', { max: MAX_ROOTS }, readHashText).map(fromHex),
    };
}
const PREVIOUS = new RegExp(`^(?:[0-9a-f]{${2 * (HEADER_BYTES + SIGNATURE_BYTES)}})?$`);
function lengthOf(bytes) {
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
}
function malformed(reason) {
    return new TalosError('E_MALFORMED', `archive: ${reason}`);
}
function invalid(reason, height) {
    return new TalosError('E_LEDGER_INVALID', `archive: ${reason}`, { details: { height } });
}
/** Bytes that arrive in pieces. */
class Pieces {
    #pieces;
    #held = new Uint8Array(0);
    constructor(pieces) {
        this.#pieces = pieces;
    }
    /** Whether there was more. */
    async #more() {
        const { value, done } = await this.#pieces.next();
        if (done === true)
            return false;
        this.#held = this.#held.length === 0 ? value : concat(this.#held, value);
        return true;
    }
    async line(max) {
        for (;;) {
            const end = this.#held.indexOf(0x0a);
            if (end >= 0 && end <= max) {
                const line = this.#held.slice(0, end);
                this.#held = this.#held.subarray(end + 1);
                return new Uint8Array(line);
            }
            if (this.#held.length > max || !(await this.#more()))
                throw malformed('it is no archive of a ledger');
        }
    }
    async exactly(count) {
        while (this.#held.length < count)
            if (!(await this.#more()))
                throw malformed('it is cut off');
        const bytes = new Uint8Array(this.#held.subarray(0, count));
        this.#held = this.#held.subarray(count);
        return bytes;
    }
    async isAtEnd() {
        while (this.#held.length === 0)
            if (!(await this.#more()))
                return true;
        return false;
    }
    async close() {
        await this.#pieces.return?.();
    }
}
/** The entries of a block that one of `archives` holds; `undefined` where none does. */
export async function entriesInArchives(archives, author, height) {
    for (const source of archives) {
        const { head, blocks, close } = await openArchive(source);
        try {
            if (head.author !== author)
                throw invalid('it is of another agent', height);
            const isHere = head.from <= height && height <= head.to;
            for await (const { block, entries } of isHere ? blocks : [])
                if (block.header.height === height)
                    return entries;
        }
        finally {
            await close();
        }
    }
    return undefined;
}
/** Whether `error` says that an archive is none, or does not verify. */
export function isArchiveFault(error) {
    return (isTalosError(error, 'E_MALFORMED') || isTalosError(error, 'E_LEDGER_INVALID') || isTalosError(error, 'E_VERSION'));
}
