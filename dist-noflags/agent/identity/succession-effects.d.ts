/**
 * What comes of a succession of another agent: the alias goes over, it is recorded, people are told. PROTOCOL.md §4.9.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import type { Succession } from '../../identity/succession.ts';
import type { Ledger } from '../../ledger/journal/ledger.ts';
import type { PeerBook } from '../reach/peer-book.ts';
import type { SuccessionBook } from './succession-book.ts';
/** What following needs of an agent. */
export interface Following {
    readonly identity: {
        readonly did: Did;
    };
    readonly peers: PeerBook;
    readonly successions: SuccessionBook;
    readonly ledger: Ledger;
    notice(kind: 'identity', message: string, peer?: Did): void;
}
/** What comes of a step that is known: done again it changes nothing. */
export declare function followStep(core: Following, step: Succession): Promise<void>;
/** Does what a crash kept from being done about successions of others that are in the store. @throws {TalosError} `E_STORAGE…`. */
export declare function reconcileSuccessions(core: Following): Promise<void>;
