/**
 * A contact at whose address, or under whose alias, another identity is found: nothing goes to it until its owner has
 * decided (`E_IDENTITY_CHANGED`). What is found changes nothing but the note of it in the peer book.
 *
 * @module
 */
import { isTalosError, TalosError } from "../../base/errors.js";
import { isDid, keyOfDid } from "../../identity/did.js";
/** The error of a contact that has another identity; both are in its details. */
export function identityChanged({ did, alias }, offered) {
    return new TalosError('E_IDENTITY_CHANGED', `${alias} is pinned as ${did}, and ${offered} was found in its place`, {
        details: { alias, pinned: did, offered },
        hint: `ask ${alias} by another way; then talos contacts accept ${alias} --did ${offered}, ` +
            `or keep the pinned one with --did ${did}`,
    });
}
/** The error of a contact that another identity goes on for, which was followed just now: whoever asks again gets that. */
function succeeded({ did, alias }, next) {
    return new TalosError('E_IDENTITY_CHANGED', `${alias} goes on as ${next}`, {
        details: { alias, pinned: did, offered: next, succeeded: true },
        hint: 'try again',
    });
}
/**
 * Runs `task` with whoever goes on for `did` now; once more where that is found out meanwhile.
 *
 * @throws What `task` throws.
 */
export async function withSuccessor(core, did, task) {
    const now = core.successions.current(did);
    try {
        return await task(now);
    }
    catch (error) {
        const next = core.successions.current(now);
        if (next === now || !isTalosError(error, 'E_IDENTITY_CHANGED'))
            throw error;
        return await task(next);
    }
}
/** @throws {TalosError} `E_IDENTITY_CHANGED` where something else was found in the place of `peer`. */
export function assertUnchanged(peer) {
    if (peer?.changed !== undefined)
        throw identityChanged(peer, peer.changed.did);
}
/**
 * Notes that `offered` was found in the place of a contact, and tells people once.
 *
 * @returns The error to throw.
 */
export async function noteIdentityChange(core, contact, offered) {
    await core.peers.noteChange(contact.did, offered);
    const error = identityChanged(contact, offered.did);
    if (contact.changed?.did !== offered.did)
        core.notice('identity', error.message, contact.did);
    return error;
}
/**
 * Opens a link to a peer, which must prove its key.
 *
 * @throws {TalosError} what `Host.connect` throws; `E_IDENTITY_CHANGED` in place of `E_IDENTITY_MISMATCH` where the
 *   peer is a contact and it is known who answered.
 */
export async function connectTo(core, host, purpose, target, signal) {
    const { did, ...where } = target;
    core.network.follow(host);
    const isContact = (core.peers.get(did)?.alias ?? '') !== '';
    try {
        return await host.connect(purpose, { peerKey: keyOfDid(did), ...where, askWho: isContact }, signal);
    }
    catch (error) {
        if (!isTalosError(error, 'E_IDENTITY_MISMATCH'))
            throw error;
        const { answered, address } = error.details;
        // It may have been removed or renamed meanwhile.
        const contact = core.peers.get(did);
        if (contact === undefined || contact.alias === '' || !isDid(answered) || answered === core.identity.did)
            throw error;
        if (typeof address === 'string' && (await core.askLine?.(did, answered, address, signal)) === true)
            throw succeeded(contact, answered);
        throw await noteIdentityChange(core, contact, {
            did: answered,
            addresses: typeof address === 'string' ? [address] : [],
        });
    }
}
