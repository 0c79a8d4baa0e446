/**
 * What an access-control list says of one request: allowed or not, by which rule, in which line. Pure.
 *
 * ```text
 *  disabled ──> no      deny pattern ──> no      allow list: in it ──> yes, not in it ──> no      default_allow
 * ```
 *
 * PROTOCOL.md §8.8.
 *
 * @module
 */
import type { ErrorCode } from '../base/errors.ts';
import type { CapabilityRequest } from '../capability/authorize.ts';
import { type Acl, type AclKind, type AclPeer } from './acl.ts';
/** What is said of a request, and why. */
export interface AclDecision {
    readonly allowed: boolean;
    /** Of a refusal: `ACL_DENIED`, or what is refused whatever a list says (`SCOPE_MISMATCH`, `MALFORMED`). */
    readonly code?: ErrorCode;
    /** The rule that decided, as `peers.alice.deny_tools "write_*"`; `""` where none of the list did. */
    readonly rule: string;
    /** Its line, from 1; 0 where the list does not have it. */
    readonly line: number;
    /** For people; lower case, no full stop. */
    readonly reason: string;
}
/**
 * Decides about a request as a peer would make it.
 *
 * @param method - Of MCP. Handshake, ping and lists are allowed whatever the list says; lists show what it allows.
 * @param target - The tool, prompt or URI; `""` for a method that has none.
 */
export declare function decide(acl: Acl, peer: AclPeer, method: string, target: string): AclDecision;
/** Decides about a request that has been read. */
export declare function decideRequest(acl: Acl, peer: AclPeer, request: CapabilityRequest): AclDecision;
/** Decides about a tool, resource or prompt by its name. Where two entries name the peer, both must allow. */
export declare function decideName(acl: Acl, peer: AclPeer, kind: AclKind, name: string): AclDecision;
