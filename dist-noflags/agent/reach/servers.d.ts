import type { PeerListView, RegisterParams, RegistrationView, ServersApi, ServerView } from '../api/server-api.ts';
import type { Mail } from '../message/mail.ts';
/** See the module comment. */
export declare class Servers implements ServersApi {
    #private;
    /** @param mail - Opened when first needed; not owned. */
    constructor(mail: () => Promise<Mail>);
    list(): Promise<readonly ServerView[]>;
    register(params: RegisterParams, signal?: AbortSignal): Promise<readonly RegistrationView[]>;
    peers(params: {
        readonly address: string;
        readonly limit: number;
    }, signal?: AbortSignal): Promise<PeerListView>;
}
