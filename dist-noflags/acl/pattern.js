/**
 * The patterns of an access-control list. Wherever a pattern could be read in two ways, an allow list takes the
 * narrower reading and a deny list the wider: both err on the side of no. PROTOCOL.md §8.8.
 *
 * |          | tools, prompts              | resources                                                            |
 * |----------|-----------------------------|----------------------------------------------------------------------|
 * | allow    | `*` any run of characters   | the glob of capabilities: `*` within a segment, `**` segments         |
 * | deny     | the same                    | `*` crosses `/`; letter case, escapes and Unicode forms do not count  |
 *
 * @module
 */
import { matchesName } from "../capability/allow-list.js";
import { matchesGlob, parseGlob } from "../capability/glob.js";
import { isPlainUri } from "../capability/path.js";
import { uriFault } from "../mcp/policy.js";
import { MAX_ACL_PATTERN } from "./acl.js";
/** The pattern that fits everything. */
export const EVERYTHING = '*';
/**
 * Why `pattern` is none for `kind`, or undefined.
 *
 * @param isAllowing - An allow pattern that no URI can fit is a mistake; a deny pattern is taken as wide as it can be.
 */
export function patternFault(kind, pattern, isAllowing) {
    if (pattern === '' || pattern.length > MAX_ACL_PATTERN)
        return `a pattern has 1 to ${MAX_ACL_PATTERN} characters`;
    if (kind === 'prompt')
        return /^[^\p{Cc}]+$/u.test(pattern) ? undefined : 'a pattern holds a control character';
    if (!/^[!-~]+$/.test(pattern) && kind === 'tool')
        return 'names of tools are printable ASCII characters without spaces';
    if (kind === 'tool' || pattern === EVERYTHING)
        return undefined;
    try {
        parseGlob(pattern);
    }
    catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
    const fault = isAllowing ? spellingFault(pattern.replaceAll(/[*?]/g, 'x')) : undefined;
    return fault === undefined ? undefined : `no uri that is let through fits this pattern: ${fault}`;
}
/** Whether an allow pattern fits `name`; of a resource, one that {@link spellingFault} lets through. */
export function allows(kind, pattern, name) {
    if (pattern === EVERYTHING)
        return true;
    return kind === 'resource' ? matchesGlob(pattern, name) : matchesName(pattern, name);
}
/** Whether a deny pattern fits `name`. */
export function denies(kind, pattern, name) {
    if (pattern === EVERYTHING)
        return true;
    if (kind !== 'resource')
        return matchesName(pattern, name);
    const wide = foldUri(pattern);
    const folded = foldUri(name);
    return matchesWide(wide, folded) || matchesGlob(wide, folded);
}
/**
 * Why a list with rules about resources does not look at `uri`, or undefined: it is spelled in a way that a tool may
 * take for another one that the rules name, so that neither an allow nor a deny pattern would say anything of it.
 */
export function spellingFault(uri) {
    const fault = uriFault(uri);
    if (fault !== undefined)
        return fault;
    if (!isPlainUri(uri))
        return 'uri holds an escape that readers differ about';
    const scheme = /^[^:/?#]*:/.exec(uri)?.[0] ?? '';
    if (scheme !== scheme.toLowerCase())
        return 'the scheme of the uri is not in lower case';
    // RFC 8089 §2, appendix B: the same file has other names with a host, or with fewer slashes.
    if (scheme === 'file:' && !/^file:\/\/\/(?!\/)/.test(uri))
        return 'the uri of a file is written file:///…';
    const path = /^[^?#]*/.exec(uri.slice(scheme.length))?.[0] ?? '';
    return path.replace(/^\/\/\/?/, '').includes('//') ? 'uri holds an empty segment' : undefined;
}
/** What of a URI tells places apart for a deny rule. */
function foldUri(text) {
    return text
        .replaceAll(/(?:%[0-9a-f]{2})+/gi, decoded)
        .normalize('NFKC')
        .toLowerCase();
}
function decoded(escapes) {
    try {
        return decodeURIComponent(escapes);
    }
    catch {
        return escapes; // no UTF-8: a name of its own
    }
}
/** Whether `text` fits `pattern`: `*` is any run of characters, slashes among them, `?` one. |pattern| × |text| steps. */
function matchesWide(pattern, text) {
    let p = 0;
    let t = 0;
    let afterStar = -1;
    let taken = 0;
    while (t < text.length) {
        const unit = pattern[p];
        if (unit === '*') {
            afterStar = ++p;
            taken = t;
        }
        else if (unit !== undefined && (unit === '?' || unit === text[t])) {
            p++;
            t++;
        }
        else {
            if (afterStar < 0)
                return false;
            t = ++taken;
            p = afterStar;
        }
    }
    while (pattern[p] === '*')
        p++;
    return p === pattern.length;
}
