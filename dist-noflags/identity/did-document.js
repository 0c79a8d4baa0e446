import { isTalosError, TalosError } from "../base/errors.js";
import { isFields, readArray, readString } from "../codec/fields.js";
import { parseJson } from "../codec/json.js";
import { didOfKey, isDid, keyOfDid } from "./did.js";
import { readKey } from "./document-key.js";
import { readServices } from "./document-service.js";
/** Most bytes of a DID document. PROTOCOL.md §11. */
export const MAX_DOCUMENT_BYTES = 64 * 1024;
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
/** What a key of a document is for. DID Core 1.0 §5.3. */
export const RELATIONSHIPS = [
    'authentication',
    'assertionMethod',
    'keyAgreement',
    'capabilityInvocation',
    'capabilityDelegation',
];
/** Whether `text` has the form of a DID, of whatever method. Nothing makes this throw. */
export function isDidText(text) {
    return typeof text === 'string' && text.length <= MAX_DID_TEXT_CHARACTERS && DID_TEXT.test(text);
}
/** The method of a DID: `key` of `did:key:…`. */
export function methodOf(did) {
    return did.slice('did:'.length, did.indexOf(':', 'did:'.length));
}
/** The document that `did` stands for: the expansion of its key, and nothing else. */
export function documentOfDid(did) {
    const fragment = did.slice('did:key:'.length);
    const id = `${did}#${fragment}`;
    const json = {
        '@context': [DID_CORE, MULTIKEY],
        id: did,
        verificationMethod: [{ id, type: 'Multikey', controller: did, publicKeyMultibase: fragment }],
        authentication: [id],
        assertionMethod: [id],
        capabilityInvocation: [id],
        capabilityDelegation: [id],
    };
    const purposes = RELATIONSHIPS.filter((each) => each !== 'keyAgreement');
    const text = did;
    return {
        did: text,
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
export function readDidDocument(bytes, did) {
    try {
        const json = parseJson(bytes, { maxBytes: MAX_DOCUMENT_BYTES, maxDepth: MAX_DEPTH });
        return readDocument(objectOf(json, 'document'), did);
    }
    catch (cause) {
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
export function agentOfDocument({ did, keys, alsoKnownAs }) {
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
function fault(what) {
    return new TalosError('E_BAD_DOCUMENT', `the DID document is none: ${what}`);
}
function objectOf(json, name) {
    if (json === undefined || !isFields(json))
        throw fault(`${name} must be an object`);
    return json;
}
/** An array within `max` entries. @throws {TalosError} `E_LIMIT` for more. */
function listOf(json, name, max) {
    if (json === undefined)
        return [];
    if (!Array.isArray(json))
        throw fault(`${name} must be an array`);
    if (json.length > max)
        throw new TalosError('E_LIMIT', `${name} of the DID document has ${json.length} entries, limit ${max}`, {
            details: { limit: max },
        });
    return json;
}
function readDocument(json, expected) {
    const did = json['id'];
    if (!isDidText(did))
        throw fault('its id is no DID');
    if (expected !== undefined && did !== expected)
        throw fault('it is of another DID than the one asked for');
    assertContext(json['@context']);
    assertControllers(json['controller'], did);
    const methods = readMethods(json, did);
    const services = readServices(listOf(json['service'], 'service', MAX_DOCUMENT_SERVICES), did, new Set(methods.keys()));
    return { did, alsoKnownAs: readNames(json['alsoKnownAs']), keys: keysOf(methods), services, json };
}
/** Texts alone: an object could give the names of this document another meaning to whoever interprets it. */
function assertContext(json) {
    if (json === undefined)
        return;
    const entries = typeof json === 'string' ? [json] : listOf(json, '@context', MAX_DOCUMENT_CONTEXTS);
    if (entries[0] !== DID_CORE)
        throw fault('its @context does not start with that of DID Core 1.0');
    for (const each of entries)
        readString(each, '@context', { max: MAX_URI_CHARACTERS, pattern: CONTEXT });
}
function assertControllers(json, did) {
    if (json === undefined)
        return;
    const controllers = Array.isArray(json) ? json : [json];
    if (controllers.length !== 1 || controllers[0] !== did)
        throw fault('it is controlled by another DID');
}
function readNames(json) {
    listOf(json, 'alsoKnownAs', MAX_DOCUMENT_NAMES);
    const bounds = { max: MAX_URI_CHARACTERS, pattern: URI };
    return json === undefined
        ? []
        : readArray(json, 'alsoKnownAs', { max: MAX_DOCUMENT_NAMES }, (each, name) => readString(each, name, bounds));
}
/** Those of `verificationMethod`, and those that stand in a relationship and serve for that alone. */
function readMethods(json, did) {
    const methods = new Map();
    const general = listOf(json['verificationMethod'], 'verificationMethod', MAX_DOCUMENT_METHODS);
    for (const each of general)
        addMethod(methods, objectOf(each, 'a verification method'), did);
    const embedded = new Set();
    for (const purpose of RELATIONSHIPS)
        for (const each of listOf(json[purpose], purpose, MAX_DOCUMENT_REFERENCES)) {
            const id = typeof each === 'string' ? each : addMethod(methods, objectOf(each, purpose), did);
            // An embedded one serves for the relationship in which it stands.
            if (typeof each === 'string' && embedded.has(id))
                throw fault(`${purpose} refers to a key of another purpose`);
            if (typeof each !== 'string')
                embedded.add(id);
            assertPurpose(methods.get(id), purpose);
        }
    return methods;
}
function addMethod(methods, json, did) {
    const id = ownId(json['id'], did, 'a verification method');
    if (json['controller'] !== did)
        throw fault('a verification method is controlled by another DID');
    if (methods.has(id))
        throw fault('two verification methods have one id');
    if (methods.size >= MAX_DOCUMENT_METHODS)
        throw new TalosError('E_LIMIT', `the DID document has more than ${MAX_DOCUMENT_METHODS} verification methods`);
    methods.set(id, { ...readKey(json), purposes: [] });
    return id;
}
function assertPurpose(method, purpose) {
    // Whole ids are compared: one that merely ends alike is another's.
    if (method === undefined)
        throw fault(`${purpose} refers to a key that the document does not have`);
    if (method.purposes.includes(purpose))
        throw fault(`${purpose} refers to a key twice`);
    const wrong = purpose === 'keyAgreement' ? 'Ed25519' : 'X25519';
    if (method.type === wrong)
        throw fault(`a key of ${wrong} cannot serve for ${purpose}`);
    method.purposes.push(purpose);
}
/** The id of a part of the document of `did`. @throws {TalosError} `E_BAD_DOCUMENT` for any other. */
function ownId(json, did, name) {
    const start = `${did}#`;
    const isOwn = typeof json === 'string' &&
        json.length <= MAX_URI_CHARACTERS &&
        json.startsWith(start) &&
        FRAGMENT.test(json.slice(start.length));
    if (!isOwn)
        throw fault(`the id of ${name} is not one of this DID`);
    return json;
}
function keysOf(methods) {
    return [...methods].map(([id, { type, key, purposes }]) => ({ id, type, key, purposes }));
}
