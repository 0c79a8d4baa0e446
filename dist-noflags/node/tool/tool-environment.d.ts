/**
 * What passes from this process's environment: where programs and files are, who the user is, language and time zone.
 * The MCP SDKs pass the first six on. No keys, no proxies, no loader options, nothing of Talos.
 */
export declare const INHERITED_VARIABLES: readonly string[];
/** Whom a tool server is told about. */
export interface ToolCaller {
    /** DID of the peer. */
    readonly caller: string;
    /** What the owner calls it. */
    readonly alias?: string;
    /** Id of the capability that it calls under. */
    readonly capability?: string;
}
/**
 * Builds the environment of a tool server.
 *
 * @param own - This process's environment, of which {@link INHERITED_VARIABLES} and `LC_*` are taken.
 * @param extra - What the owner of the service adds; wins over what is inherited. Of `TALOS_*` nothing is taken.
 * @param mark - Start of the mark of its processes; a random part follows.
 * @throws {TalosError} `E_USAGE` for a name in `extra` that is empty or holds `=` or NUL, or a value with NUL.
 */
export declare function toolEnvironment(own: Readonly<Record<string, string | undefined>>, extra: Readonly<Record<string, string>>, who: ToolCaller, mark: string): Record<string, string>;
