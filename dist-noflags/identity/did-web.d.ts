import type { JsonObject } from '../codec/json.ts';
import type { Did } from './did.ts';
/** Where a document lies, for HTTPS. */
export interface WebLocation {
    readonly host: string;
    readonly port: number;
    /** Starts with `/`. */
    readonly path: string;
}
/** Whether `text` starts as a `did:web` does. */
export declare function isWebDid(text: string): boolean;
/**
 * Where the document of `did` lies.
 *
 * @throws {TalosError} `E_BAD_DID` for what is no `did:web` in its one form: a name of DNS in lower case and no address, a
 *   port after `%3A`, then parts of a path without percent encoding.
 */
export declare function webLocation(did: string): WebLocation;
/**
 * The document that makes `name` a name of the agent `did`: its key, under the name.
 *
 * @throws {TalosError} `E_BAD_DID` as {@link webLocation}.
 */
export declare function webDocumentOf(name: string, did: Did): JsonObject;
