import type { Revoked } from '../../capability/revocation-list.ts';
import type { AgentCore } from '../agent-core.ts';
import type { HeldGrant } from './grant-book.ts';
type LeaseParts = Pick<AgentCore, 'grants' | 'authority' | 'identity'>;
/** The other tokens of the lease of `held` that can be used still, or by which more could be asked for. */
export declare function restOfLease(parts: LeaseParts, { direction, token }: HeldGrant): readonly HeldGrant[];
/**
 * Whether the lease of `held` was taken back: it, or a token that was made with it or after it. What was granted anew since
 * then, under the same terms, is another one.
 */
export declare function isTakenBack(parts: LeaseParts, held: HeldGrant): boolean;
/** What this agent took back below tokens of the lease of `held`, said of its new token `id`. */
export declare function stillTakenBack(parts: LeaseParts, held: HeldGrant, id: string): readonly Revoked[];
export {};
