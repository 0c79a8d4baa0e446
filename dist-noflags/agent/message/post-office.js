import { isTalosError, TalosError } from "../../base/errors.js";
import { didOfKey, keyOfDid } from "../../identity/did.js";
import { MailboxClient } from "../../mailbox/client.js";
import { sealDeposit } from "../../message/deposit.js";
import { parseAddress } from "../../net/address.js";
import { parsePeerId } from "../../net/peer-id.js";
import { systemTimer } from "../../net/timer.js";
import { RegistryClient } from "../../registry/client.js";
import { verifyBundle } from "../../session/prekeys.js";
import { VeiledClients } from "../client/veiled-clients.js";
import { RecordFinder } from "../reach/record-finder.js";
import { namedAddresses } from "../reach/server-book.js";
import { firstAnswer } from "../staggered.js";
/** Head start of the own registries over those beside the mailboxes of a peer, in milliseconds. */
const BESIDE_AFTER_MS = 1000;
/** See the module comment. */
export class PostOffice {
    #parts;
    #registries;
    #mailboxes;
    finder;
    constructor(parts) {
        this.#parts = parts;
        const { host, timer = systemTimer, clock, records, policy, sources, onLie = () => { } } = parts;
        const terms = { host, timer };
        this.#registries = new VeiledClients({ ...terms, purpose: 'registry', client: (link) => new RegistryClient(link) });
        this.#mailboxes = new VeiledClients({ ...terms, purpose: 'mailbox', client: (link) => new MailboxClient(link) });
        this.finder = new RecordFinder({
            clock,
            timer,
            records,
            policy,
            onLie,
            sources: async (peer) => [...(await this.#registriesFor(peer)), ...((await sources?.()) ?? [])],
        });
    }
    /** As {@link RecordFinder.find}. */
    find(peer, signal) {
        return this.finder.find(peer, signal);
    }
    /** The own registries, those that the peer has named, and those beside its mailboxes. */
    async #registriesFor(peer) {
        const own = this.#own();
        const beside = await this.#beside(peer);
        const sourceOf = (target, afterMs) => ({
            name: `the registry ${nameOf(target)}`,
            ...(afterMs === undefined ? {} : { afterMs }),
            find: async (did, signal) => {
                const bytes = await this.#registries.use({ peer: did, target }, (registry) => registry.lookup(did), signal);
                return bytes === undefined ? [] : [bytes];
            },
        });
        return [
            ...own.map((target) => sourceOf(target)),
            ...distinct([...own, ...beside])
                .filter((target) => own.every((each) => nameOf(each) !== nameOf(target)))
                .map((target) => sourceOf(target, own.length === 0 ? undefined : BESIDE_AFTER_MS)),
        ];
    }
    #own() {
        return this.#parts.servers
            .all()
            .map((server) => ({ peerKey: keyOfDid(server.did), addresses: namedAddresses(server) }));
    }
    async #beside(peer) {
        const hints = (this.#parts.hints?.(peer) ?? []).map(serverOf);
        return distinct([...hints, ...mailboxesOf(await this.#parts.records.get(peer), this.#parts.policy)]);
    }
    /**
     * A prekey bundle of `peer`, as its signature says. Whether it is one that was seen before is for the caller to know.
     *
     * @throws {TalosError} `E_UNREACHABLE` where no registry has one; the reason of `signal`, where that aborts.
     */
    async bundleOf(peer, signal) {
        signal?.throwIfAborted();
        const expected = { did: peer, nowMs: this.#parts.clock.now() };
        const bundle = await this.#askRegistries(peer, signal, async (registry, over) => {
            const bytes = await registry.takeBundle(peer, over);
            if (bytes !== undefined)
                verifyBundle(bytes, expected);
            return bytes;
        });
        if (bundle === undefined)
            throw new TalosError('E_UNREACHABLE', 'no registry that is known here has a prekey bundle of the peer');
        return bundle;
    }
    /** What the first registry that has it says: the own ones, then those beside the peer's mailboxes; none waits long for another. */
    async #askRegistries(peer, signal, ask) {
        const targets = distinct([...this.#own(), ...(await this.#beside(peer))]);
        // Who is left over when one has answered is asked no more.
        const over = new AbortController();
        const signals = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
        const asks = targets.map((target) => async () => {
            try {
                return await this.#registries.use({ peer, target }, (registry) => ask(registry, signals), signals);
            }
            catch (error) {
                signal?.throwIfAborted();
                // One that does not answer, or lies: another may know.
                if (over.signal.aborted || (isTalosError(error) && !error.code.startsWith('E_STORAGE')))
                    return undefined;
                throw error;
            }
        });
        try {
            return await firstAnswer(asks, this.#parts.timer ?? systemTimer);
        }
        finally {
            over.abort();
        }
    }
    /** Whether a mailbox of `peer` is known, or found now. @throws {TalosError} as {@link PostOffice.find}. */
    async hasMailbox(peer, signal) {
        const { records, policy } = this.#parts;
        const known = mailboxesOf(await records.get(peer), policy);
        return known.length > 0 || mailboxesOf(await this.find(peer, signal), policy).length > 0;
    }
    /**
     * Puts an envelope into a mailbox of `peer`, with the own record, so that the peer can answer the same way. It is
     * durable there when the promise resolves.
     *
     * @throws {TalosError} `E_UNREACHABLE` where no mailbox of the peer is known; otherwise what the last one said:
     *   `E_NOT_FOUND`, `E_RATE_LIMITED` where it is full, `E_TIMEOUT` and others of the link.
     */
    async deposit(peer, envelope, signal) {
        signal?.throwIfAborted();
        const { records } = this.#parts;
        const record = (await records.get(peer)) ?? (await this.find(peer, signal));
        if (record === undefined)
            throw noMailbox();
        const failure = await this.#put(record, envelope, signal);
        if (failure === undefined)
            return;
        // The record may be an old one. It was looked for lately, or is now.
        const newest = await this.find(peer, signal);
        if (newest === undefined || newest.sequence <= record.sequence)
            throw failure;
        const again = await this.#put(newest, envelope, signal);
        if (again !== undefined)
            throw again;
    }
    /** Puts an envelope into the first mailbox of `record` that takes it; gives why, where none does. */
    async #put(record, envelope, signal) {
        const { records, self, policy } = this.#parts;
        const peer = record.did;
        let failure = noMailbox();
        const recipient = { did: peer, agreementKey: record.certificate.agreementKey };
        const own = (await records.get(self))?.bytes;
        const sealed = sealDeposit(recipient, { envelope, record: own });
        for (const target of mailboxesOf(record, policy))
            try {
                await this.#mailboxes.use({ peer, target }, (mailbox) => mailbox.deposit(peer, sealed, signal), signal);
                return undefined;
            }
            catch (error) {
                signal?.throwIfAborted();
                if (!isTalosError(error))
                    throw error;
                failure = error;
            }
        return failure;
    }
    async [Symbol.asyncDispose]() {
        this.finder.close();
        await Promise.all([this.#registries[Symbol.asyncDispose](), this.#mailboxes[Symbol.asyncDispose]()]);
    }
}
function noMailbox() {
    return new TalosError('E_UNREACHABLE', 'the peer is away, and no mailbox of it is known');
}
/** The server at a place that was checked when it was noted. */
function serverOf(text) {
    return { peerKey: parsePeerId(parseAddress(text).peerId ?? ''), addresses: [text] };
}
/** The mailboxes that a record names, as far as they may be dialled: one a key. */
function mailboxesOf(record, policy) {
    const mayDial = (address) => policy.mayDial(address);
    const byKey = new Map();
    for (const text of record?.mailboxes ?? [])
        try {
            const { peerId = '' } = parseAddress(text);
            parsePeerId(peerId);
            if (!mayDial(text))
                continue;
            byKey.set(peerId, [...(byKey.get(peerId) ?? []), text]);
        }
        catch (error) {
            // The peer may say what it likes of itself.
            if (!isTalosError(error))
                throw error;
        }
    return [...byKey].map(([peerId, addresses]) => ({ peerKey: parsePeerId(peerId), addresses, mayDial }));
}
const nameOf = ({ peerKey }) => didOfKey(peerKey);
/** One a key: what is known here of where it is comes before what a peer says. */
function distinct(targets) {
    return [...new Map(targets.toReversed().map((target) => [nameOf(target), target])).values()].toReversed();
}
