/**
 * Messages and contacts over the local socket (PROTOCOL.md §10.3): a command's end of `MessagesApi` and `ContactsApi`,
 * and the owner's end of listening, where one message at a time is on its way.
 *
 *     → {"id":4,"method":"messages.listen","params":{…}}           ← {"id":4,"event":{"open":{…}}}
 *                                                                  ← {"id":4,"event":{"message":{…}}}
 *     → {"id":4,"taken":true}                                      ← {"id":4,"event":{"taken":true}}
 *
 * @module
 */
import type {
  ContactsApi,
  IncomingMessage,
  ListenInfo,
  Listening,
  ListenOptions,
  ListenParams,
  MessagesApi,
} from '../agent/message-api.ts';
import type { JsonObject } from '../codec/json.ts';
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
  ask<Result>(method: string, params?: object, signal?: AbortSignal): Promise<Result>;
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
    listen: (params, options = {}) => listenLocal(requests, params, options),
    history: (params) => requests.ask('messages.history', params),
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
  };
}

async function listenLocal(requests: LocalRequests, params: ListenParams, options: ListenOptions): Promise<Listening> {
  let shown: IncomingMessage | undefined;
  let isOver = false;
  let wake = (): void => {};
  let taken = (): void => {};
  const { id, info, ended, close } = await requests.open<ListenInfo>('messages.listen', params, options, (content) => {
    const { message } = content;
    if (isObject(message)) shown = message as unknown as IncomingMessage;
    else taken();
    wake();
  });
  const over = (): void => {
    isOver = true;
    wake();
  };
  ended.then(over, over);
  return {
    info,
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
}

/** Hands messages over until `listening` is over. `onTaken` is given what to call when the command took one. */
export async function handMessages(
  listening: Listening,
  event: (content: object) => void,
  onTaken: (taken: () => void) => void,
): Promise<void> {
  event({ open: listening.info });
  const over = listening.ended.then(() => false);
  over.catch(() => undefined); // awaited below
  for (;;) {
    const message = await listening.next();
    if (message === undefined) break;
    const taken = new Promise<boolean>((resolve) => {
      onTaken(() => resolve(true));
    });
    event({ message });
    if (!(await Promise.race([taken, over]))) break;
    await listening.take();
    event({ taken: true });
  }
  await listening.ended;
}
