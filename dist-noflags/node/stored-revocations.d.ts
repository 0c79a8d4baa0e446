import { RevocationSet } from '../capability/revocations.ts';
/**
 * What is known there as revoked; `undefined` where there is no store.
 *
 * @throws {TalosError} `E_LOCKED` where somebody owns it after all; `E_STORAGE…`.
 */
export declare function storedRevocations(dataDir: string): Promise<RevocationSet | undefined>;
