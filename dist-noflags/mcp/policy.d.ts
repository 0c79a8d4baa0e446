/**
 * What a caller may ask of a tool server, method by method: PROTOCOL.md §7.2.
 *
 * Everything from the caller passes here; what the tool server sends (results, notifications, and requests such as
 * `sampling/createMessage`, `roots/list`, `elicitation/create` or `ping`) goes to the caller unchanged, but for the
 * lists that {@link filterList} shortens.
 *
 * The table holds every method of the MCP revisions 2025-06-18, 2025-11-25 and 2026-07-28 that a client may send. A
 * method that is not in it is denied, as are those of later revisions until someone has thought about them.
 *
 * @module
 */
import type { ErrorCode } from '../base/errors.ts';
import type { CapabilityRequest } from '../capability/authorize.ts';
import type { Json, JsonObject } from '../codec/json.ts';
/**
 * What is to be done with a message of the caller.
 *
 * - `free`: forward.
 * - `list`: forward, and give the result to {@link filterList}.
 * - `recorded`: forward if the capability covers `request` and both sides have recorded the call.
 * - `checked`: forward if the capability covers `request`; not recorded.
 * - `denied`: answer a request with error −32003 and `code`; drop a notification. The tool sees nothing of it.
 */
export type Classification = {
    readonly kind: 'free';
} | {
    readonly kind: 'list';
} | {
    readonly kind: 'recorded' | 'checked';
    readonly request: CapabilityRequest;
} | {
    readonly kind: 'denied';
    readonly code: ErrorCode;
    readonly reason: string;
};
/**
 * Classifies a request of the caller.
 *
 * @param params - As they were read; undefined where there are none.
 */
export declare function classify(method: string, params: JsonObject | undefined): Classification;
/**
 * Classifies a notification of the caller: `notifications/*` is free, anything else is a call that wants no answer and
 * would leave no trace.
 */
export declare function classifyNotification(method: string): Classification;
/** Whether a recorded call holds a member beside what is asked for, which nobody who approves it is shown. */
export declare function saysMore(method: string, params: JsonObject | undefined): boolean;
/** Longest URI that is looked at, in UTF-16 units: far above what servers make, so that checks stay cheap. */
export declare const MAX_URI_LENGTH = 8192;
/**
 * Why a URI is not let through whatever the grant says, or undefined.
 *
 * A capability is checked against the text, the tool opens what it makes of the text. So every text is refused that
 * the tool might resolve to another place: dot segments, backslashes, spaces and control characters, also as
 * percent-escapes however often escaped, and escaped separators before the query.
 */
export declare function uriFault(uri: string): string | undefined;
/** Which names a caller may know of. */
export interface Coverage {
    /** @param entry - The tool as its server lists it. */
    tool(name: string, entry: JsonObject): boolean;
    resource(uri: string): boolean;
    prompt(name: string): boolean;
}
/**
 * The result of a list method with the entries that the caller may know of.
 *
 * An entry without a name that can be read is not shown, nor is anything of a list that is no array. All else stays,
 * cursors too: a page may be empty and yet not the last.
 *
 * @throws {RangeError} if {@link classify} does not call `method` a list.
 */
export declare function filterList(method: string, result: Json, covers: Coverage): Json;
