/**
 * What happens at a client, told to whoever watches: `client.events()` and `client.on()`. Watching takes nothing away from
 * anybody: messages are taken by `messages()` and channels, approvals answered by `client.approvals`.
 *
 * @module
 */
import { membersOf } from "../../base/caller-mistakes.js";
import { isTalosError, TalosError } from "../../base/errors.js";
import { EventFeed, readEvents } from "../event-feed.js";
/** Events that are kept for one who does not read; the oldest go first. */
export const MAX_CLIENT_EVENTS = 1024;
/** Readers and listeners at a time. */
export const MAX_EVENT_READERS = 64;
/** All types. */
export const CLIENT_EVENTS = ['message', 'notice', 'approvals', 'ledger', 'transfer'];
/** See the module comment. */
export class ClientEvents {
    #context;
    #feeds = new Set();
    constructor(context) {
        this.#context = context;
    }
    /** As `TalosClient.events`. */
    events(options) {
        const read = membersOf(options, 'options', { types: 'texts?', signal: 'signal?' });
        const feed = this.#open(read.types ?? CLIENT_EVENTS);
        return shown(readEvents(feed, read.signal));
    }
    /** As `TalosClient.on`. */
    on(type, listener) {
        if (typeof listener !== 'function')
            throw new TypeError('listener must be a function');
        const feed = this.#open([type]);
        void this.#tell(feed, listener);
        return () => feed.close();
    }
    async #tell(feed, listener) {
        try {
            for (let next = await feed.next(); next !== undefined; next = await feed.next())
                try {
                    listener(next.event.detail);
                }
                catch (error) {
                    uncaught(error);
                }
        }
        catch (error) {
            uncaught(error);
        }
    }
    #open(types) {
        const { agent, core } = this.#context.parts;
        for (const type of types)
            if (!CLIENT_EVENTS.includes(type))
                throw new TypeError(`there are no events "${String(type)}"`);
        if (this.#feeds.size >= MAX_EVENT_READERS)
            throw new TalosError('E_LIMIT', `${MAX_EVENT_READERS} readers of events are there`, {
                hint: 'leave the loop, abort the signal, or call what on() gave, of those that are not needed any longer',
            });
        const ending = new AbortController();
        const feed = new EventFeed(MAX_CLIENT_EVENTS, () => {
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
            message: () => pump(feed, () => agent.messages.follow({}, { signal }), (detail) => ({ type: 'message', detail })),
            notice: () => undefined,
            approvals: () => pump(feed, () => agent.approvals.follow({ signal }), (detail) => ({ type: 'approvals', detail })),
            ledger: () => pump(feed, () => agent.audit.follow({ signal }), (detail) => ({ type: 'ledger', detail })),
            transfer: () => pump(feed, () => agent.transfers.events({}, { signal }), (detail) => ({ type: 'transfer', detail })),
        };
        for (const type of new Set(types))
            void sources[type]();
        return feed;
    }
    /** Ends every feed; what is in them can be read still. */
    close() {
        for (const feed of this.#feeds)
            feed.close();
    }
}
/** Tells what a feed of the agent gives, until that is over. It never rejects: its failure is the feed's. */
async function pump(feed, open, event) {
    try {
        const source = await open();
        for (let next = await source.next(); next !== undefined; next = await source.next()) {
            feed.take(event(next));
            await source.take();
        }
        await source.ended;
    }
    catch (error) {
        // The client ends, and so do its events.
        if (isTalosError(error, 'E_CLOSED'))
            feed.close();
        else
            feed.fail(error);
    }
}
async function* shown(events) {
    for await (const { event, missed } of events)
        yield { ...event, missed };
}
/** What a listener throws is an uncaught exception of the process, as with an `EventTarget`. */
function uncaught(error) {
    queueMicrotask(() => {
        throw error;
    });
}
