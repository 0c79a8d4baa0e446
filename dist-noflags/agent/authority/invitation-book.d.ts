import type { Clock } from '../../base/clock.ts';
import { type ErrorCode } from '../../base/errors.ts';
import { type Invitation } from '../../capability/invitation.ts';
import { type Scope } from '../../capability/scope.ts';
import { type Did } from '../../identity/did.ts';
import type { Ledger } from '../../ledger/journal/ledger.ts';
import type { Store } from '../../storage/store.ts';
import type { CallAuthority } from './call-authority.ts';
import type { GrantBook } from './grant-book.ts';
/** Redemptions that one peer may try in a window. PROTOCOL.md §7.3. */
export declare const REDEMPTIONS_A_WINDOW = 10;
/** Length of that window in milliseconds. */
export declare const REDEMPTION_WINDOW_MS = 60000;
/** What redeeming an invitation gives. */
export interface InvitationTerms {
    readonly scope: Scope;
    /** Life of the token, seconds from redemption. */
    readonly lifetimeS: number;
    /** For how long the token is renewed on request, seconds from redemption; 0 or absent: it is not. */
    readonly renewableS?: number;
}
/** What an invitation book is made of. */
export interface InvitationBookParts {
    readonly self: Did;
    readonly store: Store;
    readonly ledger: Ledger;
    readonly grants: GrantBook;
    readonly clock: Clock;
    /** For the time, which a clock that was set back does not turn back. */
    readonly authority: CallAuthority;
}
/** How a redemption ended. */
export type RedemptionOutcome = {
    readonly redeemed: true;
    readonly token: string;
    readonly service: string;
    readonly isNew: boolean;
} | {
    readonly redeemed: false;
    readonly code: ErrorCode;
};
/** See the module comment. */
export declare class InvitationBook {
    #private;
    constructor(parts: InvitationBookParts);
    /**
     * Makes an invitation; durable when it resolves.
     *
     * @param addresses - Where this agent is; the most useful ones go into the invitation.
     * @returns Its text, a secret to be given to one agent.
     */
    create(addresses: readonly string[], terms: InvitationTerms, ttlMs: number): Promise<string>;
    /**
     * Redeems an invitation for `peer`, whose session proved its DID. Durable when it resolves.
     *
     * @param session - Transcript hash of the session that the redemption came in.
     */
    redeem(id: Uint8Array, signature: Uint8Array, peer: Did, session: Uint8Array): Promise<RedemptionOutcome>;
    /**
     * Records the redemptions that are in the store and not in the ledger: a crash came between the two. Durable when it
     * resolves.
     *
     * @throws {TalosError} `E_STORAGE…`.
     */
    reconcile(): Promise<void>;
    /** Notes that this agent redeemed an invitation and holds its grant. */
    noteUsed(invitation: Invitation, service: string): Promise<void>;
    /** What this agent got for an invitation that it redeemed before. */
    used(invitation: Invitation): Promise<{
        readonly server: Did;
        readonly service: string;
    } | undefined>;
}
