/**
 * The request for a prekey bundle over a link of purpose `message`. PROTOCOL.md §5.6.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Did } from '../../identity/did.ts';
/** Most bytes of a request for a bundle. PROTOCOL.md §5.6. */
export declare const MAX_BUNDLE_REQUEST_BYTES = 512;
/** Who asks whom. */
export interface BundleRoute {
    readonly from: Did;
    readonly to: Did;
}
/** The request as it travels. */
export declare function bundleRequest({ from, to }: BundleRoute): Bytes;
/** @throws {TalosError} `E_IDENTITY_MISMATCH` if it is from or for somebody else; codes of its form. */
export declare function readBundleRequest(bytes: Bytes, route: BundleRoute): void;
