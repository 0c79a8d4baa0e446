import type { Figures } from './figures.ts';
/** How the processes are started. */
export interface TunnelOptions {
    /** What runs `talos`: the command and its first arguments. */
    readonly talos: readonly string[];
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal | undefined;
}
/** See the module comment. */
export declare function benchTunnel(figures: Figures, options: TunnelOptions): Promise<void>;
