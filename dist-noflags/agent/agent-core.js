/**
 * What both ends of a tunnel share: the identity, its books and its ledger.
 *
 * @module
 */
import { toHex } from "../base/bytes.js";
import { isWebDid } from "../identity/did-web.js";
import { DidResolvers, KEY_RESOLVER } from "../identity/resolver.js";
import { ApprovalBook } from "./authority/approval-book.js";
import { CallAuthority } from "./authority/call-authority.js";
import { GrantBook } from "./authority/grant-book.js";
import { InvitationBook } from "./authority/invitation-book.js";
import { PinBook } from "./authority/pin-book.js";
import { RevocationBook } from "./authority/revocation-book.js";
import { UsageBook } from "./authority/usage-book.js";
import { NameBook } from "./identity/name-book.js";
import { SuccessionBook } from "./identity/succession-book.js";
import { reconcileSuccessions } from "./identity/succession-effects.js";
import { NetworkChanges } from "./reach/network-changes.js";
import { PeerBook } from "./reach/peer-book.js";
import { DenialLog } from "./record/denials.js";
import { DueEntries } from "./record/due-entries.js";
import { EntryBatch } from "./record/entry-batch.js";
import { SaltBook } from "./record/salt-book.js";
import { WatchedLedger } from "./record/watched-ledger.js";
import { WitnessBook } from "./record/witness-book.js";
function tell(failed, error) {
    if (failed.error !== undefined)
        return;
    failed.error = error;
    const listeners = [...failed.listeners];
    failed.listeners.clear();
    for (const listen of listeners)
        listen(error);
}
const resolveKey = (did, signal) => new DidResolvers([KEY_RESOLVER]).resolve(did, signal);
/** See the module comment. */
export class AgentCore {
    identity;
    store;
    ledger;
    clock;
    durability;
    onNotice;
    /** Resolves DIDs of whatever method is known. */
    resolveDid;
    authority;
    denials;
    salts;
    /** Entries of messages that are not on record yet. */
    due;
    grants;
    invitations;
    /** The lists of what it, and others, took back. */
    revocations;
    peers;
    /** What `did:web` names were used, and whom they are pinned to. */
    names;
    /** Which definitions of the tools that it lends are approved. */
    pins;
    /** What it has seen of its peers' ledgers. */
    seen;
    /** Who goes on in the place of whom. */
    successions;
    /** What was used of the capabilities under which it serves. */
    usage;
    /** Calls of peers that wait for a person. */
    approvals;
    /** What becomes of the network. */
    network = new NetworkChanges();
    /** Asks who was found in the place of a contact whether it goes on for it: see `Successions.ask`. Nobody is where absent. */
    askLine;
    #failed;
    #entries;
    #defer;
    #watchers = new Set();
    constructor(parts, books, failed) {
        const { identity, store, ledger, clock } = parts;
        const { authority, due, grants, names, peers, pins, revocations, seen, successions, usage } = books;
        this.#failed = failed;
        this.#entries = new EntryBatch(ledger);
        this.#defer = parts.defer ?? queueMicrotask;
        this.identity = identity;
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.durability = parts.durability;
        this.onNotice = parts.onNotice;
        this.resolveDid = parts.resolveDid ?? resolveKey;
        this.authority = authority;
        this.due = due;
        this.grants = grants;
        this.revocations = revocations;
        this.peers = peers;
        this.names = names;
        this.pins = pins;
        this.seen = seen;
        this.successions = successions;
        successions.watch(() => revocations.revocations.succeeded());
        this.usage = usage;
        ledger.watch(() => usage.keepIfDue());
        this.onFailure((error) => usage.fail(error));
        this.approvals = new ApprovalBook({ store, ledger, clock, aliasOf: (peer) => peers.get(peer)?.alias ?? '' });
        this.denials = new DenialLog((body) => void ledger.append(body), clock, (peer) => this.isKnown(peer));
        this.salts = new SaltBook(store, () => this.notice('tool', 'salts of commitments could not be written'));
        this.invitations = new InvitationBook({ self: identity.did, store, ledger, grants, clock, authority });
    }
    /**
     * Reads the books, and records what a crash kept out of the ledger: grants, redemptions, revocations, messages and
     * evidence are in the store before they are.
     *
     * @throws {TalosError} `E_STORAGE…`.
     */
    static async open(given) {
        const failed = { error: undefined, listeners: new Set() };
        const ledger = new WatchedLedger(given.ledger, (error) => tell(failed, error));
        const parts = { ...given, ledger };
        const { identity, store, clock } = parts;
        const now = () => Math.max(clock.now(), ledger.highestTimeMs);
        const line = await SuccessionBook.open(store, clock);
        const revocations = await RevocationBook.open({ identity, store, ledger, now, line });
        const issued = (id) => grants.get(id)?.direction === 'issued';
        const highest = () => ledger.highestTimeMs;
        const known = { line, issued };
        const authority = new CallAuthority(identity.did, clock, highest, revocations.revocations, known);
        const grants = await GrantBook.open({ identity, store, ledger, authority, clock, line });
        const peers = await PeerBook.open(store);
        const names = await NameBook.open({
            store,
            clock,
            resolve: given.resolveDid ?? resolveKey,
            current: (did) => line.current(did),
            onPinned: (name, agent) => core.notice('identity', `${name} is pinned`, agent),
        });
        const pins = await PinBook.open(store, ledger);
        const due = await DueEntries.open(store, ledger);
        const seen = await WitnessBook.open(store);
        const usage = await UsageBook.open(store, ledger, () => given.onNotice({
            kind: 'tool',
            message: 'what was used of capabilities could not be kept; the next start takes longer',
        }));
        const core = new AgentCore(parts, { authority, due, grants, names, peers, pins, revocations, seen, successions: line, usage }, failed);
        await grants.reconcile();
        await revocations.reconcile();
        await core.invitations.reconcile();
        await seen.reconcile(ledger);
        await core.approvals.reconcile();
        await reconcileSuccessions(core);
        return core;
    }
    /** Why nothing can be recorded any more, so that nothing may be done: the storage under the ledger failed. */
    get failure() {
        return this.#failed.error;
    }
    /** Calls `listen` when {@link failure} comes, once; at once where it has. @returns A function that undoes it. */
    onFailure(listen) {
        const { error, listeners } = this.#failed;
        if (error === undefined)
            listeners.add(listen);
        else
            listen(error);
        return () => void listeners.delete(listen);
    }
    /** Tells people something. */
    notice(kind, message, peer) {
        const notice = peer === undefined ? { kind, message } : { kind, message, peer };
        this.onNotice(notice);
        for (const watcher of this.#watchers)
            watcher(notice);
    }
    /** Calls `watcher` with every notice from now on. @returns A function that undoes it. */
    watch(watcher) {
        this.#watchers.add(watcher);
        return () => void this.#watchers.delete(watcher);
    }
    /**
     * The DID that a person means, who may name a `did:web`: that is looked up.
     *
     * @throws {TalosError} what `PeerBook.resolve` and `NameBook.resolve` throw.
     */
    async peer(text, signal) {
        return isWebDid(text) ? this.names.resolve(text, signal) : this.peers.resolve(text);
    }
    /** As {@link peer}, of those that are known: nobody is asked. */
    known(text) {
        return isWebDid(text) ? this.names.pinned(text) : this.peers.resolve(text);
    }
    /** Whether this agent has dealt with `peer`: it was dialled, has redeemed an invitation, or was granted something. */
    isKnown(peer) {
        return this.peers.get(peer) !== undefined || this.grants.hasIssuedTo(peer);
    }
    /**
     * Records that a live session began, and remembers the peer's certificate. Not for strangers: whoever finds the port
     * can begin sessions under as many names as it likes, and each entry would stay for ever.
     */
    async sessionBegan(channel) {
        const { peer, session, role, peerSequence } = channel;
        this.ledger.append({ type: 'session', peer, session: toHex(session), role, kind: 'live', oneTime: false });
        await this.peers.note(peer, { sequence: peerSequence });
    }
    /** What the records of a tunnel on `channel` under the token `token` are about. */
    recordsOf(channel, service, token) {
        const { identity, ledger, salts, clock, durability } = this;
        const { did: self, signing } = identity;
        const session = toHex(channel.session);
        const { peer } = channel;
        const [entries, defer] = [this.#entries, this.#defer];
        return { self, signing, peer, service, token, session, ledger, entries, salts, clock, durability, defer };
    }
}
