import type { Did } from '../../identity/did.ts';
import type { LightClient } from './light.ts';
import type { LightVerdict } from './light-types.ts';
/** A proof file, read so far that it is known whose log it is about. */
export interface ReadProof {
    readonly author: Did;
    /** The checkpoint in it, as it stands in the file. */
    readonly note: string;
    /** Verifies it against what `client`, one of {@link author}, holds. Repeatable. */
    verdictOf(client: LightClient): LightVerdict;
}
/**
 * Reads a proof file.
 *
 * @param file - Of PROTOCOL.md §9.7, or C2SP `tlog-proof`.
 * @param entry - The entry that a `tlog-proof` is of; the one in the file where absent.
 * @returns Why it is none, where it is none.
 */
export declare function readLightProof(file: string, entry?: Uint8Array): ReadProof | string;
