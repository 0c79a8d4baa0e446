import { type Did } from '../../identity/did.ts';
import type { Host, Link, Target } from '../../net/link.ts';
import type { Purpose } from '../../net/protocols.ts';
import type { AgentCore } from '../agent-core.ts';
import type { RecordSearch } from './record-finder.ts';
/**
 * The peer that `text` names: a multiaddr that ends in `/p2p/…`, which is noted, a DID, a public key in hex, an alias, or a
 * `did:web`.
 *
 * @throws {TalosError} what resolving throws; `E_USAGE` for an address without a peer id.
 */
export declare function peerOf(core: AgentCore, text: string): Promise<Did>;
/**
 * How long a look for a peer is waited for whose addresses are known, in milliseconds: it may be back there any moment. The look
 * goes on, and what it finds is there for the next attempt.
 */
export declare const SEARCH_PATIENCE_MS = 1000;
/** What dialling needs besides the agent's core. */
export interface DialParts {
    readonly host: () => Promise<Host>;
    /** Begins to look for a peer where nobody answers at the addresses that are known; absent: nobody looks. */
    readonly search?: (peer: Did, signal: AbortSignal) => Promise<RecordSearch>;
    /** Told of each address that was tried. */
    readonly onAttempt?: Target['onAttempt'];
}
/**
 * A link to `peer`, at the addresses that are known; where nobody answers there, at those that are found: at the first ones
 * that are, and at later, better ones beside them.
 *
 * @throws {TalosError} `E_UNREACHABLE` where nothing is known; `E_IDENTITY_CHANGED`; what `Host.connect` throws.
 */
export declare function dialPeer(core: AgentCore, parts: DialParts, purpose: Purpose, peer: Did, signal?: AbortSignal, known?: readonly string[]): Promise<Link>;
