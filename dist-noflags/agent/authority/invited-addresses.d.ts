/**
 * Which of an agent's addresses an invitation carries: those first without which somebody could not come. PROTOCOL.md §7.3.
 *
 * @module
 */
import { type Invitation } from '../../capability/invitation.ts';
/** Most addresses that an invitation is made with: it is one line, and fits a QR code. */
export declare const MAX_INVITED_ADDRESSES = 6;
/** `addresses`, one of each kind first, those that lead to this machine alone last; at most {@link MAX_INVITED_ADDRESSES}. */
export declare function invitedAddresses(addresses: readonly string[]): readonly string[];
/** The text of `invitation`, without the last ones of its addresses where it would be too long. @throws {RangeError} where it still is. */
export declare function fittingInvitation(invitation: Invitation): string;
