/**
 * DIDs, their documents, and where agents say that they are: `client.dids`.
 *
 * @module
 */
import { type SignalOptions } from '../../base/caller-mistakes.ts';
import type { Json } from '../../codec/json.ts';
import { type DidDocument } from '../../identity/did-document.ts';
import type { AnnouncedView, NameView, RecordView } from '../api/identity-api.ts';
import { type ClientContext } from './client-context.ts';
/** Whose record, and from where. */
export interface RecordOptions {
    /** The own one where absent. */
    readonly peer?: string;
    /** Whether it is looked for, at servers and in the DHT, and not only in what is kept here. */
    readonly seek?: boolean;
}
/** For which name. */
export interface DocumentOptions {
    /** The `did:web` at whose place it is to lie; the own `did:key` where absent. */
    readonly web?: string;
}
/** See the module comment. */
export declare class ClientDids {
    #private;
    /** Made by the client. */
    constructor(context: ClientContext);
    /**
     * The document of a DID: `did:key`, `did:web`, and whatever the client was given resolvers for.
     *
     * @throws {TalosError} `E_BAD_DID`; `E_BAD_DOCUMENT`; `E_NOT_FOUND`; `E_UNREACHABLE`; `E_TIMEOUT`; `E_LIMIT`.
     */
    resolve(did: string, options?: SignalOptions): Promise<DidDocument>;
    /** The own DID document, to be given to others. @throws {TalosError} `E_BAD_DID` for a name that is no `did:web`. */
    document(options?: DocumentOptions): Promise<Json>;
    /**
     * The newest signed record of where an agent is.
     *
     * @throws {TalosError} `E_NOT_FOUND` where there is none that has not expired; what naming a peer throws.
     */
    record(options?: RecordOptions): Promise<RecordView>;
    /** The `did:web` names that were used here, and whom they are pinned to. */
    names(): Promise<readonly NameView[]>;
    /** Shows to those who know this agent that it goes on for an earlier identity, after a rotation. What is not reached in 10 s is left. */
    announce(options?: SignalOptions): Promise<AnnouncedView>;
}
