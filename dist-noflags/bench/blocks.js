/**
 * Blocks through the validation engine, every signature checked, beside the bare primitives of such a block.
 *
 * @module
 */
import { concat, toHex, utf8 } from "../base/bytes.js";
import { sha256 } from "../crypto/hash.js";
import { SIGNING_LABELS } from "../crypto/labels.js";
import { randomBytes } from "../crypto/random.js";
import { verifyRaw } from "../crypto/sign.js";
import { Identity } from "../identity/identity.js";
import { chainIdOf, DIFFICULTY, encodeBlock, encodeHeader, HEADER_BYTES, hashHeader } from "../ledger/block.js";
import { makeEntry } from "../ledger/entry/entry.js";
import { Frontier } from "../ledger/log/frontier.js";
import { rootHash } from "../ledger/log/merkle.js";
import { ValidationEngine } from "../ledger/validation/validation-engine.js";
import { mineSlice } from "../ledger/work.js";
import { awaitedRatesOf, median, ratioOf } from "./rounds.js";
/** Blocks of the chain, and entries in each but the first, which has none. */
const BLOCKS = 100;
const ENTRIES = 10;
/** Nonces that are tried for a block: at 8 bits one is found long before. */
const MOST_NONCES = 1_000_000;
/** Nodes of the log to its root, about, beside one a leaf in the block's tree and one in the log's. */
const ROOT_NODES = 9;
/** See the module comment. */
export async function benchBlocks(figures) {
    figures.begin(`blocks of ${ENTRIES} entries`);
    const author = Identity.generate('author', Date.now());
    const chain = makeChain(author);
    const validate = async () => {
        const report = await new ValidationEngine({ author: author.did, level: 'strict' }).validateChain(chain);
        if (!report.isValid)
            throw new TypeError(`an honest block was refused: ${JSON.stringify(report.firstBad)}`);
    };
    const bare = bareBlock(author, chain.at(-1) ?? new Uint8Array());
    const floor = async () => {
        for (let i = 0; i < BLOCKS; i++)
            bare();
    };
    const [rates = [], theirs = []] = await awaitedRatesOf([validate, floor], { rounds: 7, ms: 60, computes: true });
    const beside = [{ name: 'bare signature and hashes', value: BLOCKS * median(theirs), ratio: ratioOf(rates, theirs) }];
    figures.add('validated, strict, on one thread', BLOCKS * median(rates), '/s', { atLeast: 3700, beside });
}
function makeChain(author) {
    const [frontier, chainId, timeMs] = [new Frontier(), chainIdOf(author.signing.publicKey), Date.now()];
    const chain = [];
    let previousHash = new Uint8Array(32);
    for (let height = 0; height <= BLOCKS; height++) {
        const count = height === 0 ? 0 : ENTRIES;
        const entries = Array.from({ length: count }, (_, i) => makeEntry(bodyOf(author), frontier.size + i, timeMs));
        for (const { leaf } of entries)
            frontier.append(leaf);
        const header = {
            chainId,
            height,
            previousHash: new Uint8Array(previousHash),
            entryRoot: rootHash(entries.map(({ leaf }) => leaf)),
            logSize: frontier.size,
            logRoot: frontier.root(),
            timeMs,
            difficulty: DIFFICULTY,
            nonce: 0,
        };
        const encoded = encodeHeader({ ...header, nonce: mineSlice(encodeHeader(header), 0, MOST_NONCES) ?? 0 });
        previousHash = hashHeader(encoded);
        const nonce = mineSlice(encodeHeader(header), 0, MOST_NONCES) ?? 0;
        const signature = author.signing.sign('block', encoded);
        chain.push(encodeBlock({ header: { ...header, nonce }, signature, entries: entries.map(({ bytes }) => bytes) }));
    }
    return chain;
}
let made = 0;
function bodyOf(author) {
    const digits = (made++).toString(16).padStart(12, '0');
    return {
        type: 'message',
        peer: author.did,
        message: `01a202b8-a345-7095-9f67-${digits}`,
        direction: made % 2 === 0 ? 'sent' : 'received',
        commitment: toHex(randomBytes(32)),
    };
}
/** The signature and the hashes that a block cannot do without: leaves, nodes of both trees, header. */
function bareBlock(author, block) {
    const message = concat(utf8(`${SIGNING_LABELS.block}\0`), block.subarray(0, HEADER_BYTES));
    const signature = block.slice(HEADER_BYTES, HEADER_BYTES + 64);
    const entry = block.slice(-Math.floor((block.length - HEADER_BYTES) / ENTRIES));
    const node = new Uint8Array(65);
    const { publicKey } = author.signing;
    if (!verifyRaw(publicKey, message, signature))
        throw new TypeError('the block is not signed as it should be');
    return () => {
        verifyRaw(publicKey, message, signature);
        for (let i = 0; i < ENTRIES; i++)
            sha256(entry);
        for (let i = 0; i < 2 * ENTRIES + ROOT_NODES; i++)
            sha256(node);
        sha256(message);
    };
}
