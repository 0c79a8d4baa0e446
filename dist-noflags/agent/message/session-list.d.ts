import { type Did } from '../../identity/did.ts';
import type { SessionRole } from '../../session/key-schedule.ts';
import type { RecordSealer } from '../../storage/sealed.ts';
import type { Store } from '../../storage/store.ts';
/** The durable sessions with one peer. */
export interface SessionsWithPeer {
    readonly peer: Did;
    /** Transcript hash of the session that sends, 32 bytes. */
    readonly session: Uint8Array;
    readonly role: SessionRole;
    /** Whether an X25519 one-time prekey went into it. */
    readonly oneTime: boolean;
    /** Whether a one-time KEM prekey did. */
    readonly oneTimeKem: boolean;
    /** Whether an answer has opened under it. */
    readonly isAnswered: boolean;
    /** Earlier sessions that still open what is under way. */
    readonly archived: number;
    /** How often a session was made anew because a message did not open, by either side. */
    readonly repairs: number;
    /** When it was last; milliseconds since 1970, 0 where it never was. */
    readonly lastRepairAtMs: number;
    /** Messages sealed since the peer was last heard. */
    readonly unheard: number;
    /** Since when it was not heard, milliseconds since 1970. */
    readonly silentSinceMs: number;
    /** Whether that is so long that nobody may read what is sent: 1,000 messages or 30 days. */
    readonly isSilent: boolean;
}
/** All of them. @throws {TalosError} `E_STORAGE…`. */
export declare function listSessions(store: Store, records: RecordSealer, nowMs: number): Promise<readonly SessionsWithPeer[]>;
