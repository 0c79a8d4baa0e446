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
import type {
  ContactsApi,
  Feed,
  HistoryEntry,
  IncomingMessage,
  ListenInfo,
  ListenOptions,
  MessagesApi,
  SenderRequest,
} from '../../agent/api/message-api.ts';
import type { ReportsApi } from '../../agent/api/report-api.ts';
import type { ServersApi } from '../../agent/api/server-api.ts';
import type { WitnessApi } from '../../agent/api/witness-api.ts';
import type { JsonObject } from '../../codec/json.ts';
import { isObject } from './local-wire.ts';

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
  ask<Result>(
    method: string,
    params?: object,
    signal?: AbortSignal,
    event?: (content: JsonObject) => void,
  ): Promise<Result>;
  open<Info>(
    method: string,
    params: object,
    options: ListenOptions,
    event: (content: JsonObject) => void,
  ): Promise<LocalOpened<Info>>;
  /** Says more about a request that is open. */
  tell(id: number, message: object): void;
}

/** The messages of another process's agent. */
export function localMessages(requests: LocalRequests): MessagesApi {
  return {
    send: (params, signal) => requests.ask('messages.send', params, signal),
    delivery: (params, signal) => requests.ask('messages.delivery', params, signal),
    listen: async (params, options = {}) => {
      const { info, feed } = await openFeed<ListenInfo, IncomingMessage>(requests, 'messages.listen', params, options);
      return { info, ...feed };
    },
    history: (params) => requests.ask('messages.history', params),
    follow: async (params, options = {}) => {
      const { feed } = await openFeed<object, HistoryEntry>(requests, 'messages.follow', params, options);
      return feed;
    },
    sessions: () => requests.ask('messages.sessions'),
    resetSession: (peer) => requests.ask('messages.resetSession', { peer }),
    openSession: (params) => requests.ask('messages.openSession', params),
    seal: (params) => requests.ask('messages.seal', params),
    open: (sealed) => requests.ask('messages.open', sealed),
    bundle: () => requests.ask('messages.bundle'),
    rotatePrekeys: () => requests.ask('messages.rotatePrekeys'),
  };
}

/** The contacts of another process's agent. */
export function localContacts(requests: LocalRequests): ContactsApi {
  return {
    peers: () => requests.ask('contacts.peers'),
    add: (params) => requests.ask('contacts.add', params),
    rename: (params) => requests.ask('contacts.rename', params),
    remove: (peer) => requests.ask('contacts.remove', { peer }),
    fingerprint: (peer) => requests.ask('contacts.fingerprint', { peer }),
    verify: (params) => requests.ask('contacts.verify', params),
    accept: (params) => requests.ask('contacts.accept', params),
  };
}

/** The chain of another process's agent. */
export function localBlocks(requests: LocalRequests): BlocksApi {
  return {
    summary: (params = {}) => requests.ask('blocks.summary', params),
    range: (params) => requests.ask('blocks.range', params),
    find: (at) => requests.ask('blocks.find', { at }),
  };
}

/** The witnesses of another process's agent. */
export function localWitness(requests: LocalRequests): WitnessApi {
  return {
    list: () => requests.ask('witness.list'),
    add: (params) => requests.ask('witness.add', params),
    remove: (params) => requests.ask('witness.remove', params),
    ask: (signal) => requests.ask('witness.ask', {}, signal),
    root: () => requests.ask('witness.root'),
    peers: () => requests.ask('witness.peers'),
    evidence: (params) => requests.ask('witness.evidence', params),
    clear: (params) => requests.ask('witness.clear', params),
  };
}

/** The servers of another process's agent. */
export function localServers(requests: LocalRequests): ServersApi {
  return {
    list: () => requests.ask('servers.list'),
    register: (params, signal) => requests.ask('servers.register', params, signal),
    peers: (params, signal) => requests.ask('servers.peers', params, signal),
  };
}

/** The anchors of another process's agent. */
export function localAnchors(requests: LocalRequests): AnchorsApi {
  return {
    sources: () => requests.ask('anchors.sources'),
    add: (source) => requests.ask('anchors.add', source),
    remove: (id) => requests.ask('anchors.remove', { id }),
    list: () => requests.ask('anchors.list'),
    from: (least) => requests.ask('anchors.from', { least }),
    now: (signal) => requests.ask('anchors.now', {}, signal),
    verify: () => requests.ask('anchors.verify'),
  };
}

/** The access-control lists of another process's agent. */
export function localAcl(requests: LocalRequests): AclApi {
  return { check: (question) => requests.ask('acl.check', question), lists: () => requests.ask('acl.lists') };
}

/** Reports of another process's agent. */
export function localReports(requests: LocalRequests): ReportsApi {
  return { make: (params, signal) => requests.ask('reports.make', params, signal) };
}

/** Opens what gives one thing after the other, each when the one before was taken. */
export async function openFeed<Info, T>(
  requests: LocalRequests,
  method: string,
  params: object,
  options: ListenOptions,
): Promise<{ readonly info: Info; readonly feed: Feed<T> }> {
  let shown: T | undefined;
  let isOver = false;
  let wake = (): void => {};
  let taken = (): void => {};
  const opening = requests.open<Info>(method, params, options, (content) => {
    const { message, request } = content;
    if (isObject(request)) void answer(request as unknown as SenderRequest);
    else if (isObject(message)) shown = message as unknown as T;
    else taken();
    wake();
  });
  const answer = async (sender: SenderRequest): Promise<void> => {
    // Who cannot answer says no; why is for the one who asked the person.
    const isYes = await (options.ask?.(sender) ?? Promise.resolve(false)).catch(() => false);
    requests.tell((await opening).id, { answer: isYes });
  };
  const { id, info, ended, close } = await opening;
  const over = (): void => {
    isOver = true;
    wake();
  };
  ended.then(over, over);
  const feed: Feed<T> = {
    ended,
    close,
    async next() {
      while (shown === undefined && !isOver)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return isOver ? undefined : shown;
    },
    async take() {
      const done = new Promise<void>((resolve) => {
        taken = resolve;
      });
      shown = undefined;
      requests.tell(id, { taken: true });
      await Promise.race([done, ended]);
    },
  };
  return { info, feed };
}

/** Hands over what `feed` gives until it is over. `onTaken` is given what to call when the command took one. */
export async function handOver(
  feed: Feed<object>,
  info: object,
  event: (content: object) => void,
  onTaken: (taken: () => void) => void,
): Promise<void> {
  event({ open: info });
  const over = feed.ended.then(() => false);
  over.catch(() => undefined); // awaited below
  for (;;) {
    const message = await feed.next();
    if (message === undefined) break;
    const taken = new Promise<boolean>((resolve) => {
      onTaken(() => resolve(true));
    });
    event({ message });
    if (!(await Promise.race([taken, over]))) break;
    await feed.take();
    event({ taken: true });
  }
  await feed.ended;
}
