/**
 * Entries: the closed table of what is recorded, and its one form. PROTOCOL.md §9.1.
 *
 * An entry holds who, what, when, and commitments; never content.
 *
 * @module
 */
import { type Bytes, toHex, utf8 } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import { isFields, readBoolean, readChoice, readInteger, readObject, readString } from '../../codec/fields.ts';
import { canonicalJson, type Json, type JsonObject, parseCanonicalJson } from '../../codec/json.ts';
import type { Did } from '../../identity/did.ts';
import { ANCHOR_KINDS } from '../anchor/anchor.ts';
import { leafHash } from '../log/merkle.ts';
import { APPROVAL_EVENTS, APPROVERS, type ApprovalBody, type IntentBody } from './entry-consent.ts';
import { DENIAL_SUBJECTS, type DenialBody } from './entry-denial.ts';
import {
  type ChainHolder,
  GRANT_READERS,
  type GrantBody,
  type GrantReceivedBody,
  readChainHolders,
} from './entry-grant.ts';
import type { AclBody, AnchorBody, ArchiveBody, EquivocationBody, ForgetBody, ToolBody } from './entry-keeping.ts';
import {
  assertOneMatter,
  OPTIONAL_IN_REVOCATION,
  type RevocationEntry,
  revocationReaders,
} from './entry-revocation.ts';
import { assertWhole, type IdentityBody, readSuccessionText, type SuccessionBody } from './entry-succession.ts';
import {
  type AcknowledgementStatement,
  type CallStatement,
  type FileStatement,
  MAX_ACKNOWLEDGED_TOGETHER,
  MAX_SERVICE_CHARACTERS,
  parseSignedStatement,
  type ResultStatement,
  readApprovalId,
  readDecision,
  readDid,
  readDistinct,
  readHashText,
  type SignedStatement,
  type Statement,
  type StatementKind,
} from './statement.ts';

export type { DenialSubject } from './entry-denial.ts';

/** Largest entry in bytes. PROTOCOL.md §9.1. */
export const MAX_ENTRY_BYTES = 65_535;
/** Longest name of a tool in a `tool` entry: what a capability can name. */
const MAX_TOOL_CHARACTERS = 128;

/** An invitation. */
export interface InvitationBody {
  readonly type: 'invitation';
  /** SHA-256 of its id, 64 hex digits. */
  readonly invitation: string;
  readonly service: string;
  readonly event: 'created' | 'redeemed';
  /** Who redeemed it. */
  readonly peer?: Did;
}

/** A session that began. */
export interface SessionBody {
  readonly type: 'session';
  readonly peer: Did;
  /** Session id (`th`), 64 hex digits. */
  readonly session: string;
  readonly role: 'initiator' | 'responder';
  readonly kind: 'live' | 'durable';
  /** Whether a one-time prekey was used. */
  readonly oneTime: boolean;
}

/** A call, at the caller, before it is sent. */
export interface CallBody {
  readonly type: 'call';
  readonly peer: Did;
  readonly statement: SignedStatement<CallStatement>;
}

/** What was decided about a call, at the server, before the tool sees it. */
export interface DecisionBody {
  readonly type: 'decision';
  readonly peer: Did;
  readonly statement: SignedStatement<CallStatement>;
  /** `allowed` or a code. */
  readonly decision: string;
  /** Length of the request, where the bytes of its token are limited. */
  readonly bytes?: number;
  /** Whose authority it was made under, where that was passed on; root first. */
  readonly chain?: readonly ChainHolder[];
}

/** What came of a call, at the server, before the answer leaves. */
export interface ResultBody {
  readonly type: 'result';
  readonly peer: Did;
  readonly statement: SignedStatement<ResultStatement>;
  /** Id of the decision. */
  readonly answers: string;
  /** Length of the answer, where the bytes of the token are limited. */
  readonly bytes?: number;
}

/** What the server signed, at the caller, before the answer is handed on. */
export interface ReceiptBody {
  readonly type: 'receipt';
  readonly peer: Did;
  readonly statement: SignedStatement<ResultStatement>;
  /** Id of the call. */
  readonly answers: string;
}

/** That the caller has results, at the server. */
export interface AcknowledgementBody {
  readonly type: 'acknowledgement';
  readonly peer: Did;
  readonly statement: SignedStatement<AcknowledgementStatement>;
  /** Ids of the results, in the order of the statement; those of them that had not been acknowledged yet. */
  readonly answers: readonly string[];
}

/** A message. */
export interface MessageBody {
  readonly type: 'message';
  readonly peer: Did;
  /** Id of the message, a UUID in lower case. */
  readonly message: string;
  readonly direction: 'sent' | 'received';
  /** To the text, as the envelope signs it; of what was received. */
  readonly commitment?: string;
}

/** A file that is whole and durable at its receiver, with what that signed. */
export interface FileBody {
  readonly type: 'file';
  readonly peer: Did;
  readonly direction: 'sent' | 'received';
  readonly statement: SignedStatement<FileStatement>;
}

/** A session that was made anew because a message did not open. PROTOCOL.md §5.8. */
export interface SessionRepairBody {
  readonly type: 'session-repair';
  readonly peer: Did;
  /** Id of the new session (`th`), 64 hex digits. */
  readonly session: string;
  /** Id of the envelope that told the other side, a UUID in lower case. */
  readonly message: string;
  /** Who made it. */
  readonly by: 'self' | 'peer';
  readonly cause: 'copied' | 'unopened' | 'gone' | 'told';
}

/** Keys that were replaced because their owner said so. */
export interface RotationBody {
  readonly type: 'rotation';
  readonly what: 'prekeys';
  /** Id of the new signed prekey, PROTOCOL.md §5.1. */
  readonly prekey: number;
}

/** What an entry says, without its place and time. */
export type EntryBody =
  | IdentityBody
  | SuccessionBody
  | GrantBody
  | GrantReceivedBody
  | InvitationBody
  | RevocationEntry
  | SessionBody
  | IntentBody
  | CallBody
  | ApprovalBody
  | DecisionBody
  | ResultBody
  | ReceiptBody
  | AcknowledgementBody
  | DenialBody
  | MessageBody
  | FileBody
  | SessionRepairBody
  | RotationBody
  | ForgetBody
  | ArchiveBody
  | AnchorBody
  | EquivocationBody
  | ToolBody
  | AclBody;
/** The types of entry. */
export type EntryType = EntryBody['type'];

/** An entry. Statements in it are parsed; whether they verify is the question of whoever reads them. */
export interface Entry {
  /** Its index in the log, from 0. */
  readonly seq: number;
  /** Milliseconds since 1970, by the clock of the agent that wrote it. */
  readonly timeMs: number;
  readonly body: EntryBody;
  /** Canonical JSON as UTF-8, which is hashed. */
  readonly bytes: Bytes;
  /** Its leaf hash, 32 bytes. */
  readonly leaf: Bytes;
  /** The same as 64 hex digits, by which it is named. */
  readonly id: string;
}

type Read<T> = (value: Json, name: string) => T;
type Readers<B> = { readonly [K in Exclude<keyof B, 'type'>]-?: Read<Exclude<B[K], undefined>> };

const choice =
  <const T extends string>(...choices: readonly T[]): Read<T> =>
  (value, name) =>
    readChoice(value, choices, name);
const readService: Read<string> = (value, name) => readString(value, name, { min: 1, max: MAX_SERVICE_CHARACTERS });
const readCode: Read<string> = (value, name) => readString(value, name, { pattern: /^[A-Z][A-Z0-9_]{0,63}$/ });
const readIds: Read<readonly string[]> = (value, name) => readDistinct(value, name, MAX_ACKNOWLEDGED_TOGETHER);
const readUuid: Read<string> = (value, name) =>
  readString(value, name, { pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/ });

const statementOf =
  <K extends StatementKind>(kind: K): Read<SignedStatement<Extract<Statement, { kind: K }>>> =>
  (value, name) => {
    const signed = parseSignedStatement(value);
    if (signed.statement.kind !== kind) throw new TalosError('E_MALFORMED', `${name}: must be of kind ${kind}`);
    return signed as SignedStatement<Extract<Statement, { kind: K }>>;
  };

const FIELDS: { readonly [T in EntryType]: Readers<Extract<EntryBody, { type: T }>> } = {
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
export const ENTRY_TYPES: readonly EntryType[] = Object.keys(FIELDS) as EntryType[];

const OPTIONAL: { readonly [T in EntryType]?: readonly string[] } = {
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

type AnyReaders = Readonly<Record<string, Read<unknown>>>;

/**
 * Makes the entry that says `body` at index `seq`.
 *
 * DIDs and signed statements of `body` are believed, as their types say who made them; every other field is checked.
 *
 * @param timeMs - Milliseconds since 1970.
 * @throws {TalosError} `E_MALFORMED` for a field in another form; `E_LIMIT` over {@link MAX_ENTRY_BYTES}.
 */
export function makeEntry(body: EntryBody, seq: number, timeMs: number): Entry {
  const readers: AnyReaders = FIELDS[body.type];
  const json: Record<string, Json> = { v: 1, seq: readInteger(seq, 'seq'), time: readInteger(timeMs, 'time') };
  const given: [string, Json | undefined][] = Object.entries(body as unknown as JsonObject);
  for (const [name, value] of given) {
    if (value === undefined) continue;
    json[name] = name === 'type' ? value : plainField(readers[name], value, name);
  }
  const optional = OPTIONAL[body.type] ?? [];
  for (const name of Object.keys(readers)) {
    if (!Object.hasOwn(json, name) && !optional.includes(name))
      throw new TalosError('E_MALFORMED', `entry: lacks ${name}`);
  }
  if (body.type === 'revocation') assertOneMatter(body);
  if (body.type === 'identity') assertWhole(body);
  const bytes = utf8(canonicalEntry(json, 'statement' in body ? body.statement.text : undefined));
  assertSize(bytes);
  const leaf = leafHash(bytes);
  return { seq, timeMs, body, bytes, leaf, id: toHex(leaf) };
}

/** The canonical form of an entry; a statement, most of it by far, is canonical already and is spliced in. */
function canonicalEntry(json: Readonly<Record<string, Json>>, statement: string | undefined): string {
  if (statement === undefined) return canonicalJson(json);
  // RFC 8785 §3.2.3: by UTF-16 code units. The names are those of our table, which need no escapes.
  const members = Object.keys(json).sort();
  const texts = members.map(
    (name) => `"${name}":${name === 'statement' ? statement : canonicalJson(json[name] ?? null)}`,
  );
  return `{${texts.join(',')}}`;
}

function plainField(read: Read<unknown> | undefined, value: Json | SignedStatement, name: string): Json {
  if (read === undefined) throw new TalosError('E_MALFORMED', 'entry: has an unknown field');
  if (name === 'statement') return (value as unknown as SignedStatement).json;
  if (read !== readDid) read(value as Json, name);
  return value as Json;
}

function assertSize(bytes: Uint8Array): void {
  if (bytes.length > MAX_ENTRY_BYTES)
    throw new TalosError('E_LIMIT', `entry has ${bytes.length} bytes, limit ${MAX_ENTRY_BYTES}`);
}

/**
 * Reads an entry, strictly: its one form, the fields of its type and no other.
 *
 * @throws {TalosError} `E_LIMIT`, `E_MALFORMED` or `E_VERSION`.
 */
export function readEntry(bytes: Uint8Array): Entry {
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
export function readHashedEntry(bytes: Bytes, leaf: Bytes): Entry {
  assertSize(bytes);
  return entryOf(parseCanonicalJson(bytes), bytes, leaf);
}

/**
 * Reads an entry that is part of a larger JSON text.
 *
 * @throws {TalosError} as {@link readEntry}.
 */
export function readEntryJson(json: Json): Entry {
  const bytes = utf8(canonicalJson(json));
  assertSize(bytes);
  return entryOf(json, bytes);
}

function entryOf(json: Json, bytes: Bytes, leaf: Bytes = leafHash(bytes)): Entry {
  if (!isFields(json)) throw new TalosError('E_MALFORMED', 'entry: must be an object');
  const { v, type: typeText } = json as JsonObject;
  if (v !== 1) throw new TalosError('E_VERSION', 'entry: version must be 1');
  const type = readChoice(typeText, ENTRY_TYPES, 'entry.type');
  const readers: AnyReaders = FIELDS[type];
  const optional = OPTIONAL[type] ?? [];
  const required = ['v', 'seq', 'time', 'type', ...Object.keys(readers).filter((name) => !optional.includes(name))];
  const fields = readObject<Json, string, string>(json, { required, optional }, 'entry');
  const body: Record<string, unknown> = { type };
  for (const [name, read] of Object.entries(readers)) {
    const value = fields[name];
    if (value !== undefined) body[name] = read(value, `entry.${name}`);
  }
  const made = body as unknown as EntryBody;
  if (made.type === 'revocation') assertOneMatter(made);
  if (made.type === 'identity') assertWhole(made);
  if (made.type === 'acknowledgement' && made.answers.length > made.statement.statement.results.length)
    throw new TalosError('E_MALFORMED', 'entry.answers: more than the statement acknowledges');
  if (made.type === 'approval' && (made.by !== undefined) !== (made.event === 'allowed' || made.event === 'denied'))
    throw new TalosError('E_MALFORMED', 'entry.by: must be there for an answer, and only then');
  const seq = readInteger(fields['seq'], 'entry.seq');
  const timeMs = readInteger(fields['time'], 'entry.time');
  return { seq, timeMs, body: made, bytes, leaf, id: toHex(leaf) };
}

/** The peer that an entry is about, where it is about one: of a grant, the other side of the token. */
export function peerOf(body: EntryBody): Did | undefined {
  if (body.type === 'grant') return body.subject;
  if (body.type === 'grant-received' || body.type === 'revocation-list') return body.issuer;
  return 'peer' in body ? body.peer : undefined;
}
