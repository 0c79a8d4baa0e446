/**
 * The access-control lists of an agent: read when a service is lent, read anew when their files change.
 *
 * ```text
 *  lend ──> read ── bad ──> E_CONFIG                     changed ──> read ── bad, gone ──> the old one stays, told
 *            └── good ──> entry `acl` ──> in force                        └── good ──> entry `acl` ──> in force
 * ```
 *
 * A list is in force for the next call of every open tunnel. PROTOCOL.md §8.8.
 *
 * @module
 */
import { type Acl } from '../../acl/acl.ts';
import type { AclFault } from '../../acl/parse.ts';
import { TalosError } from '../../base/errors.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AclAnswer, AclApi, AclQuestion, AclStatus } from '../api/access-api.ts';
import type { CallRule, RuledTunnel } from './call-rule.ts';
/** Where lists lie, by their absolute paths. */
export interface AclFiles {
    /** The list of services that name none. */
    readonly standard: string;
    /**
     * The bytes of a file, at most `MAX_ACL_BYTES`; undefined where there is none.
     *
     * @throws {TalosError} `E_CONFIG` for a file that cannot be read, is too long, or may be written by others.
     */
    read(path: string): Promise<Uint8Array | undefined>;
    /** The list that the bytes are, or its faults; loaded when first needed. */
    parse(bytes: Uint8Array): Promise<{
        readonly acl: Acl;
    } | {
        readonly faults: readonly AclFault[];
    }>;
    /** The error for such faults. */
    fault(faults: readonly AclFault[], path: string): Promise<TalosError>;
    /** Calls `changed` when the file may be another one, also when it comes or goes. @returns A function that ends it. */
    watch(path: string, changed: () => void): () => void;
}
/** A list, for a service that is lent. */
export interface AccessList {
    /** The rule of a tunnel. */
    readonly rule: (tunnel: RuledTunnel) => CallRule;
    /** The service ends. */
    readonly close: () => void;
}
/** See the module comment. */
export declare class AccessLists implements AclApi {
    #private;
    /** @param files - Absent: there are no files, and no lists. */
    constructor(core: AgentCore, files: AclFiles | undefined);
    /**
     * Reads and watches the list of a service.
     *
     * @param path - Absolute; the standard one where absent, which need not be there.
     * @returns The list; undefined where there can be none.
     * @throws {TalosError} `E_CONFIG` for a list that is none, or a named one that is not there; `E_STORAGE…`.
     */
    open(service: string, path: string | undefined): Promise<AccessList | undefined>;
    check(question: AclQuestion): Promise<AclAnswer>;
    lists(): Promise<readonly AclStatus[]>;
    /** Ends what watches, and writes what was used. */
    close(): Promise<void>;
}
