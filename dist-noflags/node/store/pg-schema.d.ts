import type { PgConnections } from './pg-connections.ts';
/** Version of the tables; those of a higher one are refused. */
export declare const PG_SCHEMA_VERSION: number;
/**
 * Makes the tables or brings them up, and notes whose they are where nobody's.
 *
 * @param owner - DID of the server.
 * @throws {TalosError} `E_VERSION` for tables of a newer version; `E_CONFIG` for those of another server, and for a database
 *   that loses what it acknowledged; `E_STORAGE_CORRUPT` for a version that is none; `E_STORAGE…`.
 */
export declare function preparePgSchema(connections: PgConnections, owner: string): Promise<void>;
