import type { Json } from '../../codec/json.ts';
import type { Did } from '../../identity/did.ts';
type ReadersOf<B> = {
    readonly [K in Exclude<keyof B, 'type'>]-?: (value: Json, name: string) => Exclude<B[K], undefined>;
};
/** What was taken back: exactly one of `token`, `chain`, `subject` and `signer`. PROTOCOL.md §8.5. */
export interface RevocationBody {
    readonly type: 'revocation';
    /** A token, and all below it. */
    readonly token?: string;
    /** All that was delegated from this token. */
    readonly chain?: string;
    /** All tokens that this agent holds; below one token, where `under` names it. */
    readonly subject?: Did;
    readonly under?: string;
    /** All tokens that this agent signed; before a time in milliseconds, where `before` says it. */
    readonly signer?: Did;
    readonly before?: number;
    /** Whose list it is in. */
    readonly issuer: Did;
    /** Commitment to the reason's text. */
    readonly reason: string;
}
/** Those of its fields that need not be there. */
export declare const OPTIONAL_IN_REVOCATION: readonly ["token", "chain", "subject", "under", "signer", "before"];
/** @throws {TalosError} `E_MALFORMED` unless it names one matter. */
export declare function assertOneMatter({ token, chain, subject, under, signer, before }: RevocationBody): void;
/** What was learned of a revocation list; of the own one where another kept more of it. */
export interface RevocationListBody {
    readonly type: 'revocation-list';
    readonly issuer: Did;
    /** Items up to the head that came. */
    readonly size: number;
    /** Hash of the list up to there, 64 hex digits. */
    readonly hash: string;
    /** `forked`: its issuer signed another history than the one that was known; both count. */
    readonly event: 'taken' | 'forked';
}
/** The entries of this file. */
export type RevocationEntry = RevocationBody | RevocationListBody;
/** The readers of their fields, by type. */
export declare const revocationReaders: {
    readonly revocation: ReadersOf<RevocationBody>;
    readonly 'revocation-list': ReadersOf<RevocationListBody>;
};
export {};
