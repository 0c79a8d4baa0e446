/** How often a minute the helper may be started: it dies of nothing but force, or of being broken. */
export declare const MAX_GUARDIAN_STARTS = 16;
/** Options of {@link Guardian}. */
export interface GuardianOptions {
    /** The compiled helper; by default `guardian-main.js` beside this file. */
    readonly guardianPath?: string;
}
/** The owner's side. One a process. */
export declare class Guardian implements AsyncDisposable {
    #private;
    /** Starts the value of `TOOL_TUNNEL_MARK` of every tool server of this owner. 32 hexadecimal characters and a dot. */
    readonly mark: string;
    constructor(options?: GuardianOptions);
    /** Process id of the helper while one runs. */
    get pid(): number | undefined;
    /**
     * Makes sure that the helper runs: before a tool is started, so that no tool is without.
     *
     * @throws {TalosError} `E_CLOSED` after `close`; `E_TOOL_FAILED` if the helper cannot be started.
     */
    start(): void;
    /**
     * Has `group` ended when this process ends. To be called in the tick in which the group was started: a pipe takes so
     * few bytes at once, so the helper knows of it whatever comes next.
     */
    watch(group: number): void;
    /** Forgets `group`, which is gone: its number may soon be another's. */
    done(group: number): void;
    /** Ends the helper, and with it every group that is still watched. Resolves when the helper is gone. */
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
}
