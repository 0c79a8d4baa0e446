import { type AnchorCertificate } from './anchor-form.ts';
/**
 * Checks that `signer` may sign time stamps, and that a path of valid certificates leads from it to one of `roots`, all
 * at the time `atMs`.
 *
 * @param others - Certificates that may lie between; in any order, with any others.
 * @throws {TalosError} `ANCHOR_MISMATCH`.
 */
export declare function verifyPath(signer: AnchorCertificate, others: readonly AnchorCertificate[], roots: readonly AnchorCertificate[], atMs: number): void;
