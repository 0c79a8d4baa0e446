import { type Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { ComparedPeer, ContactsApi, NewContact, PeerView } from '../api/message-api.ts';
/** See the module comment. */
export declare class Contacts implements ContactsApi {
    #private;
    /** @param onSettled - Told when messages may go to a peer again. */
    constructor(core: AgentCore, onSettled: (peer: Did) => Promise<void>);
    peers(): Promise<readonly PeerView[]>;
    add({ did: text, alias, addresses }: NewContact): Promise<PeerView>;
    rename({ peer, alias }: {
        readonly peer: string;
        readonly alias: string;
    }): Promise<PeerView>;
    remove(peer: string): Promise<PeerView>;
    fingerprint(text: string): Promise<ComparedPeer>;
    verify({ peer: text, given }: {
        readonly peer: string;
        readonly given: string;
    }): Promise<PeerView>;
    accept({ peer: text, did }: {
        readonly peer: string;
        readonly did: string;
    }): Promise<PeerView>;
}
