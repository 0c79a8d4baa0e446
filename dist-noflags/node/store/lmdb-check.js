/**
 * Checks the structure of an LMDB file without LMDB: a damaged page makes LMDB abort by assertion, read beyond its map,
 * or start over, and none of these says what is wrong.
 *
 *     page   u64 number ‖ u64 transaction ‖ u16 pad ‖ u16 flags ‖ u16 lower ‖ u16 upper (overflow: u32 pages) ‖ content
 *     meta   at 24: u32 magic ‖ u32 version ‖ u64 address ‖ u64 map size ‖ tree (free pages) ‖ tree (main) ‖ u64 last page ‖ u64 transaction
 *     tree   u32 pad ‖ u16 flags ‖ u16 depth ‖ u64 branch pages ‖ u64 leaf pages ‖ u64 overflow pages ‖ u64 entries ‖ u64 root
 *     node   u16 low ‖ u16 high ‖ u16 flags ‖ u16 key length ‖ key ‖ data
 *
 * The layout is that of the LMDB in lmdb-js 3 (lmdb.h and mdb.c, data version 2), little-endian. What no structure shows,
 * a changed value, its own checksum does (`lmdb-record.ts`), and this walk compares those as well. Not found: a change
 * in the older of the two meta pages, or in a free page; neither is ever read.
 *
 * @module
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { compareBytes } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { RESTORE_HINT, SPACES } from "../../storage/store.js";
import { unframeRecord } from "./lmdb-record.js";
const HEADER = 24;
const MAGIC = 0xbeefc0de;
const DATA_VERSION = 2;
const BRANCH = 0x01;
const LEAF = 0x02;
const OVERFLOW = 0x04;
const META = 0x08;
const BIG_DATA = 0x01;
const SUB_TREE = 0x02;
const INTEGER_KEY = 0x08;
const NO_PAGE = 0xffffffffffffffffn;
const TREE_BYTES = 48;
/** LMDB's CURSOR_STACK: no tree is deeper. */
const MAX_DEPTH = 32;
/** Pages at the end that are free may never have been written, before `lmdb-room.ts` fills the file up. */
const MAX_UNWRITTEN_PAGES = 16;
/**
 * Checks the file `path`, which no process has open for writing.
 *
 * Costs one reading of the file and one SHA-256 of each value where `isWhole`; memory of a page and a bit a page.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` at the first thing that is wrong; `E_VERSION` for another format of LMDB.
 */
export function checkLmdbFile(path, options) {
    const file = openSync(path, 'r');
    try {
        const check = new Check(file, fstatSync(file).size);
        check.meta();
        if (options.isWhole)
            check.trees();
    }
    finally {
        closeSync(file);
    }
}
function corrupt(what) {
    return new TalosError('E_STORAGE_CORRUPT', `the store is damaged: ${what}`, { hint: RESTORE_HINT });
}
class Check {
    #file;
    #size;
    #pageSize = 0;
    #pages = 0;
    #transaction = 0n;
    #trees;
    #seen = new Uint8Array(0);
    constructor(file, size) {
        this.#file = file;
        this.#size = size;
    }
    #read(at, length) {
        if (at + length > this.#size)
            throw corrupt('the file is cut short');
        const bytes = Buffer.alloc(length);
        for (let done = 0; done < length;) {
            const count = readSync(this.#file, bytes, done, length - done, at + done);
            if (count === 0)
                throw corrupt('the file is cut short');
            done += count;
        }
        return bytes;
    }
    /** Reads both meta pages and takes the later one, as LMDB does. */
    meta() {
        const first = this.#read(0, HEADER + 144);
        this.#pageSize = this.#pageSizeOf(first);
        const second = this.#read(this.#pageSize, HEADER + 144);
        if (this.#pageSizeOf(second) !== this.#pageSize)
            throw corrupt('its meta pages differ in the page size');
        const transactions = [first.readBigUInt64LE(152), second.readBigUInt64LE(152)];
        // Commits write the two in turn, so they are one transaction apart, and the parity says which is which.
        const isFresh = transactions[0] === 0n && transactions[1] === 0n;
        const isInTurn = transactions[0] % 2n === 0n && transactions[1] % 2n === 1n;
        const distance = transactions[0] - transactions[1];
        if (!isFresh && !(isInTurn && (distance === 1n || distance === -1n)))
            throw corrupt('its meta pages do not fit together');
        const meta = transactions[1] > transactions[0] ? second : first;
        this.#transaction = meta.readBigUInt64LE(152);
        this.#pages = lastPageOf(meta) + 1;
        for (const page of [first, second])
            if (lastPageOf(page) + 1 > this.#size / this.#pageSize + MAX_UNWRITTEN_PAGES)
                throw corrupt('the file is cut short');
        this.#trees = [readTree(meta, 48), readTree(meta, 96)];
        if (this.#trees[1].flags !== 0)
            throw corrupt('its main tree has unknown flags');
        for (const { root } of this.#trees)
            if (root !== undefined && (root >= this.#pages || (root + 1) * this.#pageSize > this.#size))
                throw corrupt('the file is cut short');
    }
    #pageSizeOf(page) {
        if ((page.readUInt16LE(18) & META) === 0 || page.readUInt32LE(24) !== MAGIC)
            throw corrupt('it is no LMDB file');
        if ((page.readUInt32LE(28) & 0xffff) !== DATA_VERSION)
            throw new TalosError('E_VERSION', 'the store was written by another version of LMDB');
        const pageSize = page.readUInt32LE(48);
        if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0)
            throw corrupt('its page size is wrong');
        if (page.readUInt16LE(52) !== INTEGER_KEY)
            throw corrupt('its flags are unknown');
        return pageSize;
    }
    /** Walks every tree: the free pages, the main tree, and the spaces that it names. */
    trees() {
        if (this.#trees === undefined)
            throw new TypeError('meta() comes first');
        const [free, main] = this.#trees;
        this.#seen = new Uint8Array(Math.ceil(this.#size / this.#pageSize) + 1);
        this.#walk(free, 'number', (_key, _flags, data) => this.#freeList(data));
        this.#walk(main, 'bytes', (key, flags, data) => {
            // lmdb-js writes the names of its databases with their final zero byte.
            const space = key.at(-1) === 0 ? Buffer.from(key.subarray(0, -1)).toString('latin1') : '';
            if (flags !== SUB_TREE || data.length !== TREE_BYTES || !isSpace(space))
                throw corrupt('it names an unknown space');
            const tree = readTree(data, 0);
            if (tree.flags !== 0)
                throw corrupt(`the space ${space} has unknown flags`);
            this.#walk(tree, 'bytes', (recordKey, recordFlags, framed) => {
                if (recordFlags !== 0)
                    throw corrupt(`a record of the space ${space} has unknown flags`);
                unframeRecord(space, recordKey, framed);
            });
        });
    }
    #freeList(data) {
        if (data.length < 8 || data.length % 8 !== 0)
            throw corrupt('its list of free pages is damaged');
        const count = toNumber(data.readBigUInt64LE(0));
        if (count > data.length / 8 - 1)
            throw corrupt('its list of free pages is damaged');
        for (let i = 1; i <= count; i++) {
            const number = data.readBigInt64LE(8 * i);
            // lmdb-js leaves zeros and marks runs by a negative length before the first page.
            if (number > 0n && number >= BigInt(this.#pages))
                throw corrupt('its list of free pages is damaged');
        }
    }
    #walk(tree, order, visit) {
        const count = { branch: 0, leaf: 0, overflow: 0, entries: 0 };
        let last;
        const visitInOrder = (key, flags, data) => {
            if (order === 'number' ? key.length !== 8 : key.length === 0)
                throw corrupt('a key has a wrong length');
            if (last !== undefined && compareKeys(last, key, order) >= 0)
                throw corrupt('its keys are out of order');
            last = new Uint8Array(key);
            visit(key, flags, data);
        };
        if (tree.root !== undefined)
            this.#page(tree.root, { depth: tree.depth, order, count, visit: visitInOrder });
        const isAsCounted = count.branch === tree.branchPages &&
            count.leaf === tree.leafPages &&
            count.overflow === tree.overflowPages &&
            count.entries === tree.entries;
        if (!isAsCounted)
            throw corrupt('a tree does not have the pages that it says');
    }
    #take(number, pages) {
        if (number < 2 || number + pages > this.#pages)
            throw corrupt('a page lies outside the file');
        for (let page = number; page < number + pages; page++) {
            if (this.#seen[page] !== 0)
                throw corrupt('a page is used twice');
            this.#seen[page] = 1;
        }
    }
    /** Checks the head of a page: LMDB takes one of a later transaction for a page of its own memory. */
    #assertHead(page, number, kind) {
        const isIt = toNumber(page.readBigUInt64LE(0)) === number &&
            page.readBigUInt64LE(8) <= this.#transaction &&
            page.readUInt16LE(18) === kind;
        if (!isIt)
            throw corrupt('a page is another');
    }
    #page(number, walk) {
        const { depth, count } = walk;
        if (depth < 1 || depth > MAX_DEPTH)
            throw corrupt('a tree has a wrong depth');
        this.#take(number, 1);
        const page = this.#read(number * this.#pageSize, this.#pageSize);
        this.#assertHead(page, number, depth === 1 ? LEAF : BRANCH);
        const nodes = readNodes(page);
        if (depth === 1) {
            count.leaf++;
            for (const node of nodes)
                this.#leaf(node, walk);
            return;
        }
        count.branch++;
        for (const [i, { key, child }] of nodes.entries()) {
            // The first key of a branch page stands for all below the second, whatever it says.
            const from = i === 0 ? walk.from : key;
            this.#page(child, { ...walk, depth: depth - 1, from, to: nodes[i + 1]?.key ?? walk.to });
        }
    }
    #leaf(node, { order, count, visit, from, to }) {
        count.entries++;
        // A key outside of what the branches above say is there, and cannot be found.
        const isReachable = (from === undefined || compareKeys(node.key, from, order) >= 0) &&
            (to === undefined || compareKeys(node.key, to, order) < 0);
        if (!isReachable)
            throw corrupt('a key lies on a wrong page');
        const isBig = (node.flags & BIG_DATA) !== 0;
        visit(node.key, node.flags & ~BIG_DATA, isBig ? this.#overflow(node, count) : node.data);
    }
    /** The data of a node that lies on pages of its own. */
    #overflow(node, count) {
        if (node.data.length < 24)
            throw corrupt('a record points nowhere');
        const number = toNumber(node.data.readBigUInt64LE(0));
        const pages = Math.floor((HEADER - 1 + node.dataLength) / this.#pageSize) + 1;
        this.#take(number, pages);
        count.overflow += pages;
        const head = this.#read(number * this.#pageSize, HEADER);
        this.#assertHead(head, number, OVERFLOW);
        if (head.readUInt32LE(20) !== pages)
            throw corrupt('a page is another');
        return this.#read(number * this.#pageSize + HEADER, node.dataLength);
    }
}
function readNodes(page) {
    const lower = page.readUInt16LE(20);
    const upper = page.readUInt16LE(22);
    if (lower % 2 !== 0 || lower === 0 || lower > upper || HEADER + upper > page.length)
        throw corrupt('a page has wrong bounds');
    const isLeaf = page.readUInt16LE(18) === LEAF;
    return Array.from({ length: lower / 2 }, (_, i) => {
        const at = HEADER + page.readUInt16LE(HEADER + 2 * i);
        if (at < HEADER + upper || at % 2 !== 0 || at + 8 > page.length)
            throw corrupt('a page has wrong bounds');
        const flags = isLeaf ? page.readUInt16LE(at + 4) : 0;
        const keyEnd = at + 8 + page.readUInt16LE(at + 6);
        const dataLength = isLeaf ? page.readUInt32LE(at) : 0;
        const end = keyEnd + ((flags & BIG_DATA) === 0 ? dataLength : 24);
        if (end > page.length)
            throw corrupt('a record leaves its page');
        const child = isLeaf ? 0 : page.readUInt32LE(at) + page.readUInt16LE(at + 4) * 2 ** 32;
        return { key: page.subarray(at + 8, keyEnd), flags, data: page.subarray(keyEnd, end), dataLength, child };
    });
}
function readTree(bytes, at) {
    const root = bytes.readBigUInt64LE(at + 40);
    const tree = {
        flags: bytes.readUInt16LE(at + 4) & ~INTEGER_KEY,
        depth: bytes.readUInt16LE(at + 6),
        branchPages: toNumber(bytes.readBigUInt64LE(at + 8)),
        leafPages: toNumber(bytes.readBigUInt64LE(at + 16)),
        overflowPages: toNumber(bytes.readBigUInt64LE(at + 24)),
        entries: toNumber(bytes.readBigUInt64LE(at + 32)),
        root: root === NO_PAGE ? undefined : toNumber(root),
    };
    if ((tree.root === undefined) !== (tree.depth === 0))
        throw corrupt('a tree has a wrong depth');
    return tree;
}
function lastPageOf(meta) {
    return toNumber(meta.readBigUInt64LE(144));
}
function compareKeys(a, b, order) {
    if (order === 'bytes')
        return compareBytes(a, b);
    const difference = Buffer.from(a).readBigUInt64LE() - Buffer.from(b).readBigUInt64LE();
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
function toNumber(value) {
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
        throw corrupt('a number is out of bounds');
    return Number(value);
}
function isSpace(name) {
    return SPACES.includes(name);
}
