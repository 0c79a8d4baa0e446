import { type Did } from '../../identity/did.ts';
import type { Deadline } from '../deadline.ts';
/** Who answered, and where. */
export interface Answered {
    readonly answered: Did;
    readonly address: string;
}
/**
 * The identity that whoever answers first at one of `addresses` has proved; undefined where nobody does in time.
 *
 * @param addresses - Multiaddrs without `/p2p/…`.
 * @param limit - Is cleared here.
 */
export declare function whoAnswers(addresses: readonly string[], limit: Deadline): Promise<Answered | undefined>;
