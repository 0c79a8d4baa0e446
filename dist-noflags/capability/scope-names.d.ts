import type { Json } from '../codec/json.ts';
/** Most tools of a scope. */
export declare const MAX_TOOLS = 256;
/** Longest name of a service, in characters. */
export declare const MAX_SERVICE_NAME = 64;
/** Longest name of a tool or an argument, in characters: MCP asks for at most 128. */
export declare const MAX_NAME = 128;
/** What a service's name is made of: printable ASCII without spaces. */
export declare const SERVICE_NAME: RegExp;
/** The name of a tool. @throws {TalosError} `E_MALFORMED` for another form. */
export declare function readName(json: Json, name: string): string;
/**
 * An object of names, each value read by `read`. It inherits nothing.
 *
 * @throws {TalosError} `MALFORMED` for no object, more than `max` members or a name that is not printable ASCII.
 */
export declare function readNamed<T>(json: Json | undefined, name: string, max: number, read: (value: Json) => T): Record<string, T>;
