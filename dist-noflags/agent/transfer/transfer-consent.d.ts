/**
 * Whose files are taken: those of contacts, of peers with a capability for files, and of others as a person says, who is
 * asked about each file. PROTOCOL.md §7.6.
 *
 * @module
 */
import type { Allowed, Denial } from '../../capability/verdict.ts';
import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { Acceptance } from '../api/message-api.ts';
/** What is asked for. */
export interface OfferedFile {
    readonly name: string;
    readonly size: number;
    /** Tokens that came with it, root first. */
    readonly chain?: readonly string[];
}
/** Who knows what peers may do. */
export interface ConsentParts {
    readonly isContact: (peer: Did) => boolean;
    /** Whether a capability lets the peer send the file. */
    readonly verdict: (peer: Did, file: OfferedFile) => Allowed | Denial;
    /** Of strangers: `ask` while nobody listens. */
    readonly policy: () => Acceptance;
}
/** What becomes of an offer. */
export type Consent = 'take' | 'ask' | 'refuse';
/** Decides about an offer. */
export declare function consentTo({ isContact, verdict, policy }: ConsentParts, peer: Did, file: OfferedFile): Consent;
/** Whether a peer may offer anything at all: what it is follows. */
export declare function mayOffer({ isContact, verdict, policy }: ConsentParts, peer: Did): boolean;
/** Puts on record that an offer was refused, but where its sender had no capability at all: that costs a stranger nothing. */
export declare function noteRefusal({ denials }: AgentCore, { verdict }: ConsentParts, peer: Did, file: OfferedFile): void;
