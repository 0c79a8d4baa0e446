/**
 * DID documents: that of a `did:key`, and a strict reader of those that others wrote. PROTOCOL.md §4.7.
 *
 * A profile of DID Core 1.0 read as plain JSON: `@context` is checked, never fetched and never interpreted, so a document
 * means the same to every reader. Everything in it is the document's own: its id is the DID that was asked for, and each
 * key's id and controller are too, compared whole. What a document points at is never fetched.
 *
 * @module
 */
import type { Brand } from '../base/brand.ts';
import type { Bytes } from '../base/bytes.ts';
import { isTalosError, TalosError } from '../base/errors.ts';
import { isFields, readArray, readString } from '../codec/fields.ts';
import { type Json, type JsonObject, parseJson } from '../codec/json.ts';
import { type Did, didOfKey, isDid, keyOfDid } from './did.ts';
import { type KeyType, readKey } from './document-key.ts';
import { type DocumentService, readServices } from './document-service.ts';

/** Most bytes of a DID document. PROTOCOL.md §11. */
export const MAX_DOCUMENT_BYTES: number = 64 * 1024;
/** Most verification methods of a document, those in its relationships included. PROTOCOL.md §11. */
export const MAX_DOCUMENT_METHODS = 64;
/** Most references of one relationship. PROTOCOL.md §11. */
export const MAX_DOCUMENT_REFERENCES = 64;
/** Most services of a document. PROTOCOL.md §11. */
export const MAX_DOCUMENT_SERVICES = 64;
/** Most other names of one subject. PROTOCOL.md §11. */
export const MAX_DOCUMENT_NAMES = 64;
/** Most entries of `@context`. PROTOCOL.md §11. */
export const MAX_DOCUMENT_CONTEXTS = 16;
/** Longest DID of any method, in characters. PROTOCOL.md §11. */
export const MAX_DID_TEXT_CHARACTERS = 512;
/** Longest URI in a document, in characters. */
const MAX_URI_CHARACTERS = 2048;
/** Deepest nesting of a document. */
const MAX_DEPTH = 8;

const DID_CORE = 'https://www.w3.org/ns/did/v1';
const MULTIKEY = 'https://w3id.org/security/multikey/v1';
/** DID Core 1.0 §3.1, without parameters, path, query and fragment. */
const DID_TEXT = /^did:[a-z0-9]+:(?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})$/;
/** Visible ASCII that starts with a scheme. */
const URI = /^[a-z][a-z0-9+.-]*:[!-~]+$/;
const CONTEXT = /^https:\/\/[!-~]+$/;
const FRAGMENT = /^[!$&'()*+,\-./0-9:;=?@A-Z_a-z~%]+$/;

/** A DID of any method. */
export type DidText = Brand<string, 'DidText'>;

/** What a key of a document is for. DID Core 1.0 §5.3. */
export const RELATIONSHIPS = [
  'authentication',
  'assertionMethod',
  'keyAgreement',
  'capabilityInvocation',
  'capabilityDelegation',
] as const;
/** One of {@link RELATIONSHIPS}. */
export type Relationship = (typeof RELATIONSHIPS)[number];

/** A key of a document. */
export interface DocumentKey {
  /** The DID, `#`, and a fragment. */
  readonly id: string;
  /** `other` is a key of a kind that is not read here: nothing may be decided by it. */
  readonly type: KeyType;
  /** 32 bytes; none of type `other`. */
  readonly key: Bytes;
  readonly purposes: readonly Relationship[];
}

/** A document that was read. */
export interface DidDocument {
  readonly did: DidText;
  readonly alsoKnownAs: readonly string[];
  readonly keys: readonly DocumentKey[];
  readonly services: readonly DocumentService[];
  /** The document itself. */
  readonly json: JsonObject;
}

/** Whether `text` has the form of a DID, of whatever method. Nothing makes this throw. */
export function isDidText(text: unknown): text is DidText {
  return typeof text === 'string' && text.length <= MAX_DID_TEXT_CHARACTERS && DID_TEXT.test(text);
}

/** The method of a DID: `key` of `did:key:…`. */
export function methodOf(did: DidText): string {
  return did.slice('did:'.length, did.indexOf(':', 'did:'.length));
}

/** The document that `did` stands for: the expansion of its key, and nothing else. */
export function documentOfDid(did: Did): DidDocument {
  const fragment = did.slice('did:key:'.length);
  const id = `${did}#${fragment}`;
  const json: JsonObject = {
    '@context': [DID_CORE, MULTIKEY],
    id: did,
    verificationMethod: [{ id, type: 'Multikey', controller: did, publicKeyMultibase: fragment }],
    authentication: [id],
    assertionMethod: [id],
    capabilityInvocation: [id],
    capabilityDelegation: [id],
  };
  const purposes = RELATIONSHIPS.filter((each) => each !== 'keyAgreement');
  const text: string = did;
  return {
    did: text as DidText,
    alsoKnownAs: [],
    keys: [{ id, type: 'Ed25519', key: keyOfDid(did), purposes }],
    services: [],
    json,
  };
}

/**
 * Reads a document that anybody may have written.
 *
 * @param bytes - JSON; its strings are not kept longer than the result.
 * @param did - Whose document it must be; whoever it says that it is of, where absent.
 * @throws {TalosError} `E_LIMIT` over {@link MAX_DOCUMENT_BYTES}, or a number of entries over its limit;
 *   `E_BAD_DOCUMENT` for another form, the document, key or controller of another DID, or an endpoint that is not allowed.
 */
export function readDidDocument(bytes: Uint8Array | string, did?: DidText): DidDocument {
  try {
    const json = parseJson(bytes, { maxBytes: MAX_DOCUMENT_BYTES, maxDepth: MAX_DEPTH });
    return readDocument(objectOf(json, 'document'), did);
  } catch (cause) {
    if (isTalosError(cause, 'E_MALFORMED') || isTalosError(cause, 'E_BAD_KEY'))
      throw new TalosError('E_BAD_DOCUMENT', `the DID document is none: ${cause.message}`, { cause });
    throw cause;
  }
}

/**
 * The agent that a document names: the one Ed25519 key that it authenticates with.
 *
 * @throws {TalosError} `E_BAD_DOCUMENT` where it has none, or several and does not say which (`alsoKnownAs` with one
 *   `did:key` of them).
 */
export function agentOfDocument({ did, keys, alsoKnownAs }: DidDocument): Did {
  const own = keys.filter(({ type, purposes }) => type === 'Ed25519' && purposes.includes('authentication'));
  const agents = new Set(own.map(({ key }) => didOfKey(key)));
  const named = alsoKnownAs.filter(isDid);
  const found = named.length === 0 ? [...agents] : [...new Set(named)];
  const [agent, another] = found;
  if (agent === undefined || another !== undefined || !agents.has(agent))
    throw new TalosError('E_BAD_DOCUMENT', `${did} does not name one agent: it has ${agents.size} Ed25519 keys`, {
      hint: 'its document must authenticate with one Ed25519 key, or name one of them as a did:key in alsoKnownAs',
    });
  return agent;
}

function fault(what: string): TalosError {
  return new TalosError('E_BAD_DOCUMENT', `the DID document is none: ${what}`);
}

function objectOf(json: Json | undefined, name: string): JsonObject {
  if (json === undefined || !isFields(json)) throw fault(`${name} must be an object`);
  return json as JsonObject;
}

/** An array within `max` entries. @throws {TalosError} `E_LIMIT` for more. */
function listOf(json: Json | undefined, name: string, max: number): readonly Json[] {
  if (json === undefined) return [];
  if (!Array.isArray(json)) throw fault(`${name} must be an array`);
  if (json.length > max)
    throw new TalosError('E_LIMIT', `${name} of the DID document has ${json.length} entries, limit ${max}`, {
      details: { limit: max },
    });
  return json as readonly Json[];
}

function readDocument(json: JsonObject, expected: DidText | undefined): DidDocument {
  const did = json['id'];
  if (!isDidText(did)) throw fault('its id is no DID');
  if (expected !== undefined && did !== expected) throw fault('it is of another DID than the one asked for');
  assertContext(json['@context']);
  assertControllers(json['controller'], did);
  const methods = readMethods(json, did);
  const services = readServices(
    listOf(json['service'], 'service', MAX_DOCUMENT_SERVICES),
    did,
    new Set(methods.keys()),
  );
  return { did, alsoKnownAs: readNames(json['alsoKnownAs']), keys: keysOf(methods), services, json };
}

/** Texts alone: an object could give the names of this document another meaning to whoever interprets it. */
function assertContext(json: Json | undefined): void {
  if (json === undefined) return;
  const entries = typeof json === 'string' ? [json] : listOf(json, '@context', MAX_DOCUMENT_CONTEXTS);
  if (entries[0] !== DID_CORE) throw fault('its @context does not start with that of DID Core 1.0');
  for (const each of entries) readString(each, '@context', { max: MAX_URI_CHARACTERS, pattern: CONTEXT });
}

function assertControllers(json: Json | undefined, did: DidText): void {
  if (json === undefined) return;
  const controllers: Json = Array.isArray(json) ? json : [json];
  if (controllers.length !== 1 || controllers[0] !== did) throw fault('it is controlled by another DID');
}

function readNames(json: Json | undefined): readonly string[] {
  listOf(json, 'alsoKnownAs', MAX_DOCUMENT_NAMES);
  const bounds = { max: MAX_URI_CHARACTERS, pattern: URI };
  return json === undefined
    ? []
    : readArray(json, 'alsoKnownAs', { max: MAX_DOCUMENT_NAMES }, (each: Json, name) => readString(each, name, bounds));
}

interface Method {
  readonly type: KeyType;
  readonly key: Bytes;
  readonly purposes: Relationship[];
}

/** Those of `verificationMethod`, and those that stand in a relationship and serve for that alone. */
function readMethods(json: JsonObject, did: DidText): Map<string, Method> {
  const methods = new Map<string, Method>();
  const general = listOf(json['verificationMethod'], 'verificationMethod', MAX_DOCUMENT_METHODS);
  for (const each of general) addMethod(methods, objectOf(each, 'a verification method'), did);
  const embedded = new Set<string>();
  for (const purpose of RELATIONSHIPS)
    for (const each of listOf(json[purpose], purpose, MAX_DOCUMENT_REFERENCES)) {
      const id = typeof each === 'string' ? each : addMethod(methods, objectOf(each, purpose), did);
      // An embedded one serves for the relationship in which it stands.
      if (typeof each === 'string' && embedded.has(id)) throw fault(`${purpose} refers to a key of another purpose`);
      if (typeof each !== 'string') embedded.add(id);
      assertPurpose(methods.get(id), purpose);
    }
  return methods;
}

function addMethod(methods: Map<string, Method>, json: JsonObject, did: DidText): string {
  const id = ownId(json['id'], did, 'a verification method');
  if (json['controller'] !== did) throw fault('a verification method is controlled by another DID');
  if (methods.has(id)) throw fault('two verification methods have one id');
  if (methods.size >= MAX_DOCUMENT_METHODS)
    throw new TalosError('E_LIMIT', `the DID document has more than ${MAX_DOCUMENT_METHODS} verification methods`);
  methods.set(id, { ...readKey(json), purposes: [] });
  return id;
}

function assertPurpose(method: Method | undefined, purpose: Relationship): void {
  // Whole ids are compared: one that merely ends alike is another's.
  if (method === undefined) throw fault(`${purpose} refers to a key that the document does not have`);
  if (method.purposes.includes(purpose)) throw fault(`${purpose} refers to a key twice`);
  const wrong = purpose === 'keyAgreement' ? 'Ed25519' : 'X25519';
  if (method.type === wrong) throw fault(`a key of ${wrong} cannot serve for ${purpose}`);
  method.purposes.push(purpose);
}

/** The id of a part of the document of `did`. @throws {TalosError} `E_BAD_DOCUMENT` for any other. */
function ownId(json: Json | undefined, did: DidText, name: string): string {
  const start = `${did}#`;
  const isOwn =
    typeof json === 'string' &&
    json.length <= MAX_URI_CHARACTERS &&
    json.startsWith(start) &&
    FRAGMENT.test(json.slice(start.length));
  if (!isOwn) throw fault(`the id of ${name} is not one of this DID`);
  return json;
}

function keysOf(methods: Map<string, Method>): readonly DocumentKey[] {
  return [...methods].map(([id, { type, key, purposes }]) => ({ id, type, key, purposes }));
}
