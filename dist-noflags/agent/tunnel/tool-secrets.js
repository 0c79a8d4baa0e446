/**
 * Secrets by reference: a caller says `${secret:NAME}`, the tool gets the secret, and nobody else sees it. PROTOCOL.md
 * §7.2.
 *
 * @module
 */
import { utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { matchesName } from "../../capability/allow-list.js";
import { ALLOWED, deny } from "../../capability/verdict.js";
import { JsonNumber } from "../../codec/json.js";
import { isJsonObject, MAX_RPC_BYTES } from "../../mcp/rpc.js";
import { Redaction } from "./redaction.js";
/** Longest secret, in bytes. PROTOCOL.md §11. */
export const MAX_SECRET_BYTES = 64 * 1024;
/** Shortest, in bytes: what is shorter can be guessed, and stands by chance in what a tool says. PROTOCOL.md §11. */
export const MIN_SECRET_BYTES = 8;
/** Most secrets of a service. PROTOCOL.md §11. */
export const MAX_SECRETS = 64;
/** What a secret can be called. */
export const SECRET_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const START = '${secret:';
// Whatever starts like one must be one.
const REFERENCE = /\$\{secret:(?:([A-Za-z_][A-Za-z0-9_]{0,63})\})?/g;
/** See the module comment. */
export class ToolSecrets {
    #secrets = new Map();
    #redaction;
    /** @throws {TalosError} `E_USAGE` for a name or a value that is none, a name that is there twice, too many of them. */
    constructor(secrets) {
        if (secrets.length > MAX_SECRETS)
            throw new TalosError('E_USAGE', `more than ${MAX_SECRETS} secrets`);
        for (const secret of secrets) {
            const { name, value } = secret;
            if (!SECRET_NAME.test(name))
                throw new TalosError('E_USAGE', 'a secret is named by 1 to 64 letters, digits and _');
            if (this.#secrets.has(name))
                throw new TalosError('E_USAGE', `the secret ${name} is given twice`);
            const length = utf8(value).length;
            if (length < MIN_SECRET_BYTES || length > MAX_SECRET_BYTES)
                throw new TalosError('E_USAGE', `the secret ${name} has ${length} bytes: ${MIN_SECRET_BYTES} to ${MAX_SECRET_BYTES}`);
            this.#secrets.set(name, { ...secret, bytes: utf8(JSON.stringify(value)).length });
        }
        this.#redaction = new Redaction(secrets.map(({ value }) => value));
    }
    /** Patterns of tools that fit none of `tools`. */
    unmatched(tools) {
        const patterns = [...this.#secrets.values()].flatMap((secret) => secret.tools);
        return patterns.filter((pattern) => !tools.some((tool) => matchesName(pattern, tool)));
    }
    /** A line of diagnostics without the secrets; its end may have been cut off. */
    diagnostic(text) {
        return this.#redaction.cut(text);
    }
    /** A message of a tool without the secrets. */
    message(message) {
        // An id is not looked at: it says which call this answers.
        const { id, ...rest } = message.json;
        const clean = this.#redaction.json(rest);
        if (clean === rest)
            return message;
        const json = id === undefined ? clean : { id, ...clean };
        switch (message.kind) {
            case 'result':
                return { ...message, result: json['result'] ?? null, json };
            case 'error':
                return { ...message, error: objectOf(json['error']), json };
            case 'request':
            case 'notification':
                return { ...message, method: textOf(json['method']), params: message.params && objectOf(json['params']), json };
        }
    }
    /** The rule of each tunnel of the service. It comes before all that looks at what the tool says. */
    rule = {
        check: (call) => this.#check(call),
        prepare: (message, call) => this.#prepare(message, call),
        fromTool: (message) => this.message(message),
    };
    #check({ request, bytes }) {
        if (request.kind !== 'tool')
            return ALLOWED;
        let [left, isNamed] = [MAX_RPC_BYTES - bytes, true];
        eachText(request.arguments, (text) => {
            for (const [, name = ''] of text.matchAll(REFERENCE)) {
                const secret = this.#secrets.get(name);
                if (secret === undefined || !isFor(secret, request.name))
                    isNamed = false;
                else
                    left -= secret.bytes;
            }
        });
        if (!isNamed)
            return deny('CONSTRAINT', 'an argument names a secret that is not there for this tool');
        return left >= 0 ? ALLOWED : deny('CONSTRAINT', 'the arguments are too long with the secrets that they name');
    }
    #prepare(message, { request }) {
        const params = message['params'];
        if (request.kind !== 'tool' || !isJsonObject(params) || params['arguments'] === undefined)
            return message;
        const given = params['arguments'];
        const filled = this.#filled(given);
        return filled === given ? message : { ...message, params: { ...params, arguments: filled } };
    }
    /** Once: what stands in a secret is no reference. */
    #filled(json) {
        if (typeof json === 'string')
            return json.includes(START)
                ? json.replace(REFERENCE, (reference, name) => this.#secrets.get(name ?? '')?.value ?? reference)
                : json;
        if (typeof json !== 'object' || json === null || json instanceof JsonNumber)
            return json;
        if (Array.isArray(json)) {
            const items = json.map((item) => this.#filled(item));
            return items.some((item, at) => item !== json[at]) ? items : json;
        }
        const members = Object.entries(json).map(([key, value]) => [
            key,
            this.#filled(value),
        ]);
        return members.some(([key, value]) => value !== json[key]) ? Object.fromEntries(members) : json;
    }
}
/**
 * Reads the secrets of a service.
 *
 * @param onNotice - Told of files that everybody may read.
 * @throws {TalosError} `E_CONFIG` for a file that cannot be used; `E_USAGE` as {@link ToolSecrets}.
 */
export function openSecrets({ readSecret }, secrets = [], onNotice) {
    if (secrets.length === 0)
        return undefined;
    const valueIn = (file) => {
        if (readSecret === undefined)
            throw new TalosError('E_USAGE', 'there are no files here that a secret could be in');
        return readSecret(file, () => onNotice(`every user of this machine may read the secret in ${file}: chmod 600 closes it`));
    };
    const read = secrets.slice(0, MAX_SECRETS + 1).map((secret) => {
        const { name, tools } = secret;
        const value = 'value' in secret ? secret.value : valueIn(secret.file);
        return { name, value, tools: tools === undefined ? [] : patternsOf(tools) };
    });
    return new ToolSecrets(read);
}
function patternsOf(list) {
    const patterns = list.split(',').map((pattern) => pattern.trim());
    if (patterns.includes(''))
        throw new TalosError('E_USAGE', 'a pattern of tools for a secret is empty');
    return patterns;
}
function textOf(json) {
    return typeof json === 'string' ? json : '';
}
function objectOf(json) {
    return isJsonObject(json) ? json : {};
}
function isFor({ tools }, tool) {
    return tools.length === 0 || tools.some((pattern) => matchesName(pattern, tool));
}
/** Every text of a value that may hold references: names of members are none. */
function eachText(json, look) {
    if (typeof json === 'string') {
        if (json.includes(START))
            look(json);
        return;
    }
    if (typeof json !== 'object' || json === null || json instanceof JsonNumber)
        return;
    for (const value of Array.isArray(json) ? json : Object.values(json))
        eachText(value, look);
}
