import type { Did } from '../../identity/did.ts';
import type { Host } from '../../net/link.ts';
import type { EpochPlace } from '../../storage/epoch-keys.ts';
import type { Store } from '../../storage/store.ts';
import type { AgentCore } from '../agent-core.ts';
import type { Deliveries } from './deliveries.ts';
import type { FileLetterTaker } from './file-letter.ts';
import { Messenger } from './messenger.ts';
import type { PostOffice } from './post-office.ts';
/** Times in an hour that people are told of messages that do not open, of peers that are no contacts. */
export declare const UNOPENED_NOTICES = 4;
/** What messages need besides the agent's core. */
export interface MessagingParts {
    readonly host: () => Promise<Host>;
    /** For peers that are away. */
    readonly post: PostOffice;
    /** Told what becomes of the messages that are sent. */
    readonly deliveries: Deliveries;
    /** Where the keys of the records lie; in the store where absent. */
    readonly place?: EpochPlace | undefined;
    /** That of the core, as it is to be seen. */
    readonly store: Store;
    /** The tokens to present to a peer that is written to, where it may not know them. */
    readonly present: (peer: Did) => readonly string[] | undefined;
    /** Takes files out of mailboxes. */
    readonly files?: FileLetterTaker | undefined;
}
/**
 * Opens the messenger of `core`, and replaces the keys of its records for as long as that is open.
 *
 * @throws {TalosError} `E_STORAGE…`.
 */
export declare function openMessaging(core: AgentCore, { host, post, deliveries, place, store, present, files }: MessagingParts): Promise<Messenger>;
