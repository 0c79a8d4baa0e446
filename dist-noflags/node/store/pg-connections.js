import { TalosError } from "../../base/errors.js";
import { randomFraction } from "../../crypto/random.js";
import { retryDelays } from "../../net/backoff.js";
import { isAway, isConflict, isRolledBack, PgUnknown, pgError } from "./pg-errors.js";
/** Connections of one process at a time, for what takes one moment. */
export const MAX_PG_CONNECTIONS = 8;
/** Connections of one process at a time that read from one moment on. */
export const MAX_PG_SNAPSHOTS = 4;
/** Longest wait for a connection, in milliseconds. */
export const PG_CONNECT_MS = 5_000;
/** Longest wait for one statement, and how long a database that is away is waited for, in milliseconds. */
export const PG_DEADLINE_MS = 10_000;
/** A transaction whose process says nothing for so long is ended by the database, in milliseconds: its locks go. */
export const PG_IDLE_TRANSACTION_MS = 30_000;
/** How often a transaction is run again that met another one. */
export const MAX_PG_CONFLICTS = 50;
const AWAY_DELAYS = { baseMs: 100, capMs: 1_000, random: randomFraction };
const CONFLICT_DELAYS = { baseMs: 4, capMs: 250, random: randomFraction };
/** How a transaction begins. Its waits end on both sides. */
const begins = (mode) => `BEGIN ${mode}; SET LOCAL statement_timeout = ${PG_DEADLINE_MS}; SET LOCAL idle_in_transaction_session_timeout = ${PG_IDLE_TRANSACTION_MS}`;
const WRITING = begins('ISOLATION LEVEL READ COMMITTED');
const READING = begins('ISOLATION LEVEL REPEATABLE READ READ ONLY');
/** See the module comment. */
export class PgConnections {
    #shown;
    #pool;
    /** Of their own: who reads from a moment may ask for something else meanwhile. */
    #readers;
    /** Ends snapshots whose holder may never come back. */
    #snapshots = new Set();
    #isClosed = false;
    constructor(shown, pool, readers) {
        this.#shown = shown;
        this.#pool = pool;
        this.#readers = readers;
        // A connection that breaks while nobody uses it: the next use makes another.
        for (const each of [pool, readers])
            each.on('error', ignore);
    }
    /** Loads the client; nothing is connected yet. */
    static async open({ connectionString, shown }) {
        const { default: pg } = await import('pg');
        const poolOf = (max) => new pg.Pool({
            connectionString,
            max,
            connectionTimeoutMillis: PG_CONNECT_MS,
            query_timeout: PG_DEADLINE_MS,
            keepAlive: true,
            fallback_application_name: 'talos-server',
        });
        return new PgConnections(shown, poolOf(MAX_PG_CONNECTIONS), poolOf(MAX_PG_SNAPSHOTS));
    }
    /**
     * Runs `task` on a connection; again where it failed as the module comment says.
     *
     * @param deadlineMs - How long it is tried again.
     * @throws {TalosError} `E_STORAGE…`.
     */
    run(task, deadlineMs) {
        return this.#persist(async () => {
            const client = await this.#pool.connect();
            let isUsable = false;
            // Without a listener a connection that breaks between two statements would end the process.
            client.on('error', ignore);
            try {
                const result = await task(linkOf(client));
                isUsable = true;
                return result;
            }
            catch (error) {
                if (isRolledBack(error) || isConflict(error))
                    isUsable = await rollBack(client);
                throw error;
            }
            finally {
                letGo(client, isUsable);
            }
        }, deadlineMs);
    }
    /** Runs `task` in one transaction, as {@link run} does: all of what it writes is there when it resolves, or none. */
    transaction(task, deadlineMs) {
        return this.run(async (link) => {
            await link.query(WRITING);
            const result = await task(link);
            await commit(link);
            return result;
        }, deadlineMs);
    }
    /**
     * Begins to read from one moment. The connection is its holder's until it is disposed of, or the database has waited for
     * {@link PG_IDLE_TRANSACTION_MS}; who waits for one of {@link MAX_PG_SNAPSHOTS} that are all held is told so in time.
     *
     * @throws {TalosError} `E_STORAGE…`.
     */
    async snapshot() {
        const client = await this.#persist(async () => {
            const connected = await this.#readers.connect();
            connected.on('error', ignore);
            try {
                await connected.query(READING);
                return connected;
            }
            catch (error) {
                letGo(connected, false);
                throw error;
            }
        });
        const release = (isUsable) => {
            if (this.#snapshots.delete(drop))
                letGo(client, isUsable);
        };
        const drop = () => release(false);
        this.#snapshots.add(drop);
        return {
            link: linkOf(client),
            [Symbol.asyncDispose]: async () => {
                if (this.#snapshots.has(drop))
                    release(await rollBack(client));
            },
        };
    }
    async #persist(attempt, deadlineMs = PG_DEADLINE_MS) {
        const endsAtMs = performance.now() + deadlineMs;
        const [away, conflict] = [retryDelays(AWAY_DELAYS), retryDelays(CONFLICT_DELAYS)];
        for (let conflicts = 0;;) {
            if (this.#isClosed)
                throw new TalosError('E_CLOSED', 'the store is closed');
            try {
                return await attempt();
            }
            catch (error) {
                const isMet = isConflict(error);
                if (!isMet && !isAway(error))
                    throw pgError(error, `${this.#shown} refused`);
                if (isMet)
                    conflicts += 1;
                const waitMs = (isMet ? conflict : away).next().value;
                if (conflicts > MAX_PG_CONFLICTS || performance.now() + waitMs > endsAtMs)
                    throw pgError(error, isMet ? `too many wrote to ${this.#shown} at once` : `${this.#shown} cannot be reached`);
                await new Promise((resolve) => setTimeout(resolve, waitMs));
            }
        }
    }
    async [Symbol.asyncDispose]() {
        if (this.#isClosed)
            return;
        this.#isClosed = true;
        for (const drop of this.#snapshots)
            drop();
        await Promise.all([this.#pool.end(), this.#readers.end()]);
    }
}
/** The statement that is next says so. */
function ignore() { }
function letGo(client, isUsable) {
    client.off('error', ignore);
    client.release(!isUsable);
}
function linkOf(client) {
    return {
        query: async (text, values = []) => (await client.query(text, [...values])).rows,
        write: async (text, values) => (await client.query(text, [...values])).rowCount ?? 0,
    };
}
async function commit(link) {
    try {
        await link.query('COMMIT');
    }
    catch (cause) {
        if (isRolledBack(cause))
            throw cause;
        throw new PgUnknown('whether it was committed is not known', { cause });
    }
}
/** Whether the connection can be used again. */
function rollBack(client) {
    return client.query('ROLLBACK').then(() => true, () => false);
}
