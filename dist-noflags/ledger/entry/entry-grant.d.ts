import type { Json } from '../../codec/json.ts';
import type { Did } from '../../identity/did.ts';
/** A token, as both of its sides record it. */
interface GrantFields {
    /** Id of the token, 64 hex digits. */
    readonly token: string;
    readonly subject: Did;
    readonly audience: Did;
    readonly service: string;
    /** Seconds since 1970, as in the token. */
    readonly expires: number;
    /** SHA-256 of the canonical scope, 64 hex digits. */
    readonly scope: string;
    /** Id of the token that it was delegated from. */
    readonly parent?: string;
}
/** A token that was issued here. */
export interface GrantBody extends GrantFields {
    readonly type: 'grant';
}
/** A token that was received. */
export interface GrantReceivedBody extends GrantFields {
    readonly type: 'grant-received';
    readonly issuer: Did;
}
/** How the fields of both are read. */
export declare const GRANT_READERS: {
    readonly [K in keyof GrantFields]-?: (value: Json, name: string) => NonNullable<GrantFields[K]>;
};
/** A token of a chain. */
export interface ChainHolder {
    /** Its id, 64 hex digits. */
    readonly token: string;
    /** Whom it was given to: who passed the next one on, at the end who made the call. */
    readonly subject: Did;
}
/** Reads a chain of two tokens or more, root first. @throws {TalosError} `E_MALFORMED`. */
export declare function readChainHolders(value: Json, name: string): readonly ChainHolder[];
export {};
