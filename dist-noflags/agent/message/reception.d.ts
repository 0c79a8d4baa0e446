/**
 * Takes the envelopes of peers, however they came: opens and stores them, tells of them, and begins a repair where one
 * does not open that should. PROTOCOL.md §5.6, §5.8.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import { TalosError } from '../../base/errors.ts';
import type { Did } from '../../identity/did.ts';
import type { Link } from '../../net/link.ts';
import type { Way } from '../../session/repair.ts';
import type { MessageBook } from './message-book.ts';
import { type MessengerEvent } from './messenger-event.ts';
import { type DueRepair } from './session-repair.ts';
/** Envelopes of one link that may fail to open before it is closed: an honest peer's never do, but for one chain. */
export declare const MAX_FAILED_ENVELOPES = 32;
/** Envelopes of one link that are dropped unopened, because one of their chain did not open, before it is closed. */
export declare const MAX_DROPPED_ENVELOPES = 2000;
/** What taking needs of who uses it. */
export interface ReceptionTerms {
    readonly book: MessageBook;
    readonly onEvent: (event: MessengerEvent) => Promise<void>;
    /** A message of ours was acknowledged, for the first time or again. */
    readonly onAcknowledged: (peer: Did, id: Bytes, isFirst: boolean) => void;
    /** A message is in the inbox. */
    readonly onMessage: (peer: Did) => void;
    /** A repair has begun, and needs the peer's bundle. */
    readonly onDue: (peer: Did, due: DueRepair) => void;
    /** The peer has repaired: what waits for it is to go out again. */
    readonly onRepaired: (peer: Did) => void;
    /** Whether the peer is a contact. */
    readonly isKnown: (peer: Did) => boolean;
    /** Waits until a message was taken out of the inbox; `false` where none is in time, or the link has ended. */
    readonly untilFreed: (link: Link) => Promise<boolean>;
}
/** What became of an envelope that came another way than over a link. */
export interface Taken {
    /** What it brings is stored: its id, which is to be acknowledged. */
    readonly stored?: Bytes;
    /** Why nothing was stored. `E_LIMIT`: there is no room now. Anything else stays so. */
    readonly failure?: TalosError;
}
/** See the module comment. */
export declare class Reception {
    #private;
    constructor(terms: ReceptionTerms);
    /**
     * Takes an envelope of a link; resolves when the next may be taken. What answers it is sent when it is stored, in the
     * order of the envelopes: while one is being stored the next are opened, so that many share a commit.
     *
     * While there is no room in the inbox the link waits, and so do those that come after it on the link: nothing is passed
     * over.
     *
     * @throws {TalosError} after {@link MAX_FAILED_ENVELOPES} or {@link MAX_DROPPED_ENVELOPES}, and where there was no room
     *   for long: the link is to end.
     */
    takeFrom(peer: Did, link: Link, envelope: Bytes, reply: (envelope: Bytes) => void): Promise<void>;
    /** Resolves when what has opened of a link is stored and answered. */
    settled(link: Link): Promise<void>;
    /**
     * Takes an envelope; resolves when what it brings is stored.
     *
     * @throws {TalosError} where the store or the ledger fails.
     */
    take(peer: Did, envelope: Bytes, way: Way): Promise<Taken>;
}
