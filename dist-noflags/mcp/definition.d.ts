import { type Json } from '../codec/json.ts';
/** Longest definition that is kept, and so can be lent, in bytes of its canonical JSON. PROTOCOL.md §11. */
export declare const MAX_DEFINITION_BYTES: number;
/** Most tools that a server may list. PROTOCOL.md §11. */
export declare const MAX_LISTED_TOOLS = 1024;
/** Most bytes of all definitions that a server lists. PROTOCOL.md §11. */
export declare const MAX_LISTED_BYTES: number;
/** A tool as its server describes it. */
export interface ToolDefinition {
    readonly name: string;
    /** Canonical JSON; numbers that no double carries as they were written. */
    readonly text: string;
    /** {@link labelledHash} of the text, 43 characters of base64url. */
    readonly hash: string;
    /** Whether the server says that the tool changes nothing: `annotations.readOnlyHint` is `true`. */
    readonly isReadOnly: boolean;
}
/** What a tool server is: its command, its address, or an object of this process under that name. */
export type ToolOrigin = {
    readonly argv: readonly string[];
} | {
    readonly url: string;
} | {
    readonly local: string;
};
/**
 * The definition in an entry of a list of tools, or undefined for an entry without a name.
 *
 * @param entry - As it was read; nested at most as deep as the reader lets it be.
 */
export declare function toolDefinition(entry: Json): ToolDefinition | undefined;
/** Hash of the canonical JSON of a definition, 43 characters of base64url. */
export declare function definitionHash(text: string): string;
/** Canonical JSON of what a server is. */
export declare function originText(origin: ToolOrigin): string;
/** Hash of what a server is, 43 characters of base64url. */
export declare function originHash(text: string): string;
/** Whether a definition is within {@link MAX_DEFINITION_BYTES}. */
export declare function isKeepable({ text }: Pick<ToolDefinition, 'text'>): boolean;
