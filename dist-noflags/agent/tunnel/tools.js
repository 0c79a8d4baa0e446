/**
 * Looking at the tools that are lent, and approving what changed; what a grant says of their definitions.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { fromBase64url } from "../../base/encoding.js";
import { TalosError } from "../../base/errors.js";
import { parseScope, scopeJson } from "../../capability/scope.js";
import { MAX_TOKEN_BYTES } from "../../capability/token.js";
import { canonicalBytes, parseJson } from "../../codec/json.js";
import { toolDefinition } from "../../mcp/definition.js";
/** See the module comment. */
export class Tools {
    #book;
    constructor(book) {
        this.#book = book;
    }
    async list({ service }) {
        return this.#of(service).map(viewOf);
    }
    async changes({ service, tool, }) {
        const of = this.#of(service);
        if (tool !== undefined && !of.some(({ tools }) => tools.has(tool)))
            throw neverLent(`a tool ${tool}`);
        const places = of.flatMap((pins) => tool === undefined ? placesOf(pins) : [{ service: pins.service, tool }]);
        return places.flatMap((place) => changeOf(place, this.#book.of(place.service).at(place)) ?? []);
    }
    async approve(params) {
        const { service, tools = [], server = false, all = false, forNewGrants = false } = params;
        const of = this.#of(service);
        const places = all
            ? of.flatMap((pins) => placesOf(pins))
            : [...tools, ...(server ? [undefined] : [])].flatMap((tool) => this.#place(of, tool));
        return this.#book.approve(places, forNewGrants);
    }
    /** The place of what changed, of one service. */
    #place(of, tool) {
        const places = of
            .map(({ service }) => (tool === undefined ? { service } : { service, tool }))
            .filter((place) => this.#book.of(place.service).at(place) !== undefined);
        if (places.length === 0)
            throw neverLent(tool === undefined ? 'a server' : `a tool ${tool}`);
        const changed = places.filter((place) => this.#book.of(place.service).at(place)?.found !== undefined);
        if (changed.length > 1)
            throw new TalosError('E_AMBIGUOUS', `it changed in ${changed.map((place) => place.service).join(', ')}`, {
                hint: 'name one with --service',
            });
        return changed;
    }
    #of(service) {
        const all = this.#book.services();
        const of = service === undefined ? all : all.filter((pins) => pins.service === service);
        if (service !== undefined && of.length === 0)
            throw neverLent(`a service ${service}`);
        return of;
    }
}
function neverLent(what) {
    return new TalosError('E_NOT_FOUND', `${what} was never lent here`, {
        hint: 'talos tools list shows those that were',
    });
}
function placesOf({ service, tools }) {
    return [{ service }, ...[...tools.keys()].map((tool) => ({ service, tool }))];
}
function viewOf({ service, server, tools }) {
    return {
        service,
        server: pinView(server),
        tools: [...tools].map(([tool, pin]) => ({ tool, ...pinView(pin), readOnly: isReadOnly(pin) })),
    };
}
function pinView(pin) {
    const { approved, found } = pin ?? {};
    return {
        standing: found === undefined ? 'approved' : found.kind,
        definition: hex(approved?.hash ?? ''),
        ...(found?.kind === 'changed' ? { found: hex(found.hash) } : {}),
    };
}
function changeOf({ service, tool }, pin) {
    if (pin?.found === undefined)
        return undefined;
    const { approved, found } = pin;
    return {
        service,
        ...(tool === undefined ? {} : { tool }),
        before: approved.text,
        definition: hex(approved.hash),
        ...(found.kind === 'changed' ? { after: found.text, found: hex(found.hash) } : {}),
    };
}
function hex(hash) {
    return toHex(fromBase64url(hash));
}
function isReadOnly({ approved: { text } }) {
    return text !== '' && toolDefinition(parseJson(text))?.isReadOnly === true;
}
/** More than all of a token but its scope: other claims, and header, dots and signature. */
const [OTHER_CLAIMS_BYTES, FRAME_CHARACTERS] = [720, 160];
/**
 * The scope with what its service is and how its tools are defined, as far as that was approved; as it is where it says
 * that already, where that is not wanted, or where the service was never lent.
 *
 * @throws {TalosError} `E_LIMIT` where no token holds it: nothing is left out unsaid.
 */
export function pinnedScope(book, { scope, pinned = true }) {
    const made = pinned ? withPins(book.of(scope.service), scope) : scope;
    if (fits(made))
        return made;
    throw new TalosError('E_LIMIT', 'a capability for so many tools is longer than a token may be', {
        hint: fits(scope)
            ? 'grant fewer tools at once; with --no-pins the capability does not name their definitions, which are watched here all the same'
            : 'grant fewer tools at once',
        details: { tools: Object.keys(scope.tools).length, maxTokenBytes: MAX_TOKEN_BYTES },
    });
}
function fits(scope) {
    const claims = canonicalBytes(scopeJson(scope)).length + OTHER_CLAIMS_BYTES;
    return Math.ceil((claims * 4) / 3) + FRAME_CHARACTERS <= MAX_TOKEN_BYTES;
}
function withPins({ server, tools: pins }, scope) {
    if (server === undefined || scope.pins !== undefined)
        return scope;
    const named = Object.keys(scope.tools).flatMap((tool) => {
        const pin = pins.get(tool);
        return pin === undefined ? [] : [{ tool, pin }];
    });
    const tools = Object.fromEntries(named.map(({ tool, pin }) => [tool, pin.approved.hash]));
    const readOnly = named.filter(({ pin }) => isReadOnly(pin)).map(({ tool }) => tool);
    return parseScope({
        ...scope,
        pins: { server: server.approved.hash, tools },
        ...(readOnly.length === 0 ? {} : { read_only_tools: readOnly }),
    });
}
