import type { Clock } from '../../base/clock.ts';
import { type Scope } from '../../capability/scope.ts';
import { type ParsedToken } from '../../capability/token.ts';
import { type JsonObject } from '../../codec/json.ts';
import type { Did } from '../../identity/did.ts';
import type { Identity } from '../../identity/identity.ts';
import type { EntryBody } from '../../ledger/entry/entry.ts';
import type { Ledger } from '../../ledger/journal/ledger.ts';
import type { Change, Store } from '../../storage/store.ts';
import { type Line } from '../identity/succession-book.ts';
import type { CallAuthority } from './call-authority.ts';
/** Which way a token went; one that is delegated was issued by this agent too, within another that it holds. */
export type GrantDirection = 'issued' | 'received' | 'delegated';
/** A token that this agent issued, received or passed on. */
export interface HeldGrant {
    readonly direction: GrantDirection;
    readonly token: ParsedToken;
    /** The chain that the token is the last of, root first. */
    readonly chain: readonly ParsedToken[];
}
/** What else a new token may say. */
export interface GrantOptions {
    /** The serving agent; this one where absent. */
    readonly audience?: Did;
    /** How often it may be passed on; 0 where absent. */
    readonly depth?: number;
}
/** The fewest digits of an id that a person may give. */
export declare const MIN_ID_DIGITS = 8;
/** What a grant book is made of. */
export interface GrantBookParts {
    readonly identity: Identity;
    readonly store: Store;
    readonly ledger: Ledger;
    readonly authority: CallAuthority;
    readonly clock: Clock;
    /** Who goes on in the place of whom; nobody where absent. */
    readonly line?: Line;
}
/** A call that a grant is looked for. */
export interface ToolCall {
    readonly tool: string;
    readonly arguments: JsonObject;
}
/** See the module comment. */
export declare class GrantBook {
    #private;
    private constructor();
    /** Reads the book from the store. @throws {TalosError} `E_STORAGE_CORRUPT` for a record that is none. */
    static open(parts: GrantBookParts): Promise<GrantBook>;
    /** All grants, in the order of their issue. */
    all(): readonly HeldGrant[];
    /**
     * The one grant whose id is, or starts with, `id`.
     *
     * @throws {TalosError} `E_NOT_FOUND`; `E_AMBIGUOUS`; `E_USAGE` for fewer than {@link MIN_ID_DIGITS} digits.
     */
    find(id: string): HeldGrant;
    /** The grant with this id, all 64 digits of it. */
    get(id: string): HeldGrant | undefined;
    /** Whether this agent ever issued a grant to `holder`, or passed one on. */
    hasIssuedTo(holder: Did): boolean;
    /** The newest grant in force that this agent issued to `holder`, for `service` unless that is empty. */
    newestFor(holder: Did, service: string): HeldGrant | undefined;
    /**
     * The newest received grant at `server` that has not expired, for `service` unless that is empty; one that was passed
     * on only where there is no other. Of several the newest that covers `call`, where one does: a narrower grant that came
     * later takes nothing away.
     */
    newestFrom(server: Did, service: string, call?: ToolCall): HeldGrant | undefined;
    /** The newest received grant at `server`, for `service` unless that is empty, that has expired and may be renewed. */
    newestLapsed(server: Did, service: string): HeldGrant | undefined;
    /**
     * A new token, and the changes that keep it; not kept until {@link commit}.
     *
     * @throws {RangeError} as `issueToken`.
     */
    prepare(subject: Did, scope: Scope, lifetimeS: number, options?: GrantOptions): {
        readonly grant: HeldGrant;
        readonly changes: readonly Change[];
    };
    /** Makes a prepared grant durable together with `also`, and records it. */
    commit(grant: HeldGrant, changes: readonly Change[], also?: readonly EntryBody[]): Promise<void>;
    /**
     * Records the grants that are in the store and not in the ledger: a crash came between the two.
     * Durable when it resolves.
     *
     * @throws {TalosError} `E_STORAGE…`.
     */
    reconcile(): Promise<void>;
    /** Issues a token; durable when it resolves. @throws {RangeError} as `issueToken`. */
    issue(subject: Did, scope: Scope, lifetimeS: number, options?: GrantOptions): Promise<HeldGrant>;
    /**
     * Passes a grant that this agent received on, within what it grants; durable when it resolves.
     *
     * @throws {RangeError} as `issueToken`.
     * @throws {TalosError} `DELEGATION_INVALID` where the new token would not lie within the grant; `EXPIRED` where that is
     *   over; `REVOKED` where that is known; `SUBJECT_MISMATCH` for a grant of another holder.
     */
    delegate(parent: HeldGrant, subject: Did, scope: Scope, lifetimeS: number, depth?: number): Promise<HeldGrant>;
    /**
     * Keeps a chain whose last token was received; durable when it resolves. One that is kept already is left as it is.
     * Whether its root may grant anything is for the serving agent to say.
     *
     * @param text - Of one token, or of a chain.
     * @throws {TalosError} `MALFORMED`; `SIGNATURE_INVALID`; `DELEGATION_INVALID`; `SUBJECT_MISMATCH` if it is for another
     *   agent.
     */
    receive(text: string): Promise<HeldGrant>;
}
