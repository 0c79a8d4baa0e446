/**
 * What a person, or a command of the owner, is shown of a call: what is called, and exactly its arguments as the caller
 * sent them. Of a tool, other members of the request's parameters (`_meta`) are not arguments, and not shown.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { canonicalBytes, writeJson } from "../../codec/json.js";
import { sha256 } from "../../crypto/hash.js";
import { approvalDigest } from "../../ledger/entry/approval-digest.js";
import { isJsonObject } from "../../mcp/rpc.js";
import { committedArguments } from "../tunnel/call-records.js";
/** Arguments that are shown one by one. */
export const MAX_SHOWN_ARGUMENTS = 32;
/** Characters of a value, or of a name, that are shown. */
export const MAX_SHOWN_VALUE = 400;
/** What the arguments of `call` are, as the tool gets them. */
export function argumentsOf({ method, params }) {
    return committedArguments(method, params);
}
/** SHA-256 of the canonical arguments: equal for equal ones alone. Never leaves the process. */
export function argumentsHash(call) {
    return toHex(sha256(canonicalBytes(argumentsOf(call), { keepTokens: true })));
}
/** The call as `approvals list` and the terminal show it. */
export function viewOf(id, call, about) {
    const { statement } = call.statement;
    const given = argumentsOf(call);
    const named = isJsonObject(given) ? Object.entries(given) : [];
    return {
        id,
        peer: call.peer,
        service: call.service,
        method: call.method,
        target: statement.target,
        arguments: named.slice(0, MAX_SHOWN_ARGUMENTS).map(argumentView),
        more: Math.max(0, named.length - MAX_SHOWN_ARGUMENTS),
        ...(call.intent === undefined ? {} : { justification: call.intent.statement.justification }),
        capability: statement.token,
        digest: approvalDigest(statement),
        ...about,
    };
}
function argumentView([name, value]) {
    const text = writeJson(value);
    return { name: name.slice(0, MAX_SHOWN_VALUE), value: text.slice(0, MAX_SHOWN_VALUE), length: text.length };
}
/** The question as one line of JSON, for a command of the owner. PROTOCOL.md §10.6. */
export function questionJson(view, call) {
    const { id, peer, alias, service, method, target, justification, capability, digest, expiresAtMs } = view;
    const said = justification === undefined ? {} : { justification };
    const given = { service, method, target, arguments: argumentsOf(call), ...said };
    return writeJson({ v: 1, id, caller: peer, alias, capability, digest, expires: expiresAtMs, ...given });
}
