/**
 * The statements of a store in a database: of those that PostgreSQL, CockroachDB and YugabyteDB document alike.
 * docs/design/009-postgres.md.
 *
 * @module
 */
import { compareBytes } from "../../base/bytes.js";
import { addBatch, keyName } from "../../storage/batch.js";
import { PgConflict } from "./pg-errors.js";
/** Rows and bytes of one statement that writes; a statement takes 65,535 parameters. */
const MAX_STATEMENT_ROWS = 1000;
const MAX_STATEMENT_BYTES = 16 * 1024 * 1024;
function rowOf({ key, value }) {
    return { key: key, value: value };
}
/** What is held under `keys`, in any order. */
export async function readKeys(link, space, keys) {
    const select = 'SELECT key, value FROM talos_records WHERE space = $1 AND key = ANY($2::bytea[])';
    return (await link.query(select, [space, keys])).map(rowOf);
}
/**
 * Up to `limit` entries of a range, in its direction.
 *
 * @param behind - The key that was read last, where this is not the first page.
 */
export async function readPage(link, space, { start, end, reverse = false }, { limit, behind }) {
    const values = [space];
    const bound = (comparison, key) => key === undefined ? '' : ` AND key ${comparison} $${values.push(Buffer.from(key))}`;
    const [from, to] = reverse ? [start, behind ?? end] : [behind ?? start, end];
    const lower = bound(behind !== undefined && !reverse ? '>' : '>=', from);
    const upper = bound('<', to);
    const order = `ORDER BY key ${reverse ? 'DESC' : 'ASC'} LIMIT ${limit}`;
    const rows = await link.query(`SELECT key, value FROM talos_records WHERE space = $1${lower}${upper} ${order}`, values);
    return rows.map(rowOf);
}
/**
 * Applies batches one after the other, in the transaction of `link`.
 *
 * @returns For each whether its requirements held.
 * @throws {PgConflict} where another process wrote a key meanwhile that was not there: the transaction is to be run again.
 */
export async function applyBatches(link, batches) {
    const touched = touchedBy(batches);
    await lock(link, touched);
    const writes = new Map();
    const read = (space, key) => touched.get(keyName(space, key))?.value;
    const applied = batches.map((changes) => addBatch(changes, writes, read));
    await write(link, touched, writes);
    return applied;
}
/** All keys of `batches`, by name, in the one order in which every process locks them. */
function touchedBy(batches) {
    const touched = new Map();
    for (const { kind, space, key } of batches.flat()) {
        const name = keyName(space, key);
        const one = touched.get(name) ?? {
            space,
            key: Buffer.from(key),
            isRequired: false,
            isThere: false,
            value: undefined,
        };
        one.isRequired ||= kind === 'require';
        touched.set(name, one);
    }
    const inOrder = [...touched].sort(([, a], [, b]) => {
        if (a.space !== b.space)
            return a.space < b.space ? -1 : 1;
        return compareBytes(a.key, b.key);
    });
    return new Map(inOrder);
}
/** Locks the rows that are there, and reads those that decide something. */
async function lock(link, touched) {
    for (const [space, own] of bySpace([...touched.values()])) {
        const required = own.filter(({ isRequired }) => isRequired);
        const rows = await link.query('SELECT key, CASE WHEN key = ANY($3::bytea[]) THEN value END AS value FROM talos_records ' +
            'WHERE space = $1 AND key = ANY($2::bytea[]) ORDER BY key FOR UPDATE', [space, own.map(({ key }) => key), required.map(({ key }) => key)]);
        for (const { key, value } of rows) {
            const one = touched.get(keyName(space, key));
            if (one !== undefined)
                Object.assign(one, { isThere: true, value: value ?? undefined });
        }
    }
}
async function write(link, touched, writes) {
    const [fresh, changed, gone, guards] = [[], [], [], []];
    for (const [name, { space, key, isThere, isRequired }] of touched) {
        const written = writes.get(name);
        if (written?.value !== undefined)
            (isThere ? changed : fresh).push(written);
        else if (isThere && written !== undefined)
            gone.push(written);
        // That it is not there has decided something: nobody may put it there until this is committed.
        else if (!isThere && isRequired && writes.size > 0)
            guards.push({ space, key, value: Buffer.alloc(0) });
    }
    const isBefore = (a, b) => a.space === b.space ? compareBytes(a.key, b.key) : a.space < b.space ? -1 : 1;
    const inserted = await put(link, [...fresh, ...guards].sort(isBefore), 'NOTHING');
    if (inserted !== fresh.length + guards.length)
        throw new PgConflict('another process wrote the same key');
    await put(link, changed, 'UPDATE SET value = excluded.value');
    for (const [space, own] of bySpace([...gone, ...guards]))
        await link.write('DELETE FROM talos_records WHERE space = $1 AND key = ANY($2::bytea[])', [
            space,
            own.map(({ key }) => Buffer.from(key)),
        ]);
}
/** @returns How many rows were written. */
async function put(link, writes, onConflict) {
    let count = 0;
    for (const part of parts(writes)) {
        const rows = part.map((_, at) => `($${at * 3 + 1}, $${at * 3 + 2}, $${at * 3 + 3})`).join(', ');
        count += await link.write(`INSERT INTO talos_records (space, key, value) VALUES ${rows} ON CONFLICT (space, key) DO ${onConflict}`, part.flatMap(({ space, key, value }) => [space, Buffer.from(key), Buffer.from(value ?? [])]));
    }
    return count;
}
function* parts(writes) {
    let part = [];
    let bytes = 0;
    for (const one of writes) {
        const length = one.value?.length ?? 0;
        if (part.length === MAX_STATEMENT_ROWS || (part.length > 0 && bytes + length > MAX_STATEMENT_BYTES)) {
            yield part;
            [part, bytes] = [[], 0];
        }
        part.push(one);
        bytes += length;
    }
    if (part.length > 0)
        yield part;
}
/** In the order in which the spaces come first. */
function bySpace(all) {
    const spaces = new Map();
    for (const one of all) {
        const own = spaces.get(one.space) ?? [];
        own.push(one);
        spaces.set(one.space, own);
    }
    return spaces;
}
