/**
 * The messages of a running agent: a messenger over its network, recorded in its ledger.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { isTalosError } from "../../base/errors.js";
import { RateCounter } from "../../base/rate-counter.js";
import { formatMessageId } from "../../message/message-id.js";
import { FRAME_TYPES } from "../../net/frame.js";
import { currentStore } from "../../storage/current-store.js";
import { openRecordSealer } from "../../storage/sealed.js";
import { assertUnchanged } from "../identity/identity-change.js";
import { dialPeer } from "../reach/peer-dial.js";
import { EpochRotation } from "./epoch-rotation.js";
import { presentation } from "./message-grants.js";
import { Messenger } from "./messenger.js";
import { repairWords } from "./repair-words.js";
/** Times in an hour that people are told of messages that do not open, of peers that are no contacts. */
export const UNOPENED_NOTICES = 4;
/** Times in an hour that people are told that a peer takes nothing of this agent. */
const REFUSED_NOTICES = 1;
/** That hour, in milliseconds. */
const UNOPENED_WINDOW_MS = 3_600_000;
const UNOPENED = 'a message did not open: it came under a session that is not here any more, of a peer that is no contact; ' +
    'it comes again if the peer begins a new session, which talos contacts add lets this agent ask for';
/**
 * Opens the messenger of `core`, and replaces the keys of its records for as long as that is open.
 *
 * @throws {TalosError} `E_STORAGE…`.
 */
export async function openMessaging(core, { host, post, deliveries, place, store, present, files }) {
    const { identity, clock, peers } = core;
    const options = { nowMs: clock.now(), ...(place === undefined ? {} : { place }) };
    const records = await openRecordSealer(store, identity.atRestSecret(), options);
    const dial = { host, search: async (peer, signal) => post.finder.search(peer, signal) };
    const told = new RateCounter(UNOPENED_NOTICES, UNOPENED_WINDOW_MS, clock);
    const refusals = new RateCounter(REFUSED_NOTICES, UNOPENED_WINDOW_MS, clock);
    const messenger = await Messenger.open({
        identity,
        store: currentStore(store, records),
        records,
        clock,
        connect: async (peer) => {
            const link = await dialPeer(core, dial, 'message', peer);
            const chain = present(peer);
            if (chain !== undefined)
                link.send(FRAME_TYPES.handshake, presentation({ from: identity.did, to: peer }, chain));
            void link.closed.then((reason) => tellDenied(core, peer, reason, refusals));
            return link;
        },
        bundleOf: async (peer) => {
            assertUnchanged(peers.get(peer));
            return post.bundleOf(peer);
        },
        deposit: async (peer, envelope) => {
            assertUnchanged(peers.get(peer));
            return post.deposit(peer, envelope);
        },
        assertUnchanged: (peer) => assertUnchanged(peers.get(peer)),
        isContact: (peer) => (peers.get(peer)?.alias ?? '') !== '',
        isStranger: (peer) => !core.isKnown(peer),
        onDealing: (peer) => noteDealing(core, peer),
        hasAddress: (peer) => (peers.get(peer)?.addresses.length ?? 0) > 0 || post.finder.isFound(peer),
        keep: (event) => core.due.keep(entryOf(event)),
        onEvent: (event) => record(core, event, told),
        onPrekeysExhausted: () => core.notice('prekeys', 'too many bundles were given out and not used: new ones go without one-time prekeys'),
        onClosed: async () => {
            await rotation[Symbol.asyncDispose]();
            // What is not forgotten is looked for at the next start.
            await core.due.forget().catch((error) => {
                if (!isTalosError(error))
                    throw error;
            });
        },
        deliveries,
        ...(files === undefined ? {} : { files }),
        network: core.network,
    });
    const rotation = new EpochRotation({
        sealer: records,
        clock,
        onFailure: ({ code }) => core.notice('tool', `the key of sessions at rest could not be replaced: ${code}`),
    });
    return messenger;
}
/** A peer that takes nothing of this agent has said so. */
function tellDenied(core, peer, reason, told) {
    if (reason?.code !== 'E_REFUSED' || reason.details['reason'] !== 'denied' || !told.take(peer))
        return;
    core.notice('denied', 'the peer takes no messages of this agent, or none that are so long (denied); they wait', peer);
}
/** Whoever is written to, or read by itself, is no stranger from now on. */
async function noteDealing(core, peer) {
    if (core.isKnown(peer))
        return;
    try {
        await core.peers.note(peer, {});
    }
    catch (error) {
        // Where the book is full the peer keeps the room of a stranger; a store that fails says so at the next step.
        if (!isTalosError(error))
            throw error;
    }
}
/** What the ledger says of an event. */
function entryOf(event) {
    const { kind, peer } = event;
    if (kind === 'session') {
        const { session, role, oneTime } = event;
        return { type: 'session', peer, session: toHex(session), role, kind: 'durable', oneTime };
    }
    const message = formatMessageId(event.id);
    if (kind === 'message')
        return { type: 'message', peer, message, direction: event.direction, commitment: toHex(event.commitment) };
    return { type: 'session-repair', peer, session: toHex(event.session), message, by: event.by, cause: event.cause };
}
function record(core, event, told) {
    if (event.kind === 'silent')
        return tellSilent(core, event);
    if (event.kind === 'unopened') {
        // Whoever can connect can make it happen.
        if (told.take('unopened'))
            core.notice('session', UNOPENED, event.peer);
        return;
    }
    // A peer can repeat a message as often as it likes: it is on record, or kept until it is.
    if (event.kind !== 'session' && event.repeated)
        return;
    // The batch that stored what it tells of keeps it: nobody has to wait until the ledger is durable, too.
    core.due.note(entryOf(event));
    if (event.kind === 'repair')
        core.notice('session', `the session with a peer was made anew: ${repairWords(event.cause)}`, event.peer);
}
function tellSilent(core, { peer, unheard, sinceMs }) {
    const since = new Date(sinceMs).toISOString();
    core.notice('session', `a peer was not heard since ${since}, and ${unheard} messages ago: nobody may read them`, peer);
}
