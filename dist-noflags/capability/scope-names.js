/**
 * Names in a scope: of services, tools and arguments. PROTOCOL.md §8.2.
 *
 * @module
 */
import { isFields, readString } from "../codec/fields.js";
import { malformed } from "./verdict.js";
/** Most tools of a scope. */
export const MAX_TOOLS = 256;
/** Longest name of a service, in characters. */
export const MAX_SERVICE_NAME = 64;
/** Longest name of a tool or an argument, in characters: MCP asks for at most 128. */
export const MAX_NAME = 128;
// Identifiers are ASCII: two names that look the same are the same, and no normalisation is needed.
const NAME = /^[!-~]+$/;
/** What a service's name is made of: printable ASCII without spaces. */
export const SERVICE_NAME = NAME;
/** The name of a tool. @throws {TalosError} `E_MALFORMED` for another form. */
export function readName(json, name) {
    return readString(json, name, { min: 1, max: MAX_NAME, pattern: NAME });
}
/**
 * An object of names, each value read by `read`. It inherits nothing.
 *
 * @throws {TalosError} `MALFORMED` for no object, more than `max` members or a name that is not printable ASCII.
 */
export function readNamed(json, name, max, read) {
    if (json === undefined || !isFields(json))
        throw malformed(`${name} must be an object`);
    const keys = Object.keys(json);
    if (keys.length > max)
        throw malformed(`${name} has more than ${max} entries`);
    const named = Object.create(null);
    for (const key of keys) {
        if (key.length > MAX_NAME || !NAME.test(key))
            throw malformed(`${name}: a name is not printable ASCII`);
        named[key] = read(json[key]);
    }
    return named;
}
