import type { Json } from '../codec/json.ts';
/** Most endpoints, types, or members of an endpoint of one service. PROTOCOL.md §11. */
export declare const MAX_SERVICE_PARTS = 16;
/** A service. */
export interface DocumentService {
    readonly id: string;
    readonly types: readonly string[];
    /** Each as it stands there: a URI, or an object. */
    readonly endpoints: readonly Json[];
}
/**
 * Reads the services of the document of `did`.
 *
 * @param ids - Of the document's keys: no service has one of them.
 * @throws {TalosError} `E_MALFORMED` for another form, and for an endpoint of a scheme that is not allowed.
 */
export declare function readServices(services: readonly Json[], did: string, ids: ReadonlySet<string>): readonly DocumentService[];
