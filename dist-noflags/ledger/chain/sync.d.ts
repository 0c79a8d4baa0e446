import { type SyncParts, type SyncReport } from './sync-types.ts';
/**
 * Brings a kept chain up to the newest block that a source shows.
 *
 * @returns What was done; it may have found that the author signed two histories, which its caller has to tell.
 * @throws {TalosError} the most telling reason of a source, with `details.height`, where all were dropped before the end,
 *   unless a fork was found; `E_LIMIT`, `E_STORAGE…` of the kept chain. What was kept stays.
 * @throws The reason of `signal`.
 */
export declare function syncChain(parts: SyncParts, signal?: AbortSignal): Promise<SyncReport>;
