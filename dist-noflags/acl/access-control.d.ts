import { type AclLimits, type AclPeer } from './acl.ts';
import { type AclDecision } from './decide.ts';
import { type AclWarning, type AclWorld } from './lint.ts';
import { type AclFault } from './parse.ts';
/** A request of a peer. */
export interface AccessRequest {
    /** Its DID, or what its owner calls it; or both. */
    readonly peer: string | AclPeer;
    /** Of MCP; `tools/call` where absent. */
    readonly method?: string;
    /** The tool, prompt or URI; `""` where absent, for a method that has none. */
    readonly target?: string;
}
/**
 * See the module comment. Immutable. A list only narrows: a call must be within a capability too.
 *
 * @example
 * const list = new AccessControl(`
 * peers:
 *   alice:
 *     allow_tools: ["read_*"]
 * `);
 * list.check({ peer: 'alice', target: 'write_file' }).allowed; // false
 */
export declare class AccessControl {
    #private;
    /**
     * @param list - YAML, as `permissions.yaml`; at most 256 KiB. Copied.
     * @param name - For the error.
     * @throws {TypeError} for what is neither text nor bytes.
     * @throws {TalosError} `E_CONFIG` with line and column of the first fault.
     */
    constructor(list: string | Uint8Array, name?: string);
    /** Everything that is wrong with a list; none for one that can be read. @throws {TypeError} for neither text nor bytes. */
    static faults(list: string | Uint8Array): readonly AclFault[];
    /**
     * Whether the list allows a request, by which rule, in which line.
     *
     * @throws {TypeError} for a request of another form.
     */
    check(request: AccessRequest): AclDecision;
    /** How much a peer may do; a member that is absent is not limited. @throws {TypeError} for a peer of another form. */
    limits(peer: string | AclPeer): AclLimits;
    /** What is probably a mistake: rules that never decide, names that nobody has, patterns that fit nothing. */
    lint(world?: AclWorld): readonly AclWarning[];
}
