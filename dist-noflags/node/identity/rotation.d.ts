import type { PassphraseCost } from '../../crypto/passphrase.ts';
import { type Did } from '../../identity/did.ts';
import { type Succession } from '../../identity/succession.ts';
import { type KeepWords } from './keep-words.ts';
/** How an identity is replaced. */
export interface RotateOptions {
    /** Its lock is held. */
    readonly dataDir: string;
    /** Needed for a keystore under a passphrase. */
    readonly passphrase?: string | undefined;
    /** Gives up messages that wait to be sent. */
    readonly force?: boolean;
    /** Cost of the passphrase's key. */
    readonly cost?: PassphraseCost;
    /** Keeps the words of the new one before it is decided upon; where it throws, nothing is changed. */
    readonly keepWords?: KeepWords | undefined;
    /** Called after each step that changes the disk, with its name. */
    readonly afterStep?: (step: string) => void;
}
/** An identity that was replaced. */
export interface Rotated {
    readonly step: Succession;
    /** The 24 words of the new one. Secret. */
    readonly words: string;
}
/**
 * Replaces the identity of a data directory by a new one, which both sign. Nothing is said to anybody.
 *
 * @throws {TalosError} `E_REFUSED` where messages wait to be sent, unless `force` is set; `E_LIMIT` for a line of too many
 *   steps; what opening keystore, store and ledger throws. The directory is as it was then.
 */
export declare function rotateIdentity(options: RotateOptions): Promise<Rotated>;
/**
 * Goes on with a rotation that was decided and not finished; nothing where there is none. Its lock is held.
 *
 * @throws {TalosError} what opening keystore, store and ledger throws; the next opening goes on.
 */
export declare function finishRotation(options: Omit<RotateOptions, 'force'>): Promise<void>;
/** Name of the folder of an earlier identity. */
export declare function formerName(did: Did): string;
/** Whose store and ledger the folder `path` has, where it is one of an earlier identity. */
export declare function formerOf(path: string): Did | undefined;
