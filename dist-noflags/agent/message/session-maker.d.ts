import type { Did } from '../../identity/did.ts';
import type { DurableSession } from '../../session/durable.ts';
import type { MessageBook } from './message-book.ts';
import type { EstablishedSession, EstablishOptions, MessengerOptions } from './messenger-types.ts';
import type { PeerLinks } from './peer-links.ts';
import { type DueRepair } from './session-repair.ts';
/** What making needs. */
export interface SessionMakerTerms extends Pick<MessengerOptions, 'bundleOf' | 'assertUnchanged' | 'onEvent'> {
    readonly book: MessageBook;
    readonly links: PeerLinks;
}
/** See the module comment. */
export declare class SessionMaker {
    #private;
    constructor(terms: SessionMakerTerms);
    /** As `Messenger.establishSession`. */
    establish(peer: Did, options: EstablishOptions, bundle?: Uint8Array): Promise<EstablishedSession>;
    /** Tells of a session that was made. */
    announce(peer: Did, session: DurableSession): Promise<void>;
    /**
     * Makes the session of a repair that has begun.
     *
     * @returns Whether there is one. What fails here is begun again by what fails to open next.
     */
    repair(peer: Did, due: DueRepair): Promise<boolean>;
}
