/**
 * What is probably a mistake in an access-control list that is read all the same: rules that never decide, names that
 * nobody has, patterns that fit nothing.
 *
 * @module
 */
import { type Did } from '../identity/did.ts';
import { type Acl, type AclPlace } from './acl.ts';
/** What is known of the world that a list is about. */
export interface AclWorld {
    /** The agent whose list it is; undefined where that is not known. */
    readonly self?: Did;
    /** Whoever is known here, with the aliases that they have; undefined where that is not known. */
    readonly peers?: readonly {
        readonly did: string;
        readonly alias: string;
    }[];
    /** Names of the tools that are lent or granted; undefined where none are known. */
    readonly tools?: readonly string[];
}
/** A remark about a list. */
export interface AclWarning extends AclPlace {
    /** Lower case, no full stop; holds names of the list. */
    readonly message: string;
}
/** Remarks about a list, in the order of their places. */
export declare function lintAcl(acl: Acl, world?: AclWorld): readonly AclWarning[];
