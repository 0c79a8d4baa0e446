/**
 * Which of an agent's addresses an invitation carries: those first without which somebody could not come. PROTOCOL.md §7.3.
 *
 * @module
 */
import { formatInvitation, MAX_ADDRESS_CHARACTERS } from "../../capability/invitation.js";
import { parseAddress } from "../../net/address.js";
import { scopeOf } from "../../net/address-policy.js";
/** Most addresses that an invitation is made with: it is one line, and fits a QR code. */
export const MAX_INVITED_ADDRESSES = 6;
/** In the order of use: a kind that is missing keeps somebody out, a second one of a kind hardly ever does. */
const KINDS = ['public', 'relayed', 'private', 'loopback'];
/** `addresses`, one of each kind first, those that lead to this machine alone last; at most {@link MAX_INVITED_ADDRESSES}. */
export function invitedAddresses(addresses) {
    const parsed = addresses.filter(({ length }) => length <= MAX_ADDRESS_CHARACTERS).map(parseAddress);
    const kinds = KINDS.map((kind) => parsed
        .filter((address) => (address.relayId === undefined ? scopeOf(address) : 'relayed') === kind)
        .map(({ text }) => text));
    const local = kinds.pop() ?? [];
    const longest = Math.max(0, ...kinds.map(({ length }) => length));
    const turns = Array.from({ length: longest }, (_, n) => kinds.flatMap((kind) => kind.slice(n, n + 1)));
    return [...turns.flat(), ...local].slice(0, MAX_INVITED_ADDRESSES);
}
/** The text of `invitation`, without the last ones of its addresses where it would be too long. @throws {RangeError} where it still is. */
export function fittingInvitation(invitation) {
    try {
        return formatInvitation(invitation);
    }
    catch (error) {
        const addresses = invitation.addresses.slice(0, -1);
        if (!(error instanceof RangeError) || addresses.length === 0)
            throw error;
        return fittingInvitation({ ...invitation, addresses });
    }
}
