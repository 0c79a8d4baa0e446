/**
 * A prekey bundle as a file: one line of JSON, for one peer. PROTOCOL.md §5.1.
 *
 * @module
 */
import type { BundleOffer } from '../agent/api/message-api.ts';
import { readArray, readChoice, readObject, readString } from '../codec/fields.ts';
import { parseJson } from '../codec/json.ts';
import { MAX_BUNDLE_FILE_BYTES } from '../message/file-limits.ts';
import { MAX_ADDRESS_CHARACTERS, MAX_ADDRESSES } from '../net/address.ts';
import type { Context } from './context.ts';
import { readFileVersion, readText } from './files.ts';

const KIND = 'talos-bundle';

/** The content of the file. */
export function bundleFile({ did, bundle, addresses }: BundleOffer): object {
  return { v: 1, kind: KIND, did, bundle, addresses };
}

/**
 * Reads a file, or standard input for `-`. The bundle is not verified yet.
 *
 * @throws {TalosError} `E_NOT_FOUND`; `E_LIMIT`; `E_MALFORMED`; `E_VERSION`.
 */
export async function readBundleFile(context: Context, name: string): Promise<BundleOffer> {
  const value = parseJson((await readText(context, name, MAX_BUNDLE_FILE_BYTES)).trimEnd());
  const fields = readObject(value, { required: ['v', 'kind', 'did', 'bundle', 'addresses'] }, 'bundle');
  readFileVersion(fields.v, 'bundle');
  readChoice(fields.kind, [KIND], 'bundle.kind');
  return {
    did: readString(fields.did, 'bundle.did', { max: 128 }),
    bundle: readString(fields.bundle, 'bundle.bundle'),
    addresses: readArray(fields.addresses, 'bundle.addresses', { max: MAX_ADDRESSES }, (address, at) =>
      readString(address, at, { max: MAX_ADDRESS_CHARACTERS }),
    ),
  };
}
