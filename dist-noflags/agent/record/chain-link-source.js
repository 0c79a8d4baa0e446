import { TalosError } from "../../base/errors.js";
import { readArray, readBytes, readInteger, readObject, readString } from "../../codec/fields.js";
import { HASH_BYTES } from "../../crypto/hash.js";
import { MAX_BLOCK_BYTES } from "../../ledger/block.js";
import { decodeSignedHeaders, SIGNED_HEADER_BYTES } from "../../ledger/chain/chain-header.js";
import { MAX_ANSWER_BLOCK_BYTES, MAX_BLOCKS_AN_ANSWER, MAX_CONSISTENCY_HASHES, } from "../../ledger/chain/chain-source.js";
import { MAX_NOTE_CHARACTERS } from "../../ledger/log/note.js";
import { MAX_PROOF_BYTES } from "../../ledger/log/proof-file.js";
/** Longest name of a network that is read, in characters. */
const MAX_NETWORK_CHARACTERS = 64;
/** Decimal digits of the work of a chain: above 2^255 a block, for longer than there is time. */
const MAX_WORK_DIGITS = 96;
/** See the module comment. */
export class LinkChainSource {
    name;
    #use;
    /** @param peer - Whose own chain needs no `author` in requests. */
    constructor(peer, use) {
        this.name = peer;
        this.#use = use;
    }
    #ask(op, fields, shape, signal) {
        return this.#use(async (link) => {
            const answer = await link.ask(op, fields, signal);
            return readObject(answer, shape, op);
        }, signal);
    }
    #of(author) {
        return author === this.name ? {} : { author };
    }
    async status(author, signal) {
        const required = ['network', 'height', 'hash', 'work', 'note', 'first'];
        const answer = await this.#ask('status', this.#of(author), { required }, signal);
        return {
            network: readString(answer.network, 'network', { max: MAX_NETWORK_CHARACTERS }),
            height: readInteger(answer.height, 'height'),
            hash: readBytes(answer.hash, 'hash', HASH_BYTES),
            work: BigInt(readString(answer.work, 'work', { min: 1, max: MAX_WORK_DIGITS, pattern: /^[0-9]+$/ })),
            note: readString(answer.note, 'note', { max: MAX_NOTE_CHARACTERS }),
            first: readInteger(answer.first, 'first'),
        };
    }
    async locate(author, points, signal) {
        const answer = await this.#ask('locate', { ...this.#of(author), points }, { required: [], optional: ['height'] }, signal);
        if (answer.height === undefined)
            return undefined;
        const height = readInteger(answer.height, 'height');
        if (!points.some(([asked]) => asked === height))
            throw unasked('a height that is none of those asked for');
        return height;
    }
    async headers(author, from, count, signal) {
        const answer = await this.#ask('headers', { ...this.#of(author), from, count }, { required: ['headers'] }, signal);
        const bytes = readBytes(answer.headers, 'headers');
        if (bytes.length === 0 || bytes.length > count * SIGNED_HEADER_BYTES)
            throw unasked('another number of headers');
        return decodeSignedHeaders(bytes);
    }
    async blocks(author, from, count, signal) {
        const asked = { ...this.#of(author), from, count };
        const answer = await this.#ask('blocks', asked, { required: ['blocks'] }, signal);
        const max = Math.min(count, MAX_BLOCKS_AN_ANSWER);
        const blocks = readArray(answer.blocks, 'blocks', { min: 1, max }, (block, name) => readBytes(block, name));
        const bytes = blocks.reduce((sum, block) => sum + block.length, 0);
        if (bytes > MAX_ANSWER_BLOCK_BYTES + MAX_BLOCK_BYTES)
            throw unasked('more bytes of blocks than an answer may have');
        return blocks;
    }
    async consistency(author, from, to, signal) {
        const asked = { ...this.#of(author), from, to };
        const { path } = await this.#ask('consistency', asked, { required: ['path'] }, signal);
        return readArray(path, 'path', { max: MAX_CONSISTENCY_HASHES }, (hash, name) => readBytes(hash, name, HASH_BYTES));
    }
    async note(size, signal) {
        const { note } = await this.#ask('note', { size }, { required: ['note'] }, signal);
        return readString(note, 'note', { max: MAX_NOTE_CHARACTERS });
    }
    async proof(entry, signal) {
        const { proof } = await this.#ask('proof', { entry }, { required: ['proof'] }, signal);
        return readString(proof, 'proof', { max: MAX_PROOF_BYTES });
    }
}
function unasked(what) {
    return new TalosError('E_PROTOCOL', `the peer answered with ${what}`);
}
