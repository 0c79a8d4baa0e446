import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  documentOfDid,
  isDidText
} from "./chunk-RRIVIEN5.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/identity/did-web.ts
var METHOD = "did:web:";
var HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
var MAX_HOST_CHARACTERS = 253;
var PORT = /^[1-9][0-9]{0,4}$/;
var SEGMENT = /^[A-Za-z0-9._-]+$/;
function isWebDid(text) {
  return text.startsWith(METHOD);
}
function webLocation(did) {
  if (!isDidText(did) || !isWebDid(did)) throw fault();
  const [authority = "", ...segments] = did.slice(METHOD.length).split(":");
  const [host = "", port = "443", ...rest] = authority.split("%3A");
  const isHost = host.length <= MAX_HOST_CHARACTERS && HOST.test(host) && !isNumeric(host);
  const isPort = rest.length === 0 && PORT.test(port) && Number(port) <= 65535;
  const isPlain = authority !== `${host}%3A443`;
  if (!isHost || !isPort || !isPlain || !segments.every(isSegment)) throw fault();
  const path = segments.length === 0 ? "/.well-known" : `/${segments.join("/")}`;
  return { host, port: Number(port), path: `${path}/did.json` };
}
function isNumeric(host) {
  return /^(?:[0-9]+|0x[0-9a-f]*)$/.test(host.slice(host.lastIndexOf(".") + 1));
}
function isSegment(segment) {
  return SEGMENT.test(segment) && segment !== "." && segment !== "..";
}
function fault() {
  return new TalosError("E_BAD_DID", "not a did:web of a name in DNS", {
    hint: "as did:web:example.com, did:web:example.com%3A8443 or did:web:example.com:people:alice"
  });
}
function webDocumentOf(name, did) {
  webLocation(name);
  const id = `${name}#${did.slice("did:key:".length)}`;
  return {
    "@context": documentOfDid(did).json["@context"] ?? [],
    id: name,
    alsoKnownAs: [did],
    verificationMethod: [{ id, type: "Multikey", controller: name, publicKeyMultibase: did.slice("did:key:".length) }],
    authentication: [id],
    assertionMethod: [id]
  };
}

export {
  isWebDid,
  webLocation,
  webDocumentOf
};
