/**
 * A contact at whose address, or under whose alias, another identity is found: nothing goes to it until its owner has
 * decided (`E_IDENTITY_CHANGED`). What is found changes nothing but the note of it in the peer book.
 *
 * @module
 */
import { TalosError } from '../../base/errors.ts';
import { type Did } from '../../identity/did.ts';
import type { Host, Link, Target } from '../../net/link.ts';
import type { Purpose } from '../../net/protocols.ts';
import type { AgentCore } from '../agent-core.ts';
import type { OfferedIdentity, Peer } from '../reach/peer-record.ts';
/** The error of a contact that has another identity; both are in its details. */
export declare function identityChanged({ did, alias }: Peer, offered: Did): TalosError;
/**
 * Runs `task` with whoever goes on for `did` now; once more where that is found out meanwhile.
 *
 * @throws What `task` throws.
 */
export declare function withSuccessor<T>(core: AgentCore, did: Did, task: (did: Did) => Promise<T>): Promise<T>;
/** @throws {TalosError} `E_IDENTITY_CHANGED` where something else was found in the place of `peer`. */
export declare function assertUnchanged(peer: Peer | undefined): void;
/**
 * Notes that `offered` was found in the place of a contact, and tells people once.
 *
 * @returns The error to throw.
 */
export declare function noteIdentityChange(core: AgentCore, contact: Peer, offered: OfferedIdentity): Promise<TalosError>;
/**
 * Opens a link to a peer, which must prove its key.
 *
 * @throws {TalosError} what `Host.connect` throws; `E_IDENTITY_CHANGED` in place of `E_IDENTITY_MISMATCH` where the
 *   peer is a contact and it is known who answered.
 */
export declare function connectTo(core: AgentCore, host: Host, purpose: Purpose, target: Pick<Target, 'addresses' | 'mayDial' | 'onAttempt'> & {
    readonly did: Did;
}, signal?: AbortSignal): Promise<Link>;
