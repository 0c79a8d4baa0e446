/**
 * Gossip of a running agent: what it hears, and whom it tells that.
 *
 * @module
 */
import { isTalosError } from "../../base/errors.js";
import { Gossip } from "./gossip.js";
/** Gossip of this agent, where the platform has any. */
export function openGossip(parts) {
    const { core, platform, messages, rootsOf, control, onCheckpoint } = parts;
    const { gossip: open } = platform;
    if (open === undefined)
        return undefined;
    const records = async () => (await messages.mail()).records;
    return new Gossip({
        core,
        open,
        records,
        roots: rootsOf,
        takeList: (update) => control.revocations.heard(update),
        onGap: (issuer, peer) => void control.learnList(issuer, peer),
        // What waits for it stays where that fails.
        onRecord: (author) => void messages.resume(author).catch(dropped),
        onCheckpoint,
    });
}
/** Lets go of a failure that is told elsewhere. @throws what is no error of Talos. */
export function dropped(error) {
    if (!isTalosError(error))
        throw error;
}
