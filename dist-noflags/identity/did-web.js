/**
 * `did:web`: where the document of a name lies. PROTOCOL.md §4.8.
 *
 * @module
 */
import { TalosError } from "../base/errors.js";
import { documentOfDid, isDidText } from "./did-document.js";
const METHOD = 'did:web:';
/** A name of DNS in lower case; `localhost` among them. Punycode is ASCII already. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const MAX_HOST_CHARACTERS = 253;
const PORT = /^[1-9][0-9]{0,4}$/;
const SEGMENT = /^[A-Za-z0-9._-]+$/;
/** Whether `text` starts as a `did:web` does. */
export function isWebDid(text) {
    return text.startsWith(METHOD);
}
/**
 * Where the document of `did` lies.
 *
 * @throws {TalosError} `E_BAD_DID` for what is no `did:web` in its one form: a name of DNS in lower case and no address, a
 *   port after `%3A`, then parts of a path without percent encoding.
 */
export function webLocation(did) {
    if (!isDidText(did) || !isWebDid(did))
        throw fault();
    const [authority = '', ...segments] = did.slice(METHOD.length).split(':');
    const [host = '', port = '443', ...rest] = authority.split('%3A');
    const isHost = host.length <= MAX_HOST_CHARACTERS && HOST.test(host) && !isNumeric(host);
    const isPort = rest.length === 0 && PORT.test(port) && Number(port) <= 65_535;
    // One text a place: the port of HTTPS is not written.
    const isPlain = authority !== `${host}%3A443`;
    if (!isHost || !isPort || !isPlain || !segments.every(isSegment))
        throw fault();
    const path = segments.length === 0 ? '/.well-known' : `/${segments.join('/')}`;
    return { host, port: Number(port), path: `${path}/did.json` };
}
/** `1.2.3.4`, and whatever else is read as an address because it ends in a number. */
function isNumeric(host) {
    return /^(?:[0-9]+|0x[0-9a-f]*)$/.test(host.slice(host.lastIndexOf('.') + 1));
}
function isSegment(segment) {
    return SEGMENT.test(segment) && segment !== '.' && segment !== '..';
}
function fault() {
    return new TalosError('E_BAD_DID', 'not a did:web of a name in DNS', {
        hint: 'as did:web:example.com, did:web:example.com%3A8443 or did:web:example.com:people:alice',
    });
}
/**
 * The document that makes `name` a name of the agent `did`: its key, under the name.
 *
 * @throws {TalosError} `E_BAD_DID` as {@link webLocation}.
 */
export function webDocumentOf(name, did) {
    webLocation(name);
    const id = `${name}#${did.slice('did:key:'.length)}`;
    return {
        '@context': documentOfDid(did).json['@context'] ?? [],
        id: name,
        alsoKnownAs: [did],
        verificationMethod: [{ id, type: 'Multikey', controller: name, publicKeyMultibase: did.slice('did:key:'.length) }],
        authentication: [id],
        assertionMethod: [id],
    };
}
