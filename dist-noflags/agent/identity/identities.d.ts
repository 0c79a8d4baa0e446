import type { AgentRecord } from '../../identity/agent-record.ts';
import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AnnouncedView, IdentitiesApi, NameView, RecordParams, RecordView } from '../api/identity-api.ts';
import type { Reached } from '../authority/freshness.ts';
import type { Successions } from './successions.ts';
/** What is asked of others. */
export interface IdentitiesParts extends Pick<Successions, 'told'> {
    /** Looks for the newest record of a peer. */
    readonly find: (peer: Did) => Promise<AgentRecord | undefined>;
    /** A channel to an agent, dialled where none is open. */
    readonly reach: (peer: Did, signal: AbortSignal) => Promise<Reached>;
}
/** See the module comment. */
export declare class Identities implements IdentitiesApi {
    #private;
    constructor(core: AgentCore, parts: IdentitiesParts);
    announce(signal?: AbortSignal): Promise<AnnouncedView>;
    record({ peer, isSought }: RecordParams): Promise<RecordView>;
    peer({ peer }: {
        readonly peer: string;
    }): Promise<string>;
    names(): Promise<readonly NameView[]>;
}
