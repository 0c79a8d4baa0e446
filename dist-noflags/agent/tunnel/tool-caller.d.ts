/**
 * Who calls, as a tool is told of it: PROTOCOL.md §7.2.
 *
 * @module
 */
import type { Grant } from '../../capability/authorize.ts';
import type { Did } from '../../identity/did.ts';
import type { Caller } from '../../mcp/meta.ts';
/** A {@link Caller} that was authenticated. */
export type ToolCaller = Caller & {
    readonly did: Did;
    readonly capability: string;
};
/**
 * The caller under `grant`.
 *
 * @param alias - What the owner of the tool calls the peer; empty where it has no name.
 */
export declare function callerOf(did: Did, alias: string, grant: Grant): ToolCaller;
