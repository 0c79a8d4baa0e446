import { type AclKind } from './acl.ts';
/** The pattern that fits everything. */
export declare const EVERYTHING = "*";
/**
 * Why `pattern` is none for `kind`, or undefined.
 *
 * @param isAllowing - An allow pattern that no URI can fit is a mistake; a deny pattern is taken as wide as it can be.
 */
export declare function patternFault(kind: AclKind, pattern: string, isAllowing: boolean): string | undefined;
/** Whether an allow pattern fits `name`; of a resource, one that {@link spellingFault} lets through. */
export declare function allows(kind: AclKind, pattern: string, name: string): boolean;
/** Whether a deny pattern fits `name`. */
export declare function denies(kind: AclKind, pattern: string, name: string): boolean;
/**
 * Why a list with rules about resources does not look at `uri`, or undefined: it is spelled in a way that a tool may
 * take for another one that the rules name, so that neither an allow nor a deny pattern would say anything of it.
 */
export declare function spellingFault(uri: string): string | undefined;
