import type { Clock } from '../../base/clock.ts';
import { type Did } from '../../identity/did.ts';
import { type DidDocument } from '../../identity/did-document.ts';
import type { Store } from '../../storage/store.ts';
/** Names kept; one more is refused. PROTOCOL.md §11. */
export declare const MAX_NAMES = 1000;
/** Milliseconds for which what a name stands for is not looked at again: 10 minutes. */
export declare const NAME_CHECK_MS = 600000;
/** Fetches documents. @throws {TalosError} as `DidResolvers.resolve`. */
export type ResolveDid = (did: string, signal?: AbortSignal) => Promise<DidDocument>;
/** A name. */
export interface PinnedName {
    readonly name: string;
    readonly agent: Did;
    /** What was found in its place. */
    readonly offered: Did | undefined;
    /** Milliseconds since 1970. */
    readonly pinnedAtMs: number;
}
/** What a book needs. */
export interface NameBookParts {
    readonly store: Store;
    readonly clock: Clock;
    readonly resolve: ResolveDid;
    /** Who goes on in the place of an agent: the name goes with it. Nobody does where absent. */
    readonly current?: (agent: Did) => Did;
    /** Told of each name that is pinned. */
    readonly onPinned: (name: string, agent: Did) => void;
}
/** See the module comment. */
export declare class NameBook {
    #private;
    private constructor();
    /** @throws {TalosError} `E_STORAGE…`. */
    static open(parts: NameBookParts): Promise<NameBook>;
    /** All of them. */
    all(): readonly PinnedName[];
    /** Whom `name` is pinned to. @throws {TalosError} `E_NOT_FOUND`; `E_IDENTITY_CHANGED`. */
    pinned(name: string): Did;
    /**
     * The agent that `name` stands for: the one that it is pinned to, or the one that its document names, which it is
     * pinned to from then on. Durable when it resolves.
     *
     * @throws {TalosError} `E_IDENTITY_CHANGED` while its document names another than the pinned one; `E_LIMIT` beyond
     *   {@link MAX_NAMES}; what resolving throws, where it is not pinned yet or was taken away.
     */
    resolve(name: string, signal?: AbortSignal): Promise<Did>;
    /**
     * Ends a change: the name stays with the agent that it is pinned to, or goes over to the one that its document names.
     *
     * @throws {TalosError} `E_NOT_FOUND` where it has not changed; `E_IDENTITY_MISMATCH` where `chosen` is neither.
     */
    settle(name: string, chosen: Did): Promise<void>;
}
