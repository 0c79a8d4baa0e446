/**
 * Services in DID documents: where somebody says that something is. They are shown, and nothing here ever goes there.
 * PROTOCOL.md §4.7.
 *
 * @module
 */
import { TalosError } from "../base/errors.js";
import { isFields, readArray, readString } from "../codec/fields.js";
/** Most endpoints, types, or members of an endpoint of one service. PROTOCOL.md §11. */
export const MAX_SERVICE_PARTS = 16;
const MAX_CHARACTERS = 2048;
/** Depth of an endpoint that is an object: itself, its members, their entries. */
const MAX_ENDPOINT_DEPTH = 3;
/** Schemes of endpoints: no file, no plain HTTP, no name or password. */
const ENDPOINT = /^(?:https|wss):\/\/[A-Za-z0-9.[\]:-]+(?:[/?#][!-~]*)?$|^did:[a-z0-9]+:[!-~]+$|^mailto:[!-~]+$/;
/** What has a scheme at all. */
const HAS_SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const TYPE = /^[!-~][ -~]*$/;
const ID = /^[!-~]+$/;
/**
 * Reads the services of the document of `did`.
 *
 * @param ids - Of the document's keys: no service has one of them.
 * @throws {TalosError} `E_MALFORMED` for another form, and for an endpoint of a scheme that is not allowed.
 */
export function readServices(services, did, ids) {
    const seen = new Set(ids);
    return services.map((json) => {
        if (!isFields(json))
            throw fault('must be an object');
        const { id, type, serviceEndpoint } = json;
        const text = readString(id, 'the id of a service', { max: MAX_CHARACTERS, pattern: ID });
        if (!text.startsWith(`${did}#`) || text.length === did.length + 1)
            throw fault('has an id that is not of this DID');
        if (seen.has(text))
            throw fault('has an id that is there twice');
        seen.add(text);
        return { id: text, types: readTypes(type), endpoints: readEndpoints(serviceEndpoint) };
    });
}
function fault(what) {
    return new TalosError('E_MALFORMED', `a service ${what}`);
}
function readTypes(json) {
    const types = typeof json === 'string' ? [json] : json;
    const bounds = { max: MAX_CHARACTERS, pattern: TYPE };
    return readArray(types, 'the types of a service', { min: 1, max: MAX_SERVICE_PARTS }, (each, name) => readString(each, name, bounds));
}
function readEndpoints(json) {
    const endpoints = Array.isArray(json) ? json : json === undefined ? [] : [json];
    return readArray(endpoints, 'serviceEndpoint', { min: 1, max: MAX_SERVICE_PARTS }, (each) => {
        if (typeof each === 'string')
            assertEndpoint(each);
        else if (isFields(each))
            assertTexts(each, MAX_ENDPOINT_DEPTH);
        else
            throw fault('has an endpoint that is neither a text nor an object');
        return each;
    });
}
function assertEndpoint(text) {
    if (text.length > MAX_CHARACTERS || !ENDPOINT.test(text))
        throw fault('has an endpoint that is none, or of a scheme that is not allowed');
}
/** Every text in an endpoint: what has a scheme has one that is allowed. */
function assertTexts(json, depth) {
    if (typeof json === 'string') {
        if (json.length > MAX_CHARACTERS)
            throw fault('has an endpoint that is too long');
        if (HAS_SCHEME.test(json.trim()))
            assertEndpoint(json);
        return;
    }
    if (typeof json !== 'object' || json === null)
        return;
    const entries = Array.isArray(json) ? json : isFields(json) ? Object.values(json) : [];
    if (depth === 0 || entries.length > MAX_SERVICE_PARTS)
        throw fault('has an endpoint with too many parts');
    for (const each of entries)
        assertTexts(each, depth - 1);
}
