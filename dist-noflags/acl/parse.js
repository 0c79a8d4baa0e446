/**
 * Reads an access-control list, `permissions.yaml`: PROTOCOL.md §8.8.
 *
 * Strict, as `config.yaml` is read: YAML 1.2 core, one document, and whatever could be read in two ways refused with
 * its place: keys that come twice, anchors, aliases, tags, directives, unknown keys, values of another type.
 *
 * @module
 */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, } from 'yaml';
import { fromUtf8 } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { isDid } from "../identity/did.js";
import { ALLOW_MEMBERS, DENY_MEMBERS, MAX_ACL_BYTES, MAX_ACL_PATTERNS, MAX_ACL_PEERS, MAX_EXECUTION_S, MAX_REQUESTS_A_MINUTE, RATE_MEMBERS, } from "./acl.js";
import { patternFault } from "./pattern.js";
/** Most faults that are told of one list. */
export const MAX_ACL_FAULTS = 50;
/** Longest alias that is a name of a peer here. */
const ALIAS = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;
/** Members of a peer, and of `defaults`. */
const RULE_MEMBERS = [
    'enabled',
    ...Object.values(ALLOW_MEMBERS),
    ...Object.values(DENY_MEMBERS),
    'rate_limit',
];
const KIND_OF = new Map([ALLOW_MEMBERS, DENY_MEMBERS].flatMap((members) => Object.entries(members).map(([kind, name]) => [name, kind])));
const HIGHEST = {
    requests_per_minute: MAX_REQUESTS_A_MINUTE,
    data_bytes_per_day: Number.MAX_SAFE_INTEGER,
    max_execution_time_seconds: MAX_EXECUTION_S,
};
/**
 * Reads a list, and tells everything that is wrong with it.
 *
 * @param bytes - UTF-8, at most {@link MAX_ACL_BYTES}.
 */
export function readAcl(bytes) {
    if (bytes.length > MAX_ACL_BYTES)
        return faulty(`the list has ${bytes.length} bytes, limit ${MAX_ACL_BYTES}`);
    let text;
    try {
        text = fromUtf8(bytes);
    }
    catch {
        return faulty('the list is not UTF-8');
    }
    const lines = new LineCounter();
    // Keys that come twice are looked for here: the library compares each with each.
    const options = { schema: 'core', uniqueKeys: false, prettyErrors: false, merge: false };
    const reader = new AclReader(lines);
    const acl = reader.read(parseDocument(text, { ...options, lineCounter: lines }));
    return reader.faults.length > 0 ? { faults: reader.faults } : { acl };
}
function faulty(message) {
    return { faults: [{ line: 0, column: 0, message }] };
}
/**
 * Reads a list that must be right.
 *
 * @param name - Of the file, for the error.
 * @throws {TalosError} `E_CONFIG` with file, line and column of the first fault.
 */
export function parseAcl(bytes, name) {
    const read = readAcl(bytes);
    if ('acl' in read)
        return read.acl;
    throw aclError(read.faults, name);
}
/** The error for a list that is none. */
export function aclError(faults, name) {
    const [first = { line: 0, column: 0, message: 'the list is not understood' }, ...others] = faults;
    const { line, column, message } = first;
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    return new TalosError('E_CONFIG', `${placed(name, first)}: ${message}${more}`, {
        details: { file: name, line, column },
        hint: 'talos acl lint FILE shows all of it',
    });
}
/** A place as compilers write it. */
export function placed(name, { line, column }) {
    return line === 0 ? name : `${name}:${line}:${column}`;
}
const isEmptyMap = (contents) => isMap(contents) && contents.items.length === 0;
/** See the module comment. Goes on after a fault, so that all are told. */
class AclReader {
    #lines;
    faults = [];
    constructor(lines) {
        this.#lines = lines;
    }
    read(document) {
        const nothing = { defaultAllow: false, peers: new Map() };
        for (const { pos, message } of [...document.errors, ...document.warnings].slice(0, MAX_ACL_FAULTS))
            this.#fault(this.#at(pos[0]), `not YAML: ${lowered(message)}`);
        if (document.directives.yaml.explicit)
            this.#fault({ line: 1, column: 1 }, 'directives are not read');
        if (this.faults.length > 0)
            return nothing;
        this.#refuseReferences(document);
        const { contents } = document;
        if (contents === null || (isScalar(contents) && contents.value === null) || isEmptyMap(contents)) {
            this.#fault({ line: 1, column: 1 }, 'the list is empty');
            return nothing;
        }
        return this.faults.length > 0 ? nothing : this.#acl(contents);
    }
    /** Anchors, aliases and tags: what a text says must stand where it is read. */
    #refuseReferences(document) {
        visit(document, {
            Node: (_key, node) => {
                if (isAlias(node))
                    this.#fault(this.#place(node), 'aliases (*) are not read; write a pattern in quotes');
                else if (node.anchor !== undefined)
                    this.#fault(this.#place(node), 'anchors (&) are not read');
                else if (node.tag !== undefined)
                    this.#fault(this.#place(node), 'tags (!) are not read');
            },
        });
    }
    #acl(contents) {
        const members = this.#members(contents, 'the list', ['default_allow', 'defaults', 'peers']);
        const allow = members.get('default_allow');
        const defaults = members.get('defaults');
        const defaultAllow = allow === undefined ? undefined : this.#boolean(allow.value, 'default_allow');
        const peers = members.get('peers');
        return {
            defaultAllow: defaultAllow?.value ?? false,
            ...(defaultAllow === undefined ? {} : { defaultAllowAt: placeOf(defaultAllow) }),
            ...(defaults === undefined ? {} : { defaults: this.#rules(defaults, 'defaults', '') }),
            peers: peers === undefined ? new Map() : this.#peers(peers.value),
        };
    }
    #peers(value) {
        const peers = new Map();
        const members = this.#members(value, 'peers', undefined);
        if (members.size > MAX_ACL_PEERS)
            this.#fault(this.#place(value), `more than ${MAX_ACL_PEERS} peers`);
        for (const [name, member] of [...members].slice(0, MAX_ACL_PEERS)) {
            if (!isDid(name) && !ALIAS.test(name))
                this.#fault(member, `"${name}" is no full DID and no alias`);
            peers.set(name, this.#rules(member, `peers.${name}`, name));
        }
        return peers;
    }
    #rules(member, path, name) {
        const members = this.#members(member.value, path, RULE_MEMBERS);
        const lists = {};
        let limits = {};
        let enabled;
        for (const [key, each] of members) {
            const kind = KIND_OF.get(key);
            const at = `${path}.${key}`;
            if (kind !== undefined)
                lists[key] = this.#patterns(each, at, key, kind);
            else if (key === 'rate_limit')
                limits = this.#limits(each.value, at);
            else
                enabled = this.#boolean(each.value, at);
        }
        return { ...placeOf(member), path, name, lists, limits, ...(enabled === undefined ? {} : { enabled }) };
    }
    #patterns({ line, column, value }, path, name, kind) {
        if (!isSeq(value)) {
            this.#fault(this.#place(value, { line, column }), `${path} is no list; write ["a", "b"], or [] for none`);
            return { line, column, patterns: [] };
        }
        if (value.items.length > MAX_ACL_PATTERNS)
            this.#fault({ line, column }, `${path} has more than ${MAX_ACL_PATTERNS} patterns`);
        const patterns = [];
        for (const item of value.items.slice(0, MAX_ACL_PATTERNS)) {
            const place = this.#place(item, { line, column });
            if (!isScalar(item) || typeof item.value !== 'string') {
                this.#fault(place, `${path}: a pattern is a text; write it in quotes`);
                continue;
            }
            const fault = patternFault(kind, item.value, name === ALLOW_MEMBERS[kind]);
            if (fault !== undefined)
                this.#fault(place, `${path}: ${fault}`);
            patterns.push({ ...place, value: item.value });
        }
        return { line, column, patterns };
    }
    #limits(value, path) {
        const limits = {};
        for (const [key, member] of this.#members(value, path, RATE_MEMBERS)) {
            const name = key;
            const place = this.#place(member.value, member);
            const number = isScalar(member.value) ? member.value.value : undefined;
            if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1 || number > HIGHEST[name])
                this.#fault(place, `${path}.${key} is no whole number from 1 to ${HIGHEST[name]}`);
            else
                limits[name] = { ...place, value: number };
        }
        return limits;
    }
    #boolean(value, path) {
        if (isScalar(value) && typeof value.value === 'boolean')
            return { ...this.#place(value), value: value.value };
        this.#fault(this.#place(value), `${path} is neither true nor false`);
        return undefined;
    }
    /** The members of a map by name, each once and one of `known`, where that is given. */
    #members(value, path, known) {
        const members = new Map();
        if (!isMap(value)) {
            this.#fault(this.#place(value), `${path} is no map of names to values`);
            return members;
        }
        for (const pair of value.items)
            this.#member(pair, path, known, members);
        return members;
    }
    #member({ key, value }, path, known, members) {
        const place = this.#place(key);
        const name = isScalar(key) ? key.value : undefined;
        if (typeof name !== 'string')
            return this.#fault(place, `${path}: a name is no text; write it in quotes`);
        if (known !== undefined && !known.includes(name))
            return this.#fault(place, `${path} has the unknown key "${name}"; there are ${known.join(', ')}`);
        if (members.has(name))
            return this.#fault(place, `${path} has the key "${name}" twice`);
        members.set(name, { ...place, value });
    }
    #fault({ line, column }, message) {
        if (this.faults.length < MAX_ACL_FAULTS)
            this.faults.push({ line, column, message });
    }
    #place(node, otherwise = { line: 1, column: 1 }) {
        const at = isNode(node) ? node.range?.[0] : undefined;
        return at === undefined ? otherwise : this.#at(at);
    }
    #at(offset) {
        const { line, col } = this.#lines.linePos(offset);
        return { line: Math.max(line, 1), column: Math.max(col, 1) };
    }
}
function placeOf({ line, column }) {
    return { line, column };
}
function lowered(message) {
    return message.charAt(0).toLowerCase() + message.slice(1);
}
