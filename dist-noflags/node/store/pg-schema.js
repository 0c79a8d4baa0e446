/**
 * The tables of a store in a database: made, brought up to this version, and told whose they are.
 *
 * ```text
 *   talos_meta      name text → value text          version: of the tables; owner: DID of the server
 *   talos_records   space text, key bytea → value bytea
 * ```
 *
 * Several servers may start at once: each step is taken under a lock of the version's row, and does nothing where it is
 * done already, as not every database of this kind takes back a table with its transaction.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
/** What each version added to the one before; the first to none. Never changed, only added to. */
const STEPS = [
    'CREATE TABLE IF NOT EXISTS talos_records (space text NOT NULL, key bytea NOT NULL, value bytea NOT NULL, PRIMARY KEY (space, key))',
];
/** Version of the tables; those of a higher one are refused. */
export const PG_SCHEMA_VERSION = STEPS.length;
const META = 'CREATE TABLE IF NOT EXISTS talos_meta (name text PRIMARY KEY, value text NOT NULL)';
const FIRST = "INSERT INTO talos_meta (name, value) VALUES ('version', '0') ON CONFLICT (name) DO NOTHING";
/** SQLSTATE undefined_table. */
const NO_TABLE = '42P01';
/** Two made the same table at the same moment: duplicate_table, and unique_violation of the catalogue. */
const MADE_MEANWHILE = ['42P07', '23505'];
/**
 * Makes the tables or brings them up, and notes whose they are where nobody's.
 *
 * @param owner - DID of the server.
 * @throws {TalosError} `E_VERSION` for tables of a newer version; `E_CONFIG` for those of another server, and for a database
 *   that loses what it acknowledged; `E_STORAGE_CORRUPT` for a version that is none; `E_STORAGE…`.
 */
export async function preparePgSchema(connections, owner) {
    await connections.run(assertDurable);
    if ((await readVersion(connections)) !== PG_SCHEMA_VERSION)
        await upgrade(connections);
    const held = await connections.transaction(async (link) => {
        const claim = "INSERT INTO talos_meta (name, value) VALUES ('owner', $1) ON CONFLICT (name) DO NOTHING";
        await link.write(claim, [owner]);
        const [row] = await link.query("SELECT value FROM talos_meta WHERE name = 'owner'");
        return String(row?.['value']);
    });
    if (held !== owner)
        throw new TalosError('E_CONFIG', `the store is that of ${held}`, {
            hint: 'servers of one store have one identity: copy its keystore; another server needs a database of its own',
            details: { key: 'store' },
        });
}
/** What is acknowledged must be on the disk, and something must be writable. Names that a database does not know are null. */
async function assertDurable(link) {
    const names = ['synchronous_commit', 'fsync', 'transaction_read_only'];
    const [row] = await link.query(`SELECT ${names.map((name) => `current_setting('${name}', true) AS ${name}`).join(', ')}`);
    for (const name of ['synchronous_commit', 'fsync'])
        if (row?.[name] === 'off')
            throw new TalosError('E_CONFIG', `the database has ${name} = off: what is acknowledged could be lost`, {
                hint: `set ${name} = on for this database`,
                details: { key: 'store' },
            });
    if (row?.['transaction_read_only'] === 'on')
        throw new TalosError('E_STORAGE_DENIED', 'the database can only be read', {
            hint: 'the address must lead to the primary',
        });
}
/** 0 where there is no store. */
function readVersion(connections) {
    return connections.run(async (link) => {
        try {
            return versionOf(await link.query("SELECT value FROM talos_meta WHERE name = 'version'"));
        }
        catch (error) {
            if (error.code !== NO_TABLE)
                throw error;
            return 0;
        }
    });
}
function versionOf([row]) {
    if (row === undefined)
        return 0;
    const text = String(row.value);
    if (!/^(0|[1-9][0-9]{0,8})$/.test(text))
        throw new TalosError('E_STORAGE_CORRUPT', 'the version of the store is damaged', {
            hint: 'restore the database from a backup',
        });
    const version = Number(text);
    if (version > PG_SCHEMA_VERSION)
        throw new TalosError('E_VERSION', `the store has version ${version}, this version knows ${PG_SCHEMA_VERSION}`, {
            hint: 'use the version of Talos that wrote it, or a newer one',
        });
    return version;
}
async function upgrade(connections) {
    // Each by itself: a database need not take table and row in one transaction.
    for (const statement of [META, FIRST])
        await connections.run(async (link) => {
            try {
                await link.query(statement);
            }
            catch (error) {
                if (!MADE_MEANWHILE.includes(String(error.code)))
                    throw error;
            }
        });
    await connections.transaction(async (link) => {
        const from = versionOf(await link.query("SELECT value FROM talos_meta WHERE name = 'version' FOR UPDATE"));
        for (const step of STEPS.slice(from))
            await link.query(step);
        await link.write("UPDATE talos_meta SET value = $1 WHERE name = 'version'", [String(PG_SCHEMA_VERSION)]);
    });
}
