/**
 * What is kept of a foreign chain besides its blocks, and where all of it lies in the space `chain`.
 *
 * | key | value |
 * |---|---|
 * | 0x01 ‖ … | shares: `agent/record/chain-shares.ts` |
 * | 0x02 ‖ author key (32) | canonical JSON, see {@link ForeignRecord} |
 * | 0x03 ‖ author key ‖ u64 height | header ‖ signature |
 * | 0x04 ‖ author key ‖ u64 height | the block without these: u32 count ‖ entries |
 * | 0x05 ‖ author key ‖ u8 level ‖ u64 number | hashes of a tile of the log |
 * | 0x06 ‖ author key | evidence file: the author signed two histories |
 *
 * @module
 */
import { concat } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { readBoolean, readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalBytes, parseJson } from "../../codec/json.js";
import { u8, u64 } from "../../codec/writer.js";
import { keyOfDid } from "../../identity/did.js";
import { MAX_NOTE_CHARACTERS } from "../log/note.js";
/** The parts of the space. */
export const FOREIGN_PARTS = { record: 2, header: 3, body: 4, tile: 5, evidence: 6 };
const MAX_WORK_DIGITS = 96;
/** The key of a part of the chain of `author`; of a tile: `level` before `number`. */
export function foreignKey(part, author, number, level) {
    const prefix = concat(u8(FOREIGN_PARTS[part]), keyOfDid(author));
    if (number === undefined)
        return prefix;
    return level === undefined ? concat(prefix, u64(number)) : concat(prefix, u8(level), u64(number));
}
/** A record as bytes. */
export function encodeForeignRecord(record) {
    const { network, difficulty, height, size, work, bytes, syncedAtMs, note, isRemoved } = record;
    return canonicalBytes({
        v: 1,
        network,
        difficulty,
        height,
        size,
        work: work.toString(),
        bytes,
        synced: syncedAtMs,
        note,
        removed: isRemoved,
    });
}
/** Reads a record. @throws {TalosError} `E_STORAGE_CORRUPT` for another form. */
export function decodeForeignRecord(value) {
    try {
        const required = [
            'v',
            'network',
            'difficulty',
            'height',
            'size',
            'work',
            'bytes',
            'synced',
            'note',
            'removed',
        ];
        const fields = readObject(parseJson(value), { required }, 'chain');
        readInteger(fields.v, 'v', { min: 1, max: 1 });
        return {
            network: readString(fields.network, 'network', { min: 1, max: 64 }),
            difficulty: readInteger(fields.difficulty, 'difficulty', { max: 255 }),
            height: readInteger(fields.height, 'height'),
            size: readInteger(fields.size, 'size'),
            work: BigInt(readString(fields.work, 'work', { min: 1, max: MAX_WORK_DIGITS, pattern: /^[0-9]+$/ })),
            bytes: readInteger(fields.bytes, 'bytes'),
            syncedAtMs: readInteger(fields.synced, 'synced'),
            note: readString(fields.note, 'note', { max: MAX_NOTE_CHARACTERS }),
            isRemoved: readBoolean(fields.removed, 'removed'),
        };
    }
    catch (cause) {
        throw new TalosError('E_STORAGE_CORRUPT', 'the record of a kept chain cannot be read', { cause });
    }
}
