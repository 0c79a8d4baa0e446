/**
 * The request for a prekey bundle over a link of purpose `message`. PROTOCOL.md §5.6.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { decodeCbor, encodeCbor } from '../../codec/cbor.ts';
import { readString } from '../../codec/fields.ts';
import type { Did } from '../../identity/did.ts';
import { readVersioned, SESSION_VERSION, SUITE } from '../../session/suite.ts';

/** Most bytes of a request for a bundle. PROTOCOL.md §5.6. */
export const MAX_BUNDLE_REQUEST_BYTES = 512;

/** Who asks whom. */
export interface BundleRoute {
  readonly from: Did;
  readonly to: Did;
}

/** The request as it travels. */
export function bundleRequest({ from, to }: BundleRoute): Bytes {
  return encodeCbor({ v: SESSION_VERSION, suite: SUITE, from, to });
}

/** @throws {TalosError} `E_IDENTITY_MISMATCH` if it is from or for somebody else; codes of its form. */
export function readBundleRequest(bytes: Bytes, route: BundleRoute): void {
  const value = decodeCbor(bytes, { maxBytes: MAX_BUNDLE_REQUEST_BYTES });
  const fields = readVersioned(value, { required: ['from', 'to'] }, 'bundle request');
  if (readString(fields.from, 'from') !== route.from || readString(fields.to, 'to') !== route.to)
    throw new TalosError('E_IDENTITY_MISMATCH', 'the request for a bundle is from or for another agent');
}
