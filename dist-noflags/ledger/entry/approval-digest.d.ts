import type { CallStatement } from './statement.ts';
/** What is approved of a call: who asks whom, under which capability, for what, with exactly which arguments. */
export type ApprovedAction = Pick<CallStatement, 'from' | 'to' | 'service' | 'token' | 'method' | 'target' | 'arguments'>;
/**
 * The digest of what is approved, 64 hex digits. Of the arguments it takes the salted commitment, so that it tells nothing
 * of them.
 */
export declare function approvalDigest(action: ApprovedAction): string;
