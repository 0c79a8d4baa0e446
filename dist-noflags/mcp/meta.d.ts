import type { Json, JsonObject } from '../codec/json.ts';
/** The key in `params._meta` under which a tool finds the {@link Caller}. */
export declare const CALLER_META = "io.github.talos-protocol/caller";
/** The key in `params._meta` under which a client says why: `{"justification": text}`. It goes no further than here. */
export declare const INTENT_META = "io.github.talos-protocol/intent";
/** Who calls, as a tool is told. */
export interface Caller {
    readonly did: string;
    /** What the owner of the tool calls it; absent where it has no name. */
    readonly alias?: string;
    /** Id of the capability that it calls under, 64 hexadecimal digits; absent where none is named. */
    readonly capability?: string;
    /** Where that was delegated: the DIDs that it went through, from its first issuer to the caller. */
    readonly chain?: readonly string[];
}
/**
 * `message` without {@link CALLER_META}, in the `_meta` of `params` and of `result`, whatever its value and the case of
 * either name.
 *
 * @returns `message` itself where there was none.
 */
export declare function withoutCaller(message: JsonObject): JsonObject;
/**
 * `message`, a request or a notification, with the caller in `params._meta`, and nothing else under that key.
 *
 * A `_meta` that is no object, against the MCP schema, is left to the tool to refuse, without a caller.
 */
export declare function withCaller(message: JsonObject, caller: Caller): JsonObject;
/** What a request holds under {@link INTENT_META}. */
export declare function intentMeta(request: JsonObject): Json | undefined;
/** `message` without {@link INTENT_META} in `params._meta`, whatever its value and its case. */
export declare function withoutIntent(message: JsonObject): JsonObject;
