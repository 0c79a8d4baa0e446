/**
 * Messages and contacts over the local socket (PROTOCOL.md §10.3): a command's end of `MessagesApi` and `ContactsApi`,
 * and the owner's end of what gives messages, where one at a time is on its way.
 *
 *     → {"id":4,"method":"messages.listen","params":{…}}           ← {"id":4,"event":{"open":{…}}}
 *                                                                  ← {"id":4,"event":{"message":{…}}}
 *     → {"id":4,"taken":true}                                      ← {"id":4,"event":{"taken":true}}
 *                                                                  ← {"id":4,"event":{"request":{"from":…,"address":…}}}
 *     → {"id":4,"answer":false}
 *
 * @module
 */
import type { AclApi } from '../../agent/api/access-api.ts';
import type { AnchorsApi } from '../../agent/api/anchor-api.ts';
import type { BlocksApi } from '../../agent/api/block-api.ts';
import type { ContactsApi, Feed, ListenOptions, MessagesApi } from '../../agent/api/message-api.ts';
import type { ReportsApi } from '../../agent/api/report-api.ts';
import type { ServersApi } from '../../agent/api/server-api.ts';
import type { WitnessApi } from '../../agent/api/witness-api.ts';
import type { JsonObject } from '../../codec/json.ts';
/** What lasts, as a command opened it. */
export interface LocalOpened<Info> {
    readonly id: number;
    readonly info: Info;
    readonly ended: Promise<void>;
    readonly close: () => Promise<void>;
}
/** The requests of a connection. */
export interface LocalRequests {
    /** @param event - Takes what is said before the result. */
    ask<Result>(method: string, params?: object, signal?: AbortSignal, event?: (content: JsonObject) => void): Promise<Result>;
    open<Info>(method: string, params: object, options: ListenOptions, event: (content: JsonObject) => void): Promise<LocalOpened<Info>>;
    /** Says more about a request that is open. */
    tell(id: number, message: object): void;
}
/** The messages of another process's agent. */
export declare function localMessages(requests: LocalRequests): MessagesApi;
/** The contacts of another process's agent. */
export declare function localContacts(requests: LocalRequests): ContactsApi;
/** The chain of another process's agent. */
export declare function localBlocks(requests: LocalRequests): BlocksApi;
/** The witnesses of another process's agent. */
export declare function localWitness(requests: LocalRequests): WitnessApi;
/** The servers of another process's agent. */
export declare function localServers(requests: LocalRequests): ServersApi;
/** The anchors of another process's agent. */
export declare function localAnchors(requests: LocalRequests): AnchorsApi;
/** The access-control lists of another process's agent. */
export declare function localAcl(requests: LocalRequests): AclApi;
/** Reports of another process's agent. */
export declare function localReports(requests: LocalRequests): ReportsApi;
/** Opens what gives one thing after the other, each when the one before was taken. */
export declare function openFeed<Info, T>(requests: LocalRequests, method: string, params: object, options: ListenOptions): Promise<{
    readonly info: Info;
    readonly feed: Feed<T>;
}>;
/** Hands over what `feed` gives until it is over. `onTaken` is given what to call when the command took one. */
export declare function handOver(feed: Feed<object>, info: object, event: (content: object) => void, onTaken: (taken: () => void) => void): Promise<void>;
