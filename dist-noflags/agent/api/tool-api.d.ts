/**
 * Tools that are lent, as every command sees them: which definitions their owner approved, and what changed since.
 *
 * @module
 */
/** Whether what is lent is what was approved. `removed`: the server does not list it any more. */
export type PinStanding = 'approved' | 'changed' | 'removed';
/** One tool, or what a server is. */
export interface PinView {
    readonly standing: PinStanding;
    /** Hash of what was approved, 64 hex digits (PROTOCOL.md §7.4). */
    readonly definition: string;
    /** Hash of what was found in its place. */
    readonly found?: string;
}
/** A tool that is, or was, lent. */
export interface ToolView extends PinView {
    readonly tool: string;
    /** Whether what was approved says that it changes nothing. */
    readonly readOnly: boolean;
}
/** A service, whether it is lent now or not. */
export interface ServiceToolsView {
    readonly service: string;
    readonly server: PinView;
    readonly tools: readonly ToolView[];
}
/** What was found in the place of what was approved, both as canonical JSON text. */
export interface ToolChange {
    readonly service: string;
    /** Absent: what the server itself is. */
    readonly tool?: string;
    /** Empty where it was too long to be kept. */
    readonly before: string;
    /** Absent where the server lists it no more; empty where it was too long to be kept. */
    readonly after?: string;
    /** Hashes of both, 64 hex digits. */
    readonly definition: string;
    readonly found?: string;
}
/** What is to be approved: `tools`, `server`, or `all`. */
export interface ApproveParams {
    /** The only service where it is so, where absent; every one with `all`. */
    readonly service?: string;
    readonly tools?: readonly string[];
    readonly server?: boolean;
    readonly all?: boolean;
    /** Capabilities that name an earlier definition stay refused; they are good for the new one otherwise. */
    readonly forNewGrants?: boolean;
}
/** What was approved. */
export interface ApprovedView {
    readonly service: string;
    /** Absent: the server. */
    readonly tool?: string;
}
/** A secret that callers may name, `${secret:NAME}`, and that only the tool gets. */
export interface SecretParams {
    /** 1 to 64 letters, digits and `_`, no digit first. */
    readonly name: string;
    /** Absolute path of the file that holds it: 8 bytes to 64 KiB of text, read when the service begins. */
    readonly file: string;
    /** Globs over names of tools, comma-separated: those that may get it. Absent: every one that is lent. */
    readonly tools?: string;
}
/** The tools of the agent of a data directory. */
export interface ToolsApi {
    /** Those of one service, or of all. @throws {TalosError} `E_NOT_FOUND` for a service that was never lent. */
    list(params: {
        readonly service?: string;
    }): Promise<readonly ServiceToolsView[]>;
    /** What changed. @throws {TalosError} `E_NOT_FOUND` for a tool or a service that was never lent. */
    changes(params: {
        readonly service?: string;
        readonly tool?: string;
    }): Promise<readonly ToolChange[]>;
    /**
     * Approves what was found: durable, on record, and in force for calls from then on. What has not changed stays.
     *
     * @returns What was approved.
     * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS` where it changed in several services; `E_LIMIT` for a definition
     *   that was too long to be kept; `E_STORAGE…`.
     */
    approve(params: ApproveParams): Promise<readonly ApprovedView[]>;
}
