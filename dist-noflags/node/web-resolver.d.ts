import { type DidDocument, type DidText } from '../identity/did-document.ts';
import type { DidResolver } from '../identity/resolver.ts';
/** Milliseconds that a document of `did:web` may take, the look-up of its host included. PROTOCOL.md §11. */
export declare const WEB_DOCUMENT_MS = 10000;
/** How documents are fetched. */
export interface WebResolverOptions {
    /** Never fetches anything. */
    readonly isOffline?: boolean;
    /** Whether hosts of a private network, and this machine, may be asked. */
    readonly isLan?: boolean;
    /** Certificates of authorities, PEM, in place of those that Node trusts. */
    readonly ca?: string;
    /** The addresses of a host; the system's resolver unless given. */
    readonly lookup?: (host: string) => Promise<readonly string[]>;
    /** {@link WEB_DOCUMENT_MS} by default. */
    readonly deadlineMs?: number;
}
/** See the module comment. */
export declare class WebResolver implements DidResolver {
    #private;
    readonly method = "web";
    constructor(options?: WebResolverOptions);
    /** See {@link DidResolver.resolve}. */
    resolve(did: DidText, signal?: AbortSignal): Promise<DidDocument>;
}
/** Whether a document may be fetched from `address`. */
export declare function isFetchable(address: string, isLan: boolean): boolean;
