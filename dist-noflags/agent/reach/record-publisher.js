/**
 * The own agent record: made in this one place, when there is something new to say and daily, and given to everybody who is
 * to have it: registries, the DHT, contacts. PROTOCOL.md §4.4, §6.7.
 *
 * @module
 */
import { Mutex } from "../../base/lifetime.js";
import { createAgentRecord, MAX_AGENT_RECORD_LIFETIME_MS, MAX_RECORD_ADDRESSES, MAX_RECORD_MAILBOXES, nextRecordSequence, } from "../../identity/agent-record.js";
import { publishable } from "../../net/address-policy.js";
import { namedAddresses } from "./server-book.js";
/** How often a record is made anew while the agent runs, in milliseconds: a day. It lasts for 30. */
export const RECORD_REFRESH_MS = 86_400_000;
/** See the module comment. */
export class RecordPublisher {
    #parts;
    /** One record at a time: each sequence is given out once. */
    #turns = new Mutex();
    #listeners = new Set();
    #announcers = new Set();
    constructor(parts) {
        this.#parts = parts;
    }
    /**
     * Calls `listen` with every record that is made from now on.
     *
     * @returns A function that undoes it.
     */
    onRecord(listen) {
        this.#listeners.add(listen);
        return () => void this.#listeners.delete(listen);
    }
    /**
     * A record that is newer than all before.
     *
     * @param servers - Those whose mailboxes it names; all that are known unless given.
     */
    make(servers = this.#parts.servers.all()) {
        return this.#turns.run(() => this.#make(servers));
    }
    /** The record that was made last, where it still says what is so and is not a day old; a new one otherwise. */
    current() {
        return this.#turns.run(async () => {
            const { core, records, servers } = this.#parts;
            const held = await records.get(core.identity.did);
            if (held === undefined || core.clock.now() - held.issuedAtMs >= RECORD_REFRESH_MS)
                return this.#make(servers.all());
            const { addresses, mailboxes } = this.#fields(servers.all());
            const isSo = sameTexts(held.addresses, addresses) && sameTexts(held.mailboxes, mailboxes);
            const isCertified = held.certificate.sequence === core.identity.sequence;
            return isSo && isCertified ? held : this.#make(servers.all());
        });
    }
    /**
     * To be called when addresses, relays, mailboxes or services may have changed: where they have, there is a new record, and
     * whoever keeps this agent registered announces it.
     */
    async refresh() {
        const { core, records } = this.#parts;
        const before = await records.newest(core.identity.did);
        const { sequence } = await this.current();
        if (sequence !== before)
            for (const announce of this.#announcers)
                announce();
    }
    /**
     * Calls `announce` when {@link RecordPublisher.refresh} found something new to say.
     *
     * @returns A function that undoes it.
     */
    onRefresh(announce) {
        this.#announcers.add(announce);
        return () => void this.#announcers.delete(announce);
    }
    #fields(servers) {
        const { addresses } = this.#parts;
        // As it will be once they are kept: the first server decides how far this agent reaches, before it is given a record.
        const policy = this.#parts.policy(servers);
        const mailboxes = servers
            .filter(({ mailbox }) => mailbox)
            .flatMap((server) => namedAddresses(server).slice(0, 1))
            .filter((address) => policy.mayPublish(address));
        return {
            addresses: publishable(addresses(), policy).slice(0, MAX_RECORD_ADDRESSES),
            mailboxes: mailboxes.slice(0, MAX_RECORD_MAILBOXES),
            services: [],
        };
    }
    async #make(servers) {
        const { core, records } = this.#parts;
        const { identity, clock } = core;
        const nowMs = clock.now();
        const bytes = createAgentRecord(identity.signing, {
            certificate: identity.certificate,
            sequence: nextRecordSequence(await records.newest(identity.did), nowMs),
            issuedAtMs: nowMs,
            expiresAtMs: nowMs + MAX_AGENT_RECORD_LIFETIME_MS,
            ...this.#fields(servers),
        });
        // Remembered first: a sequence that was given out is never given again.
        const record = await records.take(identity.did, bytes);
        for (const listen of this.#listeners)
            listen(record);
        return record;
    }
}
function sameTexts(some, others) {
    return some.length === others.length && some.every((text) => others.includes(text));
}
