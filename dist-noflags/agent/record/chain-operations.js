/**
 * What chain links serve of chains: their status, headers, and how their logs have grown. PROTOCOL.md §9.11.
 *
 * @module
 */
import { concat, equalBytes } from "../../base/bytes.js";
import {} from "../../codec/cbor.js";
import { readArray, readBytes, readInteger, readObject, readString } from "../../codec/fields.js";
import { HASH_BYTES } from "../../crypto/hash.js";
import { parseDid } from "../../identity/did.js";
import { decodeSignedHeader } from "../../ledger/chain/chain-header.js";
import { MAX_BLOCKS_AN_ANSWER, MAX_HEADERS_AN_ANSWER, MAX_LOCATOR_POINTS, } from "../../ledger/chain/chain-source.js";
import { refused } from "../../net/request-link.js";
/** Longest DID that is read, in characters. */
const MAX_DID_CHARACTERS = 128;
/** The operations on chains. */
export function chainOperations(parts) {
    const chainOf = async (author) => {
        const did = author === undefined ? parts.self : parseDid(readString(author, 'author', { max: MAX_DID_CHARACTERS }));
        const chain = await parts.chainOf(did);
        if (chain === undefined)
            throw refused('unknown', 'no chain of this author is kept');
        return chain;
    };
    const operation = (answer, access = 'headers') => ({ access, answer: ({ fields }) => answer(fields) });
    return {
        status: operation(async (fields) => {
            const { author } = readObject(fields, { required: [], optional: ['author'] }, 'status');
            return status(await chainOf(author));
        }),
        locate: operation(async (fields) => {
            const read = readObject(fields, { required: ['points'], optional: ['author'] }, 'locate');
            const points = readArray(read.points, 'points', { min: 1, max: MAX_LOCATOR_POINTS }, readPoint);
            const height = await highestOf(await chainOf(read.author), points);
            return height === undefined ? {} : { height };
        }),
        headers: operation(async (fields) => {
            const read = readObject(fields, { required: ['from', 'count'], optional: ['author'] }, 'headers');
            const from = readInteger(read.from, 'from');
            const count = readInteger(read.count, 'count', { min: 1, max: MAX_HEADERS_AN_ANSWER });
            const headers = await (await chainOf(read.author)).headers(from, count);
            if (headers.length === 0)
                throw refused('unknown', 'the chain ends before');
            return { headers: concat(...headers) };
        }),
        blocks: operation(async (fields) => {
            const read = readObject(fields, { required: ['from', 'count'], optional: ['author'] }, 'blocks');
            const from = readInteger(read.from, 'from');
            const count = readInteger(read.count, 'count', { min: 1, max: MAX_BLOCKS_AN_ANSWER });
            const blocks = await (await chainOf(read.author)).blocks(from, count);
            if (blocks.length === 0)
                throw refused('unknown', 'the chain ends before');
            return { blocks };
        }, 'blocks'),
        consistency: operation(async (fields) => {
            const read = readObject(fields, { required: ['from', 'to'], optional: ['author'] }, 'consistency');
            const from = readInteger(read.from, 'from', { min: 1 });
            const to = readInteger(read.to, 'to', { min: from });
            const chain = await chainOf(read.author);
            if (to > (await chain.head()).logSize)
                throw refused('unknown', 'the log is shorter');
            return { path: await chain.consistency(from, to) };
        }),
    };
}
async function status(chain) {
    const { network, height, hash, work, note, first } = await chain.head();
    return { network, height, hash, work: work.toString(), note, first };
}
function readPoint(point, name) {
    let at = 0;
    const [height, hash] = readArray(point, name, { min: 2, max: 2 }, (item) => at++ === 0 ? readInteger(item, `${name} height`) : readBytes(item, `${name} hash`, HASH_BYTES));
    return [height, hash];
}
async function highestOf(chain, points) {
    for (const [height, hash] of points.toSorted(([a], [b]) => b - a)) {
        const [held] = await chain.headers(height, 1);
        if (held !== undefined && equalBytes(decodeSignedHeader(held).hash, hash))
            return height;
    }
    return undefined;
}
