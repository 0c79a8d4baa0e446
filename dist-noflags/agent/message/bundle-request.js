import { TalosError } from "../../base/errors.js";
import { decodeCbor, encodeCbor } from "../../codec/cbor.js";
import { readString } from "../../codec/fields.js";
import { readVersioned, SESSION_VERSION, SUITE } from "../../session/suite.js";
/** Most bytes of a request for a bundle. PROTOCOL.md §5.6. */
export const MAX_BUNDLE_REQUEST_BYTES = 512;
/** The request as it travels. */
export function bundleRequest({ from, to }) {
    return encodeCbor({ v: SESSION_VERSION, suite: SUITE, from, to });
}
/** @throws {TalosError} `E_IDENTITY_MISMATCH` if it is from or for somebody else; codes of its form. */
export function readBundleRequest(bytes, route) {
    const value = decodeCbor(bytes, { maxBytes: MAX_BUNDLE_REQUEST_BYTES });
    const fields = readVersioned(value, { required: ['from', 'to'] }, 'bundle request');
    if (readString(fields.from, 'from') !== route.from || readString(fields.to, 'to') !== route.to)
        throw new TalosError('E_IDENTITY_MISMATCH', 'the request for a bundle is from or for another agent');
}
