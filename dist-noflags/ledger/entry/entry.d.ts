/**
 * Entries: the closed table of what is recorded, and its one form. PROTOCOL.md §9.1.
 *
 * An entry holds who, what, when, and commitments; never content.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
import { type Json } from '../../codec/json.ts';
import type { Did } from '../../identity/did.ts';
import { type ApprovalBody, type IntentBody } from './entry-consent.ts';
import { type DenialBody } from './entry-denial.ts';
import { type ChainHolder, type GrantBody, type GrantReceivedBody } from './entry-grant.ts';
import type { AclBody, AnchorBody, ArchiveBody, EquivocationBody, ForgetBody, ToolBody } from './entry-keeping.ts';
import { type RevocationEntry } from './entry-revocation.ts';
import { type IdentityBody, type SuccessionBody } from './entry-succession.ts';
import { type AcknowledgementStatement, type CallStatement, type FileStatement, type ResultStatement, type SignedStatement } from './statement.ts';
export type { DenialSubject } from './entry-denial.ts';
/** Largest entry in bytes. PROTOCOL.md §9.1. */
export declare const MAX_ENTRY_BYTES = 65535;
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
export type EntryBody = IdentityBody | SuccessionBody | GrantBody | GrantReceivedBody | InvitationBody | RevocationEntry | SessionBody | IntentBody | CallBody | ApprovalBody | DecisionBody | ResultBody | ReceiptBody | AcknowledgementBody | DenialBody | MessageBody | FileBody | SessionRepairBody | RotationBody | ForgetBody | ArchiveBody | AnchorBody | EquivocationBody | ToolBody | AclBody;
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
/** Every type of entry, in the order of PROTOCOL.md §9.1. */
export declare const ENTRY_TYPES: readonly EntryType[];
/**
 * Makes the entry that says `body` at index `seq`.
 *
 * DIDs and signed statements of `body` are believed, as their types say who made them; every other field is checked.
 *
 * @param timeMs - Milliseconds since 1970.
 * @throws {TalosError} `E_MALFORMED` for a field in another form; `E_LIMIT` over {@link MAX_ENTRY_BYTES}.
 */
export declare function makeEntry(body: EntryBody, seq: number, timeMs: number): Entry;
/**
 * Reads an entry, strictly: its one form, the fields of its type and no other.
 *
 * @throws {TalosError} `E_LIMIT`, `E_MALFORMED` or `E_VERSION`.
 */
export declare function readEntry(bytes: Uint8Array): Entry;
/**
 * As {@link readEntry}, of an entry that was hashed already.
 *
 * @param bytes - Kept, not copied.
 * @param leaf - Their leaf hash; kept.
 * @throws {TalosError} as {@link readEntry}.
 */
export declare function readHashedEntry(bytes: Bytes, leaf: Bytes): Entry;
/**
 * Reads an entry that is part of a larger JSON text.
 *
 * @throws {TalosError} as {@link readEntry}.
 */
export declare function readEntryJson(json: Json): Entry;
/** The peer that an entry is about, where it is about one: of a grant, the other side of the token. */
export declare function peerOf(body: EntryBody): Did | undefined;
