import { type Address } from '../../net/address.ts';
/** IP addresses of one name that are dialled. */
export declare const MAX_IPS_A_NAME = 4;
/** How long the system gets to look a name up, in milliseconds. */
export declare const NAME_TIMEOUT_MS = 5000;
/** Looks a name up. */
export type LookUpName = (name: string, family: 0 | 4 | 6) => Promise<readonly string[]>;
/**
 * Those of `addresses` that `mayDial` allows, with IP addresses in place of names.
 *
 * @throws The reason of `signal`, where that aborts.
 */
export declare function learnedAddresses(addresses: readonly Address[], mayDial: (address: string) => boolean, signal: AbortSignal, lookUp?: LookUpName): Promise<readonly Address[]>;
