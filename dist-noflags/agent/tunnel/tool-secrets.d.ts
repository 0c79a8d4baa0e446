import { type RpcMessage } from '../../mcp/rpc.ts';
import type { AgentPlatform } from '../agent-platform.ts';
import type { SecretParams } from '../api/tool-api.ts';
import type { CallRule } from '../authority/call-rule.ts';
/** Longest secret, in bytes. PROTOCOL.md §11. */
export declare const MAX_SECRET_BYTES: number;
/** Shortest, in bytes: what is shorter can be guessed, and stands by chance in what a tool says. PROTOCOL.md §11. */
export declare const MIN_SECRET_BYTES = 8;
/** Most secrets of a service. PROTOCOL.md §11. */
export declare const MAX_SECRETS = 64;
/** What a secret can be called. */
export declare const SECRET_NAME: RegExp;
/** A secret of a service. */
export interface ToolSecret {
    readonly name: string;
    readonly value: string;
    /** Patterns over the names of tools that may get it; `*` is any run of characters. Each tool where empty. */
    readonly tools: readonly string[];
}
/** A secret of a service, in a file or as its text: 8 bytes to 64 KiB. Members as in {@link SecretParams}. */
export type LentSecret = SecretParams | (Omit<SecretParams, 'file'> & {
    readonly value: string;
});
/** See the module comment. */
export declare class ToolSecrets {
    #private;
    /** @throws {TalosError} `E_USAGE` for a name or a value that is none, a name that is there twice, too many of them. */
    constructor(secrets: readonly ToolSecret[]);
    /** Patterns of tools that fit none of `tools`. */
    unmatched(tools: readonly string[]): readonly string[];
    /** A line of diagnostics without the secrets; its end may have been cut off. */
    diagnostic(text: string): string;
    /** A message of a tool without the secrets. */
    message(message: RpcMessage): RpcMessage;
    /** The rule of each tunnel of the service. It comes before all that looks at what the tool says. */
    readonly rule: CallRule;
}
/**
 * Reads the secrets of a service.
 *
 * @param onNotice - Told of files that everybody may read.
 * @throws {TalosError} `E_CONFIG` for a file that cannot be used; `E_USAGE` as {@link ToolSecrets}.
 */
export declare function openSecrets({ readSecret }: Pick<AgentPlatform, 'readSecret'>, secrets: readonly LentSecret[] | undefined, onNotice: (text: string) => void): ToolSecrets | undefined;
