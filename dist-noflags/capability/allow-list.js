/**
 * `--allow` and `--deny`: lists of patterns over a tool server's names, made into what a scope holds.
 *
 *     read_*,list_*                     tools by name; `*` is any run of characters, all else is exact
 *     read_file(path under /data)       a phrase (`phrase.ts`), its name a pattern likewise
 *     resource:file:///data/**          resources by glob on the URI; `resource:*` is every one
 *     prompt:review_*                   prompts by glob on the name; `prompt:*` is every one
 *
 * @module
 */
import { isTalosError, TalosError } from "../base/errors.js";
import { ANY, parseConstraint } from "./constraint.js";
import { ANY_ARGUMENTS, parsePhrase } from "./phrase.js";
import { MAX_PATTERNS, MAX_TOOLS } from "./scope.js";
const RESOURCE = 'resource:';
const PROMPT = 'prompt:';
/**
 * Expands the lists over the names of the tools. What `deny` names is not granted, whatever `allow` says; an entry
 * with a phrase is narrower than one without and goes first.
 *
 * @throws {TalosError} `E_USAGE` for an empty entry, a phrase or pattern that is not understood, two phrases for one
 *   tool, a phrase, `resource:` or `prompt:` in `deny`, or more than a scope holds.
 */
export function expandAllow({ allow, deny = '', tools }) {
    const entries = splitEntries(allow);
    const denied = deny.trim() === '' ? [] : splitEntries(deny);
    for (const entry of denied)
        if (entry.startsWith(RESOURCE) || entry.startsWith(PROMPT) || entry.includes('('))
            throw usage('only names of tools can be denied');
    const toolEntries = entries.filter((entry) => !entry.startsWith(RESOURCE) && !entry.startsWith(PROMPT));
    const unmatched = denied.filter((pattern) => !tools.some((tool) => matchesName(pattern, tool)));
    const granted = grantTools(toolEntries, tools, unmatched);
    for (const tool of Object.keys(granted))
        if (denied.some((pattern) => matchesName(pattern, tool)))
            delete granted[tool];
    if (Object.keys(granted).length > MAX_TOOLS)
        throw usage(`more than ${MAX_TOOLS} tools`);
    return { tools: granted, resources: patterns(entries, RESOURCE), prompts: patterns(entries, PROMPT), unmatched };
}
function usage(what, cause) {
    return new TalosError('E_USAGE', `allow list not understood: ${what}`, {
        hint: "write it like 'read_*,list_*' or 'read_file(path under /data),resource:file:///data/**'",
        ...(cause === undefined ? {} : { cause }),
    });
}
function grantTools(entries, tools, unmatched) {
    const granted = Object.create(null);
    const narrowed = new Set();
    for (const entry of entries) {
        const { tool: pattern, arguments: rules } = parsePhrase(entry);
        const isPhrase = entry.includes('(');
        const fitting = tools.filter((tool) => matchesName(pattern, tool));
        if (fitting.length === 0)
            unmatched.push(entry);
        for (const tool of fitting) {
            if (isPhrase && narrowed.has(tool))
                throw usage(`two phrases for ${tool}`);
            if (isPhrase)
                narrowed.add(tool);
            if (isPhrase || !narrowed.has(tool))
                granted[tool] = isPhrase ? rules : ANY_ARGUMENTS;
        }
    }
    return granted;
}
function patterns(entries, prefix) {
    const found = entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
    if (found.length > MAX_PATTERNS)
        throw usage(`more than ${MAX_PATTERNS} entries with ${prefix}`);
    return found.map((pattern) => {
        if (pattern === '*')
            return ANY;
        try {
            return parseConstraint({ glob: pattern });
        }
        catch (cause) {
            if (isTalosError(cause, 'MALFORMED'))
                throw usage(cause.message, cause);
            throw cause;
        }
    });
}
/** The entries of a list: commas inside parentheses or quotes belong to a phrase. */
function splitEntries(list) {
    const entries = [];
    let entry = '';
    let open = 0;
    for (const [part] of list.matchAll(/"(?:[^"\\]|\\.)*"|[^"]|"/gs)) {
        if (part === '(')
            open++;
        else if (part === ')')
            open--;
        if (part === ',' && open <= 0) {
            entries.push(entry.trim());
            entry = '';
        }
        else
            entry += part;
    }
    entries.push(entry.trim());
    if (entries.includes(''))
        throw usage('an entry is empty');
    return entries;
}
/** Whether `name` fits `pattern`, in which `*` stands for any run of characters. At most |pattern| × |name| steps. */
export function matchesName(pattern, name) {
    const [first = '', ...rest] = pattern.split('*');
    const last = rest.pop();
    if (last === undefined)
        return pattern === name;
    if (!name.startsWith(first) || !name.endsWith(last))
        return false;
    let at = first.length;
    for (const piece of rest) {
        const found = name.indexOf(piece, at);
        if (found < 0)
            return false;
        at = found + piece.length;
    }
    return at <= name.length - last.length;
}
