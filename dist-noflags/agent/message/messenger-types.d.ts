/**
 * What the messenger is given, and what it gives: types only. See `messenger.ts`.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import type { Did } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';
import type { Timer } from '../../net/timer.ts';
import type { Party } from '../../session/key-schedule.ts';
import type { RecordSealer } from '../../storage/sealed.ts';
import type { Store } from '../../storage/store.ts';
import type { NetworkChanges } from '../reach/network-changes.ts';
import type { Deliveries } from './deliveries.ts';
import type { FileLetterTaker } from './file-letter.ts';
import type { KeepEvent, MessengerEvent } from './messenger-event.ts';
/** What became of a message. */
export interface Receipt {
    /** UUIDv7, 16 bytes. */
    readonly id: Bytes;
    /** `delivered`: the recipient has stored it. `queued`: it is kept here and goes out with the next link, which is tried. */
    readonly state: 'delivered' | 'queued';
    /** Where it is queued: whether it also lies in a mailbox of the peer, who finds it there without us. */
    readonly inMailbox: boolean;
}
/** What a messenger needs. */
export interface MessengerOptions {
    readonly identity: Party;
    readonly store: Store;
    readonly records: RecordSealer;
    readonly clock: Clock;
    /**
     * Dials a link of purpose `message`; has a deadline of its own.
     *
     * @throws {TalosError} `E_UNREACHABLE` and the like.
     */
    readonly connect: (peer: Did) => Promise<Link>;
    /** Whether `connect` has any place to look at: only then a message is kept for a peer without a session. */
    readonly hasAddress?: (peer: Did) => boolean;
    /** Throws where nothing may go to a peer until its owner has decided; what waits for it stays queued. */
    readonly assertUnchanged?: (peer: Did) => void;
    /** Whether a peer is a contact: then its session is repaired also where none is left. */
    readonly isContact?: (peer: Did) => boolean;
    /** Whether a peer is one that this agent has not dealt with: then few messages of it wait in the inbox. */
    readonly isStranger?: (peer: Did) => boolean;
    /** Told of a peer that the application writes to, or reads by itself. Does not reject for what a store does. */
    readonly onDealing?: (peer: Did) => Promise<void>;
    /** A bundle of a peer that is away. @throws {TalosError} `E_UNREACHABLE` and the like where there is none. */
    readonly bundleOf?: (peer: Did) => Promise<Bytes>;
    /** Leaves an envelope for a peer that is away; durable there when it resolves. @throws {TalosError} */
    readonly deposit?: (peer: Did, envelope: Bytes) => Promise<void>;
    /** For the batch that stores what an event tells of: what is kept is told at the next start where it was not told before. */
    readonly keep?: KeepEvent;
    /** Told of each session made and each message acknowledged; no acknowledgement of ours leaves before. */
    readonly onEvent?: (event: MessengerEvent) => void | Promise<void>;
    /** Told once when bundles begin to go without one-time prekeys, because too many were given out and not used. */
    readonly onPrekeysExhausted?: () => void;
    /** Called, and waited for, when it has ended and before its store may end. */
    readonly onClosed?: () => Promise<void>;
    /** Told what becomes of each message that is sent. */
    readonly deliveries?: Deliveries;
    /** For the deadlines. */
    readonly timer?: Timer;
    /** Takes files out of mailboxes; none are where absent. */
    readonly files?: FileLetterTaker;
    /** What becomes of the network. */
    readonly network?: NetworkChanges;
}
/** How to wait. */
export interface SendOptions {
    /** Ends the wait; a message that was stored stays queued. */
    readonly signal?: AbortSignal;
}
/** How long to wait for an acknowledgement. */
export interface DeliveryOptions extends SendOptions {
    /**
     * Milliseconds; waits through links that break and a peer that is away. Absent: until the link ends, and
     * `ACKNOWLEDGEMENT_TIMEOUT_MS` at most.
     */
    readonly waitMs?: number;
}
/** What a session is asked for with. */
export interface EstablishOptions extends SendOptions {
    /** Whether a bundle without one-time prekeys of both kinds is refused (`E_DOWNGRADE`). */
    readonly requireOneTime?: boolean;
}
/** A session that was made. */
export interface EstablishedSession {
    /** The transcript hash (th), 32 bytes. */
    readonly session: Bytes;
    /** Whether an X25519 one-time prekey went into it. */
    readonly oneTime: boolean;
    /** Whether a one-time KEM prekey did. */
    readonly oneTimeKem: boolean;
}
