/**
 * An access-control list as a rule of one tunnel. The list may be another one at each call. PROTOCOL.md §8.8.
 *
 * @module
 */
import { type Acl, type AclPeer } from '../../acl/acl.ts';
import type { Did } from '../../identity/did.ts';
import type { AccessUsage } from './access-usage.ts';
import type { CallRule, RuledTunnel } from './call-rule.ts';
/** What the rule asks at each call. */
export interface AccessParts {
    /** The list in force; undefined where there is none. */
    readonly acl: () => Acl | undefined;
    /** The peer with its alias. */
    readonly peer: (did: Did) => AclPeer;
    readonly usage: AccessUsage;
    /** Calls `changed` when another list is in force. @returns A function that ends it. */
    readonly watch: (changed: () => void) => () => void;
}
/** The rule of the tunnel of a peer. */
export declare function accessRule({ peer: did, listChanged }: Pick<RuledTunnel, 'peer' | 'listChanged'>, { acl, peer, usage, watch }: AccessParts): CallRule;
