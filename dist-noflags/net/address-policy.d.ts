import { type Address } from './address.ts';
import type { LanMode } from './lan-mode.ts';
/** From where an address can be reached: from the same machine, from the same network, from everywhere. */
export type AddressScope = 'loopback' | 'private' | 'public';
/** What may be dialled and told. */
export interface AddressPolicy {
    /** Whether LAN mode is on now. */
    readonly isLan: boolean;
    /**
     * Whether an address that a stranger named is dialled. One that is none is not; a name is judged by its form, and once more
     * by what it leads to, where it is dialled (`Target.mayDial`).
     */
    mayDial(address: string): boolean;
    /** Whether an own address is told to strangers. */
    mayPublish(address: string): boolean;
}
/** How far `address` reaches; through a relay, how far the relay does. */
export declare function scopeOf({ family, host }: Address): AddressScope;
/**
 * Whether LAN mode is on.
 *
 * @param configured - The addresses of every server and bootstrap that a person has configured.
 * @param asksLan - Whether a person has asked for agents of the local network to be looked for.
 */
export declare function isLanMode(mode: LanMode, configured: readonly string[], asksLan?: boolean): boolean;
/** @param isLan - Asked each time: servers come and go. */
export declare function addressPolicy(isLan: () => boolean): AddressPolicy;
/** The addresses that are told to strangers, those that reach farthest first. */
export declare function publishable(addresses: readonly string[], policy: AddressPolicy): readonly string[];
