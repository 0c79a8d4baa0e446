import type { Json } from '../codec/json.ts';
import { type Constraint } from './constraint.ts';
import type { PatternRoom } from './pattern.ts';
import { type TimeWindow } from './window.ts';
/** Most constraints on names of files. */
export declare const MAX_FILE_NAMES = 64;
/** Most further services of a scope. */
export declare const MAX_SERVICES = 64;
/** Most names that `environment` constrains. */
export declare const MAX_ENVIRONMENT = 16;
/** Longest time that a rate counts over and that revocations may be unknown for, in seconds: that of a token. */
export declare const MAX_SCOPE_SECONDS: number;
/** Messages to the audience. */
export interface MessageRule {
    /** Most bytes of one. */
    readonly max_bytes?: number;
}
/** Files to the audience. */
export interface FileRule {
    /** Most bytes of one. */
    readonly max_bytes?: number;
    /** On the name; one that holds is enough. Any name where absent. */
    readonly names?: readonly Constraint[];
}
/** At most `count` calls within any `seconds`. */
export interface RateLimit {
    readonly count: number;
    readonly seconds: number;
}
/** How much may be used in all; at least one member is there. */
export interface Limits {
    readonly calls?: number;
    /** Of arguments and results, as sent. */
    readonly bytes?: number;
    readonly rate?: RateLimit;
}
/** Hashes of what was seen when the token was issued, 32 bytes each in base64url. */
export interface Pins {
    /** Of the server's command or URL. */
    readonly server: string;
    /** Of the tools' definitions, by name of the tool. */
    readonly tools: Readonly<Record<string, string>>;
}
/** The members; all may be absent. Names are those of the token. */
export interface ScopeMembers {
    /** Messages may be sent; absent: none. */
    readonly messages?: MessageRule;
    /** Files may be sent; absent: none. */
    readonly files?: FileRule;
    /** Further services of the audience whose streams may be opened. */
    readonly services?: readonly string[];
    /** Of the tools, only those in {@link ScopeMembers.read_only_tools} are allowed. */
    readonly read_only?: true;
    readonly limits?: Limits;
    /** Limits of single tools, besides those of all. */
    readonly tool_limits?: Readonly<Record<string, Limits>>;
    /** One that holds is enough. */
    readonly windows?: readonly TimeWindow[];
    /** On what the serving side says of itself; each must hold. */
    readonly environment?: Readonly<Record<string, Constraint>>;
    /** Seconds; revocations that have been unknown for longer refuse every call. */
    readonly fresh?: number;
    readonly pins?: Pins;
    /** Pinned tools whose definition says that they change nothing. */
    readonly read_only_tools?: readonly string[];
    /** Seconds since 1970, until when the issuer will renew. */
    readonly renewable_until?: number;
}
/** Names of the members, for the shape of a scope. */
export declare const MEMBER_NAMES: readonly (keyof ScopeMembers)[];
/**
 * Reads those of the members that are there.
 *
 * @throws {TalosError} `E_MALFORMED` or `MALFORMED` for another form or a count over its limit.
 */
export declare function readMembers(fields: {
    readonly [K in keyof ScopeMembers]?: Json;
}, room: PatternRoom): ScopeMembers;
/**
 * Members that are about tools must be about those that are granted, and what is called read-only must be pinned.
 *
 * @throws {TalosError} `MALFORMED` otherwise.
 */
export declare function checkMembers(members: ScopeMembers, tools: Readonly<Record<string, unknown>>): void;
