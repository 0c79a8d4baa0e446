import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_DID_BYTES,
  MAX_ENVELOPE_BYTES
} from "./chunk-Q36X44RV.js";
import {
  readFileVersion,
  readText
} from "./chunk-2UUECZ3J.js";
import {
  parseJson
} from "./chunk-XPPVS7Z5.js";
import {
  readChoice,
  readObject,
  readString
} from "./chunk-LHINULLD.js";

// src/cli/envelope-file.ts
var MAX_ENVELOPE_CHARACTERS = Math.ceil(MAX_ENVELOPE_BYTES * 4 / 3);
var MAX_ENVELOPE_FILE_BYTES = MAX_ENVELOPE_CHARACTERS + 1024;
var KIND = "talos-envelope";
function envelopeFile({ from, to, envelope }) {
  return `${JSON.stringify({ v: 1, kind: KIND, from, to, envelope })}
`;
}
async function readEnvelopeFile(context, name) {
  const value = parseJson((await readText(context, name, MAX_ENVELOPE_FILE_BYTES)).trimEnd());
  const fields = readObject(value, { required: ["v", "kind", "from", "to", "envelope"] }, "envelope");
  readFileVersion(fields.v, "envelope");
  readChoice(fields.kind, [KIND], "envelope.kind");
  return {
    from: readString(fields.from, "envelope.from", { max: MAX_DID_BYTES }),
    to: readString(fields.to, "envelope.to", { max: MAX_DID_BYTES }),
    envelope: readString(fields.envelope, "envelope.envelope", { max: MAX_ENVELOPE_CHARACTERS })
  };
}

export {
  MAX_ENVELOPE_FILE_BYTES,
  envelopeFile,
  readEnvelopeFile
};
