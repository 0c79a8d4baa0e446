/**
 * All durable sessions with one peer, as the record that is stored for it. PROTOCOL.md §5.6, §10.4.
 *
 * The first session sends; the others are kept for what is still under way under them. Both sides may start at once:
 * then the initial message with the smaller SHA-256 wins on both.
 *
 * @module
 */
import { type Bytes } from '../base/bytes.ts';
import type { Envelope } from '../message/envelope.ts';
import { type DurableSession } from './durable.ts';
import type { PublicPrekey } from './key-schedule.ts';
import type { Bundle } from './prekeys.ts';
import { type RepairHistory } from './repair.ts';
/** Sessions kept besides the one that sends; see {@link addOpened} for which goes. PROTOCOL.md §5.6. */
export declare const MAX_ARCHIVED_SESSIONS = 40;
/** Skipped keys kept in all sessions with one peer; past it those of the session used longest ago go. PROTOCOL.md §5.6. */
export declare const MAX_PEER_SKIPPED_KEYS = 10000;
/**
 * Most bytes of a record. A skipped key takes at most 49, a session without any at most 6 KiB, its initial message
 * included: both limits above reached, about 736,000.
 */
export declare const MAX_PEER_RECORD_BYTES: number;
/** Messages sealed since the peer was last heard, or days, after which people are told. PROTOCOL.md §5.6. */
export declare const SILENT_MESSAGES = 1000;
/** See {@link SILENT_MESSAGES}; milliseconds. */
export declare const SILENT_MS: number;
/** Bundles with one-time prekeys that are remembered as used, those of the highest sequences. PROTOCOL.md §5.1. */
export declare const MAX_USED_BUNDLES = 64;
/** What is stored about one peer. */
export interface PeerSessions {
    /** Highest certificate sequence seen. */
    readonly certificateSequence: number;
    /** Highest bundle sequence seen. */
    readonly bundleSequence: number;
    /** The signed prekey of that bundle. */
    readonly newestPrekey: PublicPrekey | undefined;
    /** Sequences of bundles whose one-time prekeys were used, ascending, at most {@link MAX_USED_BUNDLES}. */
    readonly usedBundles: readonly number[];
    /** The one that sends first. */
    readonly sessions: readonly DurableSession[];
    /** When an envelope of the peer last opened, or the first session was made; ms since 1970, 0 before. */
    readonly silentSinceMs: number;
    /** Envelopes sealed since. */
    readonly unheard: number;
    readonly repairs: RepairHistory;
}
/** Of a peer that is new. */
export declare const NO_SESSIONS: PeerSessions;
/** Whether the peer was not heard for so long that people are to know: nobody may read what is sent. */
export declare function isSilent({ unheard, silentSinceMs }: PeerSessions, nowMs: number): boolean;
/**
 * Whether a message needs a new session: there is none, or the one that sends has sealed so many since it last heard the
 * peer that, were they all lost, the peer would refuse the next for the keys it skips.
 */
export declare function needsSession({ sessions: [first] }: PeerSessions): boolean;
/** Puts a session that we initiated first. */
export declare function addInitiated(peer: PeerSessions, session: DurableSession, { nowMs, isRepair }: Hearing): PeerSessions;
/** What is remembered of a bundle. */
type SeenBundle = Pick<Bundle, 'sequence' | 'signedPrekey' | 'oneTimePrekeys' | 'oneTimeKems'>;
/**
 * Whether the one-time prekeys of a bundle may be used up. Of a sequence below all that are remembered, when so many are,
 * nobody knows, so they are not used.
 */
export declare function isBundleUsed({ usedBundles }: PeerSessions, { sequence }: Pick<Bundle, 'sequence'>): boolean;
/** Remembers a bundle that a session was made from. */
export declare function noteBundle(peer: PeerSessions, bundle: SeenBundle): PeerSessions;
/**
 * Takes over a session under which a message has just opened: a new one, or the next state of one that is there.
 *
 * It becomes the one that sends, unless that is ours, still without an answer, and wins over it. Where there are too many,
 * one of ours without an answer goes, or the one used longest ago.
 */
export declare function addOpened(peer: PeerSessions, session: DurableSession, { nowMs, isRepair }: Hearing): PeerSessions;
/** When and why a session was made or heard. */
export interface Hearing {
    /** Milliseconds since 1970. */
    readonly nowMs: number;
    /** Whether it is made, or said to be made, because something did not open. PROTOCOL.md §5.8. */
    readonly isRepair?: boolean;
}
/** Puts the next state of the session that has sealed an envelope in its place. */
export declare function addSealed(peer: PeerSessions, session: DurableSession): PeerSessions;
/**
 * Opens an envelope with the session that knows its ratchet key or, where none does, with the first that can. Without
 * any, the refusal that says most is thrown.
 *
 * @throws {TalosError} `E_NO_SESSION`, and what `openMessage` throws.
 */
export declare function openWithAny(sessions: readonly DurableSession[], envelope: Envelope, nowMs: number): {
    readonly session: DurableSession;
    readonly text: Bytes;
};
/** The record as deterministic CBOR, at most {@link MAX_PEER_RECORD_BYTES}. Secret: seal it. */
export declare function encodePeerSessions(peer: PeerSessions): Bytes;
/**
 * Reads what {@link encodePeerSessions} wrote.
 *
 * @throws {TalosError} `E_STORAGE_CORRUPT` for anything else: the record was sealed, so it is no stranger's.
 */
export declare function decodePeerSessions(bytes: Uint8Array): PeerSessions;
export {};
