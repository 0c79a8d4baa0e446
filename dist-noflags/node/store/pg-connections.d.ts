import type { PgTarget } from './pg-url.ts';
/** Connections of one process at a time, for what takes one moment. */
export declare const MAX_PG_CONNECTIONS = 8;
/** Connections of one process at a time that read from one moment on. */
export declare const MAX_PG_SNAPSHOTS = 4;
/** Longest wait for a connection, in milliseconds. */
export declare const PG_CONNECT_MS = 5000;
/** Longest wait for one statement, and how long a database that is away is waited for, in milliseconds. */
export declare const PG_DEADLINE_MS = 10000;
/** A transaction whose process says nothing for so long is ended by the database, in milliseconds: its locks go. */
export declare const PG_IDLE_TRANSACTION_MS = 30000;
/** How often a transaction is run again that met another one. */
export declare const MAX_PG_CONFLICTS = 50;
/** A row by the names of its columns: `bytea` is a Buffer, `text` a string. */
export type PgRow = Readonly<Record<string, unknown>>;
/** A connection that is ours for now. */
export interface PgLink {
    /** The rows of one statement. */
    query(text: string, values?: readonly unknown[]): Promise<readonly PgRow[]>;
    /** How many rows it wrote. */
    write(text: string, values: readonly unknown[]): Promise<number>;
}
/** A transaction that only reads, all of it from one moment. */
export interface PgSnapshot extends AsyncDisposable {
    readonly link: PgLink;
}
/** See the module comment. */
export declare class PgConnections implements AsyncDisposable {
    #private;
    private constructor();
    /** Loads the client; nothing is connected yet. */
    static open({ connectionString, shown }: PgTarget): Promise<PgConnections>;
    /**
     * Runs `task` on a connection; again where it failed as the module comment says.
     *
     * @param deadlineMs - How long it is tried again.
     * @throws {TalosError} `E_STORAGE…`.
     */
    run<T>(task: (link: PgLink) => Promise<T>, deadlineMs?: number): Promise<T>;
    /** Runs `task` in one transaction, as {@link run} does: all of what it writes is there when it resolves, or none. */
    transaction<T>(task: (link: PgLink) => Promise<T>, deadlineMs?: number): Promise<T>;
    /**
     * Begins to read from one moment. The connection is its holder's until it is disposed of, or the database has waited for
     * {@link PG_IDLE_TRANSACTION_MS}; who waits for one of {@link MAX_PG_SNAPSHOTS} that are all held is told so in time.
     *
     * @throws {TalosError} `E_STORAGE…`.
     */
    snapshot(): Promise<PgSnapshot>;
    [Symbol.asyncDispose](): Promise<void>;
}
