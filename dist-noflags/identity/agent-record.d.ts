/**
 * Agent records: where an agent is to be found, in its own signed words. PROTOCOL.md §4.4.
 *
 *     {"body":{…},"sig":"…"}      canonical JSON (RFC 8785), ≤ 8 KiB
 *
 * Whoever hands one on vouches for nothing. A reader keeps the highest sequence that it has seen, also after that record
 * has expired.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import { type SigningKey } from '../crypto/sign.ts';
import { type Certificate } from './certificate.ts';
import { type Did } from './did.ts';
/** Most bytes of an agent record. PROTOCOL.md §4.4. */
export declare const MAX_AGENT_RECORD_BYTES: number;
/** Longest time from issue to expiry, in milliseconds: 30 days. PROTOCOL.md §4.4. */
export declare const MAX_AGENT_RECORD_LIFETIME_MS: number;
/** Most addresses of an agent. PROTOCOL.md §4.4. */
export declare const MAX_RECORD_ADDRESSES = 16;
/** Most mailboxes of an agent. PROTOCOL.md §4.4. */
export declare const MAX_RECORD_MAILBOXES = 4;
/** Most services that a record names. PROTOCOL.md §4.4. */
export declare const MAX_RECORD_SERVICES = 64;
/** What an agent says of itself. Times are in milliseconds since 1970. */
export interface AgentRecordFields {
    /** The current certificate (PROTOCOL.md §4.2). */
    readonly certificate: Uint8Array;
    /** Grows with each record of one identity; see {@link nextRecordSequence}. */
    readonly sequence: number;
    readonly issuedAtMs: number;
    /** After `issuedAtMs`, by at most {@link MAX_AGENT_RECORD_LIFETIME_MS}. */
    readonly expiresAtMs: number;
    /** Multiaddrs, at most {@link MAX_RECORD_ADDRESSES} of at most 512 characters. */
    readonly addresses: readonly string[];
    /** Multiaddrs with the `/p2p/…` of the mailbox, at most {@link MAX_RECORD_MAILBOXES}. */
    readonly mailboxes: readonly string[];
    /** At most {@link MAX_RECORD_SERVICES} names of at most 64 characters. */
    readonly services: readonly string[];
}
/** A record that was verified. */
export interface AgentRecord extends Omit<AgentRecordFields, 'certificate'> {
    /** The record itself, as it travels. */
    readonly bytes: Bytes;
    /** SHA-256 of {@link AgentRecord.bytes}: tells two records of one sequence apart. */
    readonly digest: Bytes;
    readonly did: Did;
    readonly certificate: Certificate;
}
/** The sequence of a new record: above the last one, and never below the clock, so that a store put back is not refused. */
export declare function nextRecordSequence(last: number | undefined, nowMs: number): number;
/**
 * Makes the record of `signer`.
 *
 * @returns At most {@link MAX_AGENT_RECORD_BYTES} new bytes.
 * @throws {RangeError} for a sequence below `issuedAtMs`, a lifetime, number or length out of bounds, an address that
 *   cannot be one, or fields that do not fit together.
 */
export declare function createAgentRecord(signer: SigningKey, fields: AgentRecordFields): Bytes;
/** The newest record that was seen of an agent, whatever became of it. */
export interface SeenRecord {
    readonly sequence: number;
    /** Of that record, where it is known: another one of the same sequence is refused. */
    readonly digest?: Uint8Array;
}
/** What a record is checked against. */
export interface AgentRecordExpectation {
    /** Whose record was asked for. */
    readonly did: Did;
    /** Milliseconds since 1970. */
    readonly nowMs: number;
    readonly newest?: SeenRecord;
    /** The highest certificate sequence seen of the owner. */
    readonly lowestCertificateSequence?: number;
}
/**
 * Verifies a record that a stranger may have made or changed.
 *
 * @param bytes - Copied.
 * @throws {TalosError} `E_LIMIT` over {@link MAX_AGENT_RECORD_BYTES}; `E_VERSION`; `E_BAD_RECORD` for another form, a
 *   signature that does not verify, or a certificate that is not the owner's; `E_IDENTITY_MISMATCH` where it is the record
 *   of another DID; `E_STALE` if it or its certificate has expired, is more than 10 minutes from the future, or is older
 *   than one that was seen, or if it is another one of the same sequence.
 */
export declare function verifyAgentRecord(bytes: Uint8Array, expected: AgentRecordExpectation): AgentRecord;
