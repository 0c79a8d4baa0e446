/**
 * What a served tunnel tells its caller of lists that are others now because this side changed what it shows: a tool that was
 * approved or quarantined, an access-control list that was edited. Nobody hears it whose tool server did not say, in its
 * answer to `initialize`, that such words may come. PROTOCOL.md §7.2.
 *
 * @module
 */
import type { Json, JsonObject } from '../../codec/json.ts';
/** Lists of a tool server. */
export declare const LIST_KINDS: readonly ["tools", "resources", "prompts"];
/** One of {@link LIST_KINDS}. */
export type ListKind = (typeof LIST_KINDS)[number];
/** See the module comment. */
export declare class ListChanges {
    #private;
    constructor(say: (notification: JsonObject) => void);
    /** What the tool server said of itself: the result of `initialize`. */
    initialized(result: Json): void;
    /** A list is another one. What changes together is told once. */
    changed(kind: ListKind): void;
}
