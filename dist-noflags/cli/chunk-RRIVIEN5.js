import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  checkAgreementKey
} from "./chunk-SDVHVV53.js";
import {
  didOfKey,
  isDid,
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  parseJson
} from "./chunk-XPPVS7Z5.js";
import {
  isFields,
  readArray,
  readBase64url,
  readString
} from "./chunk-LHINULLD.js";
import {
  fromBase58btc
} from "./chunk-YHWXIR64.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/identity/document-key.ts
var KEY_BYTES = 32;
var OTHER = { type: "other", key: new Uint8Array(0) };
var MAX_TYPE_CHARACTERS = 128;
var MULTIBASE = /^[A-Za-z0-9+/=_-]{1,2048}$/;
var CODECS = [
  ["Ed25519", 237, 1],
  ["X25519", 236, 1]
];
var SHORT_KEY_CHARACTERS = 48;
var SECRET_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
var SECRET_FORMS = ["secretKeyMultibase", "privateKeyMultibase", "privateKeyJwk", "secretKeyJwk", "privateKeyBase58"];
function readKey(method) {
  const type = readString(method["type"], "the type of a verification method", { min: 1, max: MAX_TYPE_CHARACTERS });
  if (SECRET_FORMS.some((name) => Object.hasOwn(method, name))) throw fault("holds a secret key");
  const { publicKeyMultibase: multibase, publicKeyJwk: jwk } = method;
  if (multibase !== void 0 && jwk !== void 0) throw fault("has its key twice");
  if (jwk !== void 0 && isFields(jwk) && SECRET_MEMBERS.some((name) => Object.hasOwn(jwk, name)))
    throw fault("holds a secret key");
  const key = ofType(type, multibase, jwk);
  if (key.type === "X25519") checkAgreementKey(key.key);
  return key;
}
function ofType(type, multibase, jwk) {
  switch (type) {
    case "Multikey":
      return fromMultibase(multibase);
    case "Ed25519VerificationKey2020":
      return mustBe("Ed25519", fromMultibase(multibase));
    case "X25519KeyAgreementKey2020":
      return mustBe("X25519", fromMultibase(multibase));
    case "JsonWebKey":
    case "JsonWebKey2020":
      return fromJwk(jwk);
    default:
      return OTHER;
  }
}
function fault(what) {
  return new TalosError("E_MALFORMED", `a verification method ${what}`);
}
function mustBe(type, key) {
  if (key.type !== type) throw fault("has a key of another type than it says");
  return key;
}
function fromMultibase(json) {
  const text = readString(json, "publicKeyMultibase", { pattern: MULTIBASE });
  if (!text.startsWith("z")) throw fault("has a key in another encoding than base58btc");
  if (text.length !== SHORT_KEY_CHARACTERS) return OTHER;
  const bytes = fromBase58btc(text.slice(1));
  const codec = CODECS.find(([, first, second]) => bytes[0] === first && bytes[1] === second);
  if (codec === void 0 || bytes.length !== KEY_BYTES + 2) return OTHER;
  return { type: codec[0], key: bytes.slice(2) };
}
function fromJwk(json) {
  if (json === void 0 || !isFields(json)) throw fault("lacks publicKeyJwk");
  const { kty, crv, x } = json;
  if (kty !== "OKP") return OTHER;
  if (crv !== "Ed25519" && crv !== "X25519") return OTHER;
  return { type: crv, key: readBase64url(x, "publicKeyJwk.x", KEY_BYTES) };
}

// src/identity/document-service.ts
var MAX_SERVICE_PARTS = 16;
var MAX_CHARACTERS = 2048;
var MAX_ENDPOINT_DEPTH = 3;
var ENDPOINT = /^(?:https|wss):\/\/[A-Za-z0-9.[\]:-]+(?:[/?#][!-~]*)?$|^did:[a-z0-9]+:[!-~]+$|^mailto:[!-~]+$/;
var HAS_SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
var TYPE = /^[!-~][ -~]*$/;
var ID = /^[!-~]+$/;
function readServices(services, did, ids) {
  const seen = new Set(ids);
  return services.map((json) => {
    if (!isFields(json)) throw fault2("must be an object");
    const { id, type, serviceEndpoint } = json;
    const text = readString(id, "the id of a service", { max: MAX_CHARACTERS, pattern: ID });
    if (!text.startsWith(`${did}#`) || text.length === did.length + 1) throw fault2("has an id that is not of this DID");
    if (seen.has(text)) throw fault2("has an id that is there twice");
    seen.add(text);
    return { id: text, types: readTypes(type), endpoints: readEndpoints(serviceEndpoint) };
  });
}
function fault2(what) {
  return new TalosError("E_MALFORMED", `a service ${what}`);
}
function readTypes(json) {
  const types = typeof json === "string" ? [json] : json;
  const bounds = { max: MAX_CHARACTERS, pattern: TYPE };
  return readArray(
    types,
    "the types of a service",
    { min: 1, max: MAX_SERVICE_PARTS },
    (each, name) => readString(each, name, bounds)
  );
}
function readEndpoints(json) {
  const endpoints = Array.isArray(json) ? json : json === void 0 ? [] : [json];
  return readArray(endpoints, "serviceEndpoint", { min: 1, max: MAX_SERVICE_PARTS }, (each) => {
    if (typeof each === "string") assertEndpoint(each);
    else if (isFields(each)) assertTexts(each, MAX_ENDPOINT_DEPTH);
    else throw fault2("has an endpoint that is neither a text nor an object");
    return each;
  });
}
function assertEndpoint(text) {
  if (text.length > MAX_CHARACTERS || !ENDPOINT.test(text))
    throw fault2("has an endpoint that is none, or of a scheme that is not allowed");
}
function assertTexts(json, depth) {
  if (typeof json === "string") {
    if (json.length > MAX_CHARACTERS) throw fault2("has an endpoint that is too long");
    if (HAS_SCHEME.test(json.trim())) assertEndpoint(json);
    return;
  }
  if (typeof json !== "object" || json === null) return;
  const entries = Array.isArray(json) ? json : isFields(json) ? Object.values(json) : [];
  if (depth === 0 || entries.length > MAX_SERVICE_PARTS) throw fault2("has an endpoint with too many parts");
  for (const each of entries) assertTexts(each, depth - 1);
}

// src/identity/did-document.ts
var MAX_DOCUMENT_BYTES = 64 * 1024;
var MAX_DOCUMENT_METHODS = 64;
var MAX_DOCUMENT_REFERENCES = 64;
var MAX_DOCUMENT_SERVICES = 64;
var MAX_DOCUMENT_NAMES = 64;
var MAX_DOCUMENT_CONTEXTS = 16;
var MAX_DID_TEXT_CHARACTERS = 512;
var MAX_URI_CHARACTERS = 2048;
var MAX_DEPTH = 8;
var DID_CORE = "https://www.w3.org/ns/did/v1";
var MULTIKEY = "https://w3id.org/security/multikey/v1";
var DID_TEXT = /^did:[a-z0-9]+:(?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})$/;
var URI = /^[a-z][a-z0-9+.-]*:[!-~]+$/;
var CONTEXT = /^https:\/\/[!-~]+$/;
var FRAGMENT = /^[!$&'()*+,\-./0-9:;=?@A-Z_a-z~%]+$/;
var RELATIONSHIPS = [
  "authentication",
  "assertionMethod",
  "keyAgreement",
  "capabilityInvocation",
  "capabilityDelegation"
];
function isDidText(text) {
  return typeof text === "string" && text.length <= MAX_DID_TEXT_CHARACTERS && DID_TEXT.test(text);
}
function methodOf(did) {
  return did.slice("did:".length, did.indexOf(":", "did:".length));
}
function documentOfDid(did) {
  const fragment = did.slice("did:key:".length);
  const id = `${did}#${fragment}`;
  const json = {
    "@context": [DID_CORE, MULTIKEY],
    id: did,
    verificationMethod: [{ id, type: "Multikey", controller: did, publicKeyMultibase: fragment }],
    authentication: [id],
    assertionMethod: [id],
    capabilityInvocation: [id],
    capabilityDelegation: [id]
  };
  const purposes = RELATIONSHIPS.filter((each) => each !== "keyAgreement");
  const text = did;
  return {
    did: text,
    alsoKnownAs: [],
    keys: [{ id, type: "Ed25519", key: keyOfDid(did), purposes }],
    services: [],
    json
  };
}
function readDidDocument(bytes, did) {
  try {
    const json = parseJson(bytes, { maxBytes: MAX_DOCUMENT_BYTES, maxDepth: MAX_DEPTH });
    return readDocument(objectOf(json, "document"), did);
  } catch (cause) {
    if (isTalosError(cause, "E_MALFORMED") || isTalosError(cause, "E_BAD_KEY"))
      throw new TalosError("E_BAD_DOCUMENT", `the DID document is none: ${cause.message}`, { cause });
    throw cause;
  }
}
function agentOfDocument({ did, keys, alsoKnownAs }) {
  const own = keys.filter(({ type, purposes }) => type === "Ed25519" && purposes.includes("authentication"));
  const agents = new Set(own.map(({ key }) => didOfKey(key)));
  const named = alsoKnownAs.filter(isDid);
  const found = named.length === 0 ? [...agents] : [...new Set(named)];
  const [agent, another] = found;
  if (agent === void 0 || another !== void 0 || !agents.has(agent))
    throw new TalosError("E_BAD_DOCUMENT", `${did} does not name one agent: it has ${agents.size} Ed25519 keys`, {
      hint: "its document must authenticate with one Ed25519 key, or name one of them as a did:key in alsoKnownAs"
    });
  return agent;
}
function fault3(what) {
  return new TalosError("E_BAD_DOCUMENT", `the DID document is none: ${what}`);
}
function objectOf(json, name) {
  if (json === void 0 || !isFields(json)) throw fault3(`${name} must be an object`);
  return json;
}
function listOf(json, name, max) {
  if (json === void 0) return [];
  if (!Array.isArray(json)) throw fault3(`${name} must be an array`);
  if (json.length > max)
    throw new TalosError("E_LIMIT", `${name} of the DID document has ${json.length} entries, limit ${max}`, {
      details: { limit: max }
    });
  return json;
}
function readDocument(json, expected) {
  const did = json["id"];
  if (!isDidText(did)) throw fault3("its id is no DID");
  if (expected !== void 0 && did !== expected) throw fault3("it is of another DID than the one asked for");
  assertContext(json["@context"]);
  assertControllers(json["controller"], did);
  const methods = readMethods(json, did);
  const services = readServices(
    listOf(json["service"], "service", MAX_DOCUMENT_SERVICES),
    did,
    new Set(methods.keys())
  );
  return { did, alsoKnownAs: readNames(json["alsoKnownAs"]), keys: keysOf(methods), services, json };
}
function assertContext(json) {
  if (json === void 0) return;
  const entries = typeof json === "string" ? [json] : listOf(json, "@context", MAX_DOCUMENT_CONTEXTS);
  if (entries[0] !== DID_CORE) throw fault3("its @context does not start with that of DID Core 1.0");
  for (const each of entries) readString(each, "@context", { max: MAX_URI_CHARACTERS, pattern: CONTEXT });
}
function assertControllers(json, did) {
  if (json === void 0) return;
  const controllers = Array.isArray(json) ? json : [json];
  if (controllers.length !== 1 || controllers[0] !== did) throw fault3("it is controlled by another DID");
}
function readNames(json) {
  listOf(json, "alsoKnownAs", MAX_DOCUMENT_NAMES);
  const bounds = { max: MAX_URI_CHARACTERS, pattern: URI };
  return json === void 0 ? [] : readArray(json, "alsoKnownAs", { max: MAX_DOCUMENT_NAMES }, (each, name) => readString(each, name, bounds));
}
function readMethods(json, did) {
  const methods = /* @__PURE__ */ new Map();
  const general = listOf(json["verificationMethod"], "verificationMethod", MAX_DOCUMENT_METHODS);
  for (const each of general) addMethod(methods, objectOf(each, "a verification method"), did);
  const embedded = /* @__PURE__ */ new Set();
  for (const purpose of RELATIONSHIPS)
    for (const each of listOf(json[purpose], purpose, MAX_DOCUMENT_REFERENCES)) {
      const id = typeof each === "string" ? each : addMethod(methods, objectOf(each, purpose), did);
      if (typeof each === "string" && embedded.has(id)) throw fault3(`${purpose} refers to a key of another purpose`);
      if (typeof each !== "string") embedded.add(id);
      assertPurpose(methods.get(id), purpose);
    }
  return methods;
}
function addMethod(methods, json, did) {
  const id = ownId(json["id"], did, "a verification method");
  if (json["controller"] !== did) throw fault3("a verification method is controlled by another DID");
  if (methods.has(id)) throw fault3("two verification methods have one id");
  if (methods.size >= MAX_DOCUMENT_METHODS)
    throw new TalosError("E_LIMIT", `the DID document has more than ${MAX_DOCUMENT_METHODS} verification methods`);
  methods.set(id, { ...readKey(json), purposes: [] });
  return id;
}
function assertPurpose(method, purpose) {
  if (method === void 0) throw fault3(`${purpose} refers to a key that the document does not have`);
  if (method.purposes.includes(purpose)) throw fault3(`${purpose} refers to a key twice`);
  const wrong = purpose === "keyAgreement" ? "Ed25519" : "X25519";
  if (method.type === wrong) throw fault3(`a key of ${wrong} cannot serve for ${purpose}`);
  method.purposes.push(purpose);
}
function ownId(json, did, name) {
  const start = `${did}#`;
  const isOwn = typeof json === "string" && json.length <= MAX_URI_CHARACTERS && json.startsWith(start) && FRAGMENT.test(json.slice(start.length));
  if (!isOwn) throw fault3(`the id of ${name} is not one of this DID`);
  return json;
}
function keysOf(methods) {
  return [...methods].map(([id, { type, key, purposes }]) => ({ id, type, key, purposes }));
}

export {
  MAX_DOCUMENT_BYTES,
  isDidText,
  methodOf,
  documentOfDid,
  readDidDocument,
  agentOfDocument
};
