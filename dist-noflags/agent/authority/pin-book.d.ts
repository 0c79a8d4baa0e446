/**
 * The pins of an agent: which definition of each tool that it lends its owner has approved, and of which server. In
 * memory for the check of each call, in the store so that none is lost. PROTOCOL.md §7.4.
 *
 * ```text
 *            first lent                       another definition
 *   (none) ─────────────> approved ───────────────────────────────> quarantined
 *                            ^     approved by the owner, or as before at the next start    │
 *                            └──────────────────────────────────────────────────────────────┘
 * ```
 *
 * @module
 */
import type { Ledger } from '../../ledger/journal/ledger.ts';
import { type ToolDefinition } from '../../mcp/definition.ts';
import type { Store } from '../../storage/store.ts';
import { type Pin, type PinPlace } from './pin-record.ts';
/** The pins of one service. What it gives changes with the book. */
export declare class ServicePins {
    readonly service: string;
    /** Of the server itself; undefined until it is lent. */
    server: Pin | undefined;
    /** By the names of tools. */
    readonly tools: Map<string, Pin>;
    constructor(service: string);
    /** The pin at a place. */
    at({ tool }: PinPlace): Pin | undefined;
    /** Whether the server is the one that was approved. */
    get isServerHeld(): boolean;
    /** Whether nothing was found in the place of the tool, or of the server. */
    isHeld(tool: string): boolean;
}
/** What a server is and lists, when it is to be lent. */
export interface ServerListing {
    readonly service: string;
    /** As `originText` writes it. */
    readonly origin: string;
    readonly listed: readonly ToolDefinition[];
    /** Names of those that are lent. */
    readonly lent: readonly string[];
}
/** See the module comment. */
export declare class PinBook {
    #private;
    private constructor();
    /**
     * Reads the book, and records what a crash kept out of the ledger.
     *
     * @throws {TalosError} `E_STORAGE…`; `E_STORAGE_CORRUPT` for a record that is none.
     */
    static open(store: Store, ledger: Ledger): Promise<PinBook>;
    /** Calls `changed` when a pin of `service` is another one. @returns A function that ends it. */
    watch(service: string, changed: () => void): () => void;
    /** Services with pins. */
    services(): readonly ServicePins[];
    /** The pins of a service, of which there may be none yet. */
    of(service: string): ServicePins;
    /**
     * Compares a server that is to be lent with the pins, which are made where there are none. Durable and on record when
     * it resolves.
     *
     * @returns The places where something else was found than is approved.
     * @throws {TalosError} `E_STORAGE…`.
     */
    meet(listing: ServerListing): Promise<readonly PinPlace[]>;
    /**
     * Notes that a server describes a pinned tool in another way than was ever approved: in force at once, durable and on
     * record when it resolves.
     *
     * @returns Whether it is news; undefined where nothing is to be waited for.
     * @throws {TalosError} `E_STORAGE…`: in force all the same.
     */
    changed(service: string, definition: ToolDefinition): Promise<void> | undefined;
    /**
     * Approves what was found at the places, and what they are without: durable, on record and in force when it resolves.
     *
     * @param forNewGrants - Capabilities that name an earlier definition stay refused.
     * @returns The places where something was found.
     * @throws {TalosError} `E_LIMIT` for a definition that was too long to be kept: nothing is approved then;
     *   `E_STORAGE…`.
     */
    approve(places: readonly PinPlace[], forNewGrants?: boolean): Promise<readonly PinPlace[]>;
}
