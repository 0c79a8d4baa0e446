/**
 * Entries: the closed table of what is recorded, and its one form. PROTOCOL.md §9.1.
 *
 * An entry holds who, what, when, and commitments; never content.
 *
 * @module
 */
import { toHex, utf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { isFields, readBoolean, readChoice, readInteger, readObject, readString } from "../../codec/fields.js";
import { canonicalJson, parseCanonicalJson } from "../../codec/json.js";
import { ANCHOR_KINDS } from "../anchor/anchor.js";
import { leafHash } from "../log/merkle.js";
import { APPROVAL_EVENTS, APPROVERS } from "./entry-consent.js";
import { DENIAL_SUBJECTS } from "./entry-denial.js";
import { GRANT_READERS, readChainHolders, } from "./entry-grant.js";
import { assertOneMatter, OPTIONAL_IN_REVOCATION, revocationReaders, } from "./entry-revocation.js";
import { assertWhole, readSuccessionText } from "./entry-succession.js";
import { MAX_ACKNOWLEDGED_TOGETHER, MAX_SERVICE_CHARACTERS, parseSignedStatement, readApprovalId, readDecision, readDid, readDistinct, readHashText, } from "./statement.js";
/** Largest entry in bytes. PROTOCOL.md §9.1. */
export const MAX_ENTRY_BYTES = 65_535;
/** Longest name of a tool in a `tool` entry: what a capability can name. */
const MAX_TOOL_CHARACTERS = 128;
const choice = (...choices) => (value, name) => readChoice(value, choices, name);
const readService = (value, name) => readString(value, name, { min: 1, max: MAX_SERVICE_CHARACTERS });
const readCode = (value, name) => readString(value, name, { pattern: /^[A-Z][A-Z0-9_]{0,63}$/ });
const readIds = (value, name) => readDistinct(value, name, MAX_ACKNOWLEDGED_TOGETHER);
const readUuid = (value, name) => readString(value, name, { pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/ });
const statementOf = (kind) => (value, name) => {
    const signed = parseSignedStatement(value);
    if (signed.statement.kind !== kind)
        throw new TalosError('E_MALFORMED', `${name}: must be of kind ${kind}`);
    return signed;
};
const FIELDS = {
    identity: {
        did: readDid,
        event: choice('created', 'succeeded', 'succeeds'),
        peer: readDid,
        succession: readSuccessionText,
    },
    succession: { peer: readDid, event: choice('followed', 'disputed'), succession: readSuccessionText },
    grant: GRANT_READERS,
    'grant-received': { ...GRANT_READERS, issuer: readDid },
    invitation: {
        invitation: readHashText,
        service: readService,
        event: choice('created', 'redeemed'),
        peer: readDid,
    },
    ...revocationReaders,
    session: {
        peer: readDid,
        session: readHashText,
        role: choice('initiator', 'responder'),
        kind: choice('live', 'durable'),
        oneTime: readBoolean,
    },
    intent: { peer: readDid, statement: statementOf('intent') },
    call: { peer: readDid, statement: statementOf('call') },
    approval: {
        peer: readDid,
        approval: readApprovalId,
        call: readHashText,
        digest: readHashText,
        event: choice(...APPROVAL_EVENTS),
        by: choice(...APPROVERS),
    },
    decision: {
        peer: readDid,
        statement: statementOf('call'),
        decision: readDecision,
        bytes: readInteger,
        chain: readChainHolders,
    },
    result: { peer: readDid, statement: statementOf('result'), answers: readHashText, bytes: readInteger },
    receipt: { peer: readDid, statement: statementOf('result'), answers: readHashText },
    acknowledgement: { peer: readDid, statement: statementOf('acknowledgement'), answers: readIds },
    denial: {
        peer: readDid,
        subject: choice(...DENIAL_SUBJECTS),
        code: readCode,
        count: (value, name) => readInteger(value, name, { min: 1 }),
    },
    message: {
        peer: readDid,
        message: readUuid,
        direction: choice('sent', 'received'),
        commitment: readHashText,
    },
    file: { peer: readDid, direction: choice('sent', 'received'), statement: statementOf('file') },
    'session-repair': {
        peer: readDid,
        session: readHashText,
        message: readUuid,
        by: choice('self', 'peer'),
        cause: choice('copied', 'unopened', 'gone', 'told'),
    },
    rotation: { what: choice('prekeys'), prekey: (value, name) => readInteger(value, name, { max: 0xffffffff }) },
    forget: { entry: readHashText },
    archive: {
        from: readInteger,
        to: (value, name) => readInteger(value, name, { min: 1 }),
        size: (value, name) => readInteger(value, name, { min: 1 }),
        block: readHashText,
    },
    anchor: {
        kind: (value, name) => readChoice(value, ANCHOR_KINDS, name),
        size: readInteger,
        root: readHashText,
        digest: readHashText,
        at: readInteger,
    },
    equivocation: { peer: readDid, what: choice('fork', 'rollback'), evidence: readHashText },
    tool: {
        service: readService,
        tool: (value, name) => readString(value, name, { min: 1, max: MAX_TOOL_CHARACTERS }),
        event: choice('pinned', 'changed', 'approved', 'removed'),
        definition: readHashText,
    },
    acl: { digest: readHashText, event: choice('loaded', 'refused', 'missing') },
};
/** Every type of entry, in the order of PROTOCOL.md §9.1. */
export const ENTRY_TYPES = Object.keys(FIELDS);
const OPTIONAL = {
    identity: ['peer', 'succession'],
    grant: ['parent'],
    'grant-received': ['parent'],
    invitation: ['peer'],
    message: ['commitment'],
    approval: ['by'],
    revocation: OPTIONAL_IN_REVOCATION,
    decision: ['bytes', 'chain'],
    result: ['bytes'],
    tool: ['tool'],
};
/**
 * Makes the entry that says `body` at index `seq`.
 *
 * DIDs and signed statements of `body` are believed, as their types say who made them; every other field is checked.
 *
 * @param timeMs - Milliseconds since 1970.
 * @throws {TalosError} `E_MALFORMED` for a field in another form; `E_LIMIT` over {@link MAX_ENTRY_BYTES}.
 */
export function makeEntry(body, seq, timeMs) {
    const readers = FIELDS[body.type];
    const json = { v: 1, seq: readInteger(seq, 'seq'), time: readInteger(timeMs, 'time') };
    const given = Object.entries(body);
    for (const [name, value] of given) {
        if (value === undefined)
            continue;
        json[name] = name === 'type' ? value : plainField(readers[name], value, name);
    }
    const optional = OPTIONAL[body.type] ?? [];
    for (const name of Object.keys(readers)) {
        if (!Object.hasOwn(json, name) && !optional.includes(name))
            throw new TalosError('E_MALFORMED', `entry: lacks ${name}`);
    }
    if (body.type === 'revocation')
        assertOneMatter(body);
    if (body.type === 'identity')
        assertWhole(body);
    const bytes = utf8(canonicalEntry(json, 'statement' in body ? body.statement.text : undefined));
    assertSize(bytes);
    const leaf = leafHash(bytes);
    return { seq, timeMs, body, bytes, leaf, id: toHex(leaf) };
}
/** The canonical form of an entry; a statement, most of it by far, is canonical already and is spliced in. */
function canonicalEntry(json, statement) {
    if (statement === undefined)
        return canonicalJson(json);
    // RFC 8785 §3.2.3: by UTF-16 code units. The names are those of our table, which need no escapes.
    const members = Object.keys(json).sort();
    const texts = members.map((name) => `"${name}":${name === 'statement' ? statement : canonicalJson(json[name] ?? null)}`);
    return `{${texts.join(',')}}`;
}
function plainField(read, value, name) {
    if (read === undefined)
        throw new TalosError('E_MALFORMED', 'entry: has an unknown field');
    if (name === 'statement')
        return value.json;
    if (read !== readDid)
        read(value, name);
    return value;
}
function assertSize(bytes) {
    if (bytes.length > MAX_ENTRY_BYTES)
        throw new TalosError('E_LIMIT', `entry has ${bytes.length} bytes, limit ${MAX_ENTRY_BYTES}`);
}
/**
 * Reads an entry, strictly: its one form, the fields of its type and no other.
 *
 * @throws {TalosError} `E_LIMIT`, `E_MALFORMED` or `E_VERSION`.
 */
export function readEntry(bytes) {
    assertSize(bytes);
    return entryOf(parseCanonicalJson(bytes), new Uint8Array(bytes));
}
/**
 * As {@link readEntry}, of an entry that was hashed already.
 *
 * @param bytes - Kept, not copied.
 * @param leaf - Their leaf hash; kept.
 * @throws {TalosError} as {@link readEntry}.
 */
export function readHashedEntry(bytes, leaf) {
    assertSize(bytes);
    return entryOf(parseCanonicalJson(bytes), bytes, leaf);
}
/**
 * Reads an entry that is part of a larger JSON text.
 *
 * @throws {TalosError} as {@link readEntry}.
 */
export function readEntryJson(json) {
    const bytes = utf8(canonicalJson(json));
    assertSize(bytes);
    return entryOf(json, bytes);
}
function entryOf(json, bytes, leaf = leafHash(bytes)) {
    if (!isFields(json))
        throw new TalosError('E_MALFORMED', 'entry: must be an object');
    const { v, type: typeText } = json;
    if (v !== 1)
        throw new TalosError('E_VERSION', 'entry: version must be 1');
    const type = readChoice(typeText, ENTRY_TYPES, 'entry.type');
    const readers = FIELDS[type];
    const optional = OPTIONAL[type] ?? [];
    const required = ['v', 'seq', 'time', 'type', ...Object.keys(readers).filter((name) => !optional.includes(name))];
    const fields = readObject(json, { required, optional }, 'entry');
    const body = { type };
    for (const [name, read] of Object.entries(readers)) {
        const value = fields[name];
        if (value !== undefined)
            body[name] = read(value, `entry.${name}`);
    }
    const made = body;
    if (made.type === 'revocation')
        assertOneMatter(made);
    if (made.type === 'identity')
        assertWhole(made);
    if (made.type === 'acknowledgement' && made.answers.length > made.statement.statement.results.length)
        throw new TalosError('E_MALFORMED', 'entry.answers: more than the statement acknowledges');
    if (made.type === 'approval' && (made.by !== undefined) !== (made.event === 'allowed' || made.event === 'denied'))
        throw new TalosError('E_MALFORMED', 'entry.by: must be there for an answer, and only then');
    const seq = readInteger(fields['seq'], 'entry.seq');
    const timeMs = readInteger(fields['time'], 'entry.time');
    return { seq, timeMs, body: made, bytes, leaf, id: toHex(leaf) };
}
/** The peer that an entry is about, where it is about one: of a grant, the other side of the token. */
export function peerOf(body) {
    if (body.type === 'grant')
        return body.subject;
    if (body.type === 'grant-received' || body.type === 'revocation-list')
        return body.issuer;
    return 'peer' in body ? body.peer : undefined;
}
