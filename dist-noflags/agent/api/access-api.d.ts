/**
 * Access-control lists as every command sees them. PROTOCOL.md §8.8.
 *
 * @module
 */
/** What is asked of a list. */
export interface AclQuestion {
    /** DID, or whole alias. */
    readonly peer: string;
    /** Of MCP, as `tools/call`. */
    readonly method: string;
    /** The tool, prompt or URI; `""` for a method that has none. */
    readonly target: string;
    /** Absolute path; absent: the list of the service, else `permissions.yaml` of the data directory. */
    readonly file?: string;
    /** The service whose list is asked; needed where services have different ones. */
    readonly service?: string;
}
/** What a list says of a request. */
export interface AclAnswer {
    /** DID of the peer; `""` where the name is that of nobody. */
    readonly peer: string;
    readonly alias: string;
    readonly allowed: boolean;
    /** The code of a refusal. */
    readonly code?: string;
    /** The rule that decided, as `peers.alice.deny_tools "write_*"`; `""` where no rule of the list did. */
    readonly rule: string;
    /** Path of the list. */
    readonly file: string;
    /** From 1; 0 where the list does not say it. */
    readonly line: number;
    /** In plain words. */
    readonly reason: string;
    /** Whether a running service obeys it; false: it was read for this answer alone. */
    readonly inForce: boolean;
    readonly limits: {
        readonly requestsPerMinute?: number;
        readonly dataBytesPerDay?: number;
        readonly maxExecutionMs?: number;
    };
}
/** A list that a running service obeys. */
export interface AclStatus {
    /** Absolute path. */
    readonly file: string;
    readonly services: readonly string[];
    /** SHA-256 of the list in force, 64 hex digits; `""` where there is no file, and so no list. */
    readonly digest: string;
    /** Why the file as it is now is not the list in force; `""` where it is. */
    readonly problem: string;
}
/** See the module comment. */
export interface AclApi {
    /**
     * Asks a list about a request.
     *
     * @throws {TalosError} `E_NOT_FOUND` where there is no list; `E_CONFIG` for one that cannot be read; `E_AMBIGUOUS`
     *   where services have different ones and none is named.
     */
    check(question: AclQuestion): Promise<AclAnswer>;
    /** The lists that running services obey. */
    lists(): Promise<readonly AclStatus[]>;
}
