/**
 * What happens at a client, told to whoever watches: `client.events()` and `client.on()`. Watching takes nothing away from
 * anybody: messages are taken by `messages()` and channels, approvals answered by `client.approvals`.
 *
 * @module
 */
import { membersOf, type SignalOptions } from '../../base/caller-mistakes.ts';
import { isTalosError, TalosError } from '../../base/errors.ts';
import type { Notice } from '../api/api.ts';
import type { PendingApprovals } from '../api/approval-api.ts';
import type { LogSize } from '../api/audit-api.ts';
import type { Feed, HistoryEntry } from '../api/message-api.ts';
import type { TransferEvent } from '../api/transfer-api.ts';
import { EventFeed, readEvents } from '../event-feed.ts';
import type { ClientContext } from './client-context.ts';

/** Events that are kept for one who does not read; the oldest go first. */
export const MAX_CLIENT_EVENTS = 1024;
/** Readers and listeners at a time. */
export const MAX_EVENT_READERS = 64;

/** What is told, by the type of the event. */
export interface ClientEventMap {
  /** A message that came, or one of one's own, with its state: whenever it is new, or its state another. */
  readonly message: HistoryEntry;
  /** Something that a person may want to read. Text of peers is not escaped. */
  readonly notice: Notice;
  /** The calls that wait for a person: at once, and whenever that changes. */
  readonly approvals: PendingApprovals;
  /** The size of the log: at once, and whenever it has grown. */
  readonly ledger: LogSize;
  /** A transfer of a file: at once what those that are not over are at, and whatever changes. */
  readonly transfer: TransferEvent;
}

/** Type of an event. */
export type ClientEventType = keyof ClientEventMap;

/** All types. */
export const CLIENT_EVENTS: readonly ClientEventType[] = ['message', 'notice', 'approvals', 'ledger', 'transfer'];

/** An event: `type` says what `detail` is. */
export type ClientEvent = {
  [Type in ClientEventType]: {
    readonly type: Type;
    readonly detail: ClientEventMap[Type];
    /** Events before this one that were dropped, because more than 1,024 waited to be read; 0 for one who keeps up. */
    readonly missed: number;
  };
}[ClientEventType];

/** Which events. */
export interface EventOptions extends SignalOptions {
  /** All where absent. */
  readonly types?: readonly ClientEventType[];
}

/** An event that was not read yet. */
type Told = {
  [Type in ClientEventType]: { readonly type: Type; readonly detail: ClientEventMap[Type] };
}[ClientEventType];

/** See the module comment. */
export class ClientEvents {
  readonly #context: ClientContext;
  readonly #feeds = new Set<EventFeed<Told>>();

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /** As `TalosClient.events`. */
  events(options: EventOptions): AsyncGenerator<ClientEvent, void, void> {
    const read = membersOf<EventOptions>(options, 'options', { types: 'texts?', signal: 'signal?' });
    const feed = this.#open(read.types ?? CLIENT_EVENTS);
    return shown(readEvents(feed, read.signal));
  }

  /** As `TalosClient.on`. */
  on<Type extends ClientEventType>(type: Type, listener: (detail: ClientEventMap[Type]) => void): () => void {
    if (typeof listener !== 'function') throw new TypeError('listener must be a function');
    const feed = this.#open([type]);
    void this.#tell(feed, listener as (detail: unknown) => void);
    return () => feed.close();
  }

  async #tell(feed: EventFeed<Told>, listener: (detail: unknown) => void): Promise<void> {
    try {
      for (let next = await feed.next(); next !== undefined; next = await feed.next())
        try {
          listener(next.event.detail);
        } catch (error) {
          uncaught(error);
        }
    } catch (error) {
      uncaught(error);
    }
  }

  #open(types: readonly ClientEventType[]): EventFeed<Told> {
    const { agent, core } = this.#context.parts;
    for (const type of types)
      if (!CLIENT_EVENTS.includes(type)) throw new TypeError(`there are no events "${String(type)}"`);
    if (this.#feeds.size >= MAX_EVENT_READERS)
      throw new TalosError('E_LIMIT', `${MAX_EVENT_READERS} readers of events are there`, {
        hint: 'leave the loop, abort the signal, or call what on() gave, of those that are not needed any longer',
      });
    const ending = new AbortController();
    const feed: EventFeed<Told> = new EventFeed(MAX_CLIENT_EVENTS, () => {
      this.#feeds.delete(feed);
      ending.abort();
      unwatch?.();
    });
    this.#feeds.add(feed);
    const unwatch = types.includes('notice')
      ? core.watch((detail) => feed.take({ type: 'notice', detail }))
      : undefined;
    const { signal } = ending;
    const sources = {
      message: () =>
        pump(
          feed,
          () => agent.messages.follow({}, { signal }),
          (detail) => ({ type: 'message', detail }),
        ),
      notice: () => undefined,
      approvals: () =>
        pump(
          feed,
          () => agent.approvals.follow({ signal }),
          (detail) => ({ type: 'approvals', detail }),
        ),
      ledger: () =>
        pump(
          feed,
          () => agent.audit.follow({ signal }),
          (detail) => ({ type: 'ledger', detail }),
        ),
      transfer: () =>
        pump(
          feed,
          () => agent.transfers.events({}, { signal }),
          (detail) => ({ type: 'transfer', detail }),
        ),
    } as const satisfies Record<ClientEventType, () => Promise<void> | undefined>;
    for (const type of new Set(types)) void sources[type]();
    return feed;
  }

  /** Ends every feed; what is in them can be read still. */
  close(): void {
    for (const feed of this.#feeds) feed.close();
  }
}

/** Tells what a feed of the agent gives, until that is over. It never rejects: its failure is the feed's. */
async function pump<T>(feed: EventFeed<Told>, open: () => Promise<Feed<T>>, event: (value: T) => Told): Promise<void> {
  try {
    const source = await open();
    for (let next = await source.next(); next !== undefined; next = await source.next()) {
      feed.take(event(next));
      await source.take();
    }
    await source.ended;
  } catch (error) {
    // The client ends, and so do its events.
    if (isTalosError(error, 'E_CLOSED')) feed.close();
    else feed.fail(error);
  }
}

async function* shown(
  events: AsyncGenerator<{ readonly event: Told; readonly missed: number }>,
): AsyncGenerator<ClientEvent, void, void> {
  for await (const { event, missed } of events) yield { ...event, missed };
}

/** What a listener throws is an uncaught exception of the process, as with an `EventTarget`. */
function uncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
