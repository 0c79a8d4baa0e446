/**
 * Which addresses a registry lets an agent announce. PROTOCOL.md §6.5.
 *
 * @module
 */
import { isTalosError, TalosError } from "../base/errors.js";
import { isDialable, parseAddress } from "../net/address.js";
/**
 * Refuses a record with an address that nobody dials: one that is none, "any address", port 0, multicast, link-local and
 * others (PROTOCOL.md §6.1). A record is signed as a whole, so that nothing can be left out of it. How far an address
 * reaches is not looked at: an agent that is told of a private one dials it only from where that means something.
 *
 * @throws {TalosError} `E_BAD_RECORD`.
 */
export function assertAnnounceable({ addresses, mailboxes }) {
    for (const text of [...addresses, ...mailboxes])
        if (!isAnnounceable(text))
            throw new TalosError('E_BAD_RECORD', 'the agent record names an address that nobody dials', {
                details: { address: text },
            });
}
function isAnnounceable(text) {
    try {
        return isDialable(parseAddress(text));
    }
    catch (error) {
        if (isTalosError(error))
            return false;
        throw error;
    }
}
