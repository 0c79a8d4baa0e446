import { TalosError } from '../base/errors.ts';
import { type Acl, type AclPlace } from './acl.ts';
/** Most faults that are told of one list. */
export declare const MAX_ACL_FAULTS = 50;
/** What is wrong in a list, and where; line 0 where it is the file itself. */
export interface AclFault extends AclPlace {
    /** Lower case, no full stop; may hold text of the file, not escaped. */
    readonly message: string;
}
/** A list, or why it is none: one or more faults, in the order of their places. */
export type ReadAcl = {
    readonly acl: Acl;
} | {
    readonly faults: readonly AclFault[];
};
/**
 * Reads a list, and tells everything that is wrong with it.
 *
 * @param bytes - UTF-8, at most {@link MAX_ACL_BYTES}.
 */
export declare function readAcl(bytes: Uint8Array): ReadAcl;
/**
 * Reads a list that must be right.
 *
 * @param name - Of the file, for the error.
 * @throws {TalosError} `E_CONFIG` with file, line and column of the first fault.
 */
export declare function parseAcl(bytes: Uint8Array, name: string): Acl;
/** The error for a list that is none. */
export declare function aclError(faults: readonly AclFault[], name: string): TalosError<'E_CONFIG'>;
/** A place as compilers write it. */
export declare function placed(name: string, { line, column }: AclPlace): string;
