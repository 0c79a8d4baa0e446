import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_ADDRESSES,
  MAX_ADDRESS_CHARACTERS
} from "./chunk-WI7TIAN3.js";
import {
  readFileVersion,
  readText
} from "./chunk-2UUECZ3J.js";
import {
  parseJson
} from "./chunk-XPPVS7Z5.js";
import {
  readArray,
  readChoice,
  readObject,
  readString
} from "./chunk-LHINULLD.js";

// src/cli/bundle-file.ts
var MAX_BUNDLE_FILE_BYTES = 32 * 1024;
var KIND = "talos-bundle";
function bundleFile({ did, bundle, addresses }) {
  return { v: 1, kind: KIND, did, bundle, addresses };
}
async function readBundleFile(context, name) {
  const value = parseJson((await readText(context, name, MAX_BUNDLE_FILE_BYTES)).trimEnd());
  const fields = readObject(value, { required: ["v", "kind", "did", "bundle", "addresses"] }, "bundle");
  readFileVersion(fields.v, "bundle");
  readChoice(fields.kind, [KIND], "bundle.kind");
  return {
    did: readString(fields.did, "bundle.did", { max: 128 }),
    bundle: readString(fields.bundle, "bundle.bundle"),
    addresses: readArray(
      fields.addresses,
      "bundle.addresses",
      { max: MAX_ADDRESSES },
      (address, at) => readString(address, at, { max: MAX_ADDRESS_CHARACTERS })
    )
  };
}

export {
  MAX_BUNDLE_FILE_BYTES,
  bundleFile,
  readBundleFile
};
