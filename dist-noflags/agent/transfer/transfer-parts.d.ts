/**
 * What transfers need of their agent. Types only.
 *
 * @module
 */
import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AgentPlatform } from '../agent-platform.ts';
import type { FileLetter } from '../message/file-letter.ts';
import type { DialParts } from '../reach/peer-dial.ts';
import type { StreamParts } from './peer-streams.ts';
import type { ConsentParts } from './transfer-consent.ts';
/** Mailboxes of peers. */
export interface TransferMail {
    /** Whether a mailbox of `peer` is known, or found now. */
    hasMailbox(peer: Did): Promise<boolean>;
    /** Leaves a letter; durable there when it resolves. @throws {TalosError} as `FileMail.leave`. */
    leave(peer: Did, letter: FileLetter): Promise<void>;
}
/** What transfers need. */
export interface TransferParts {
    readonly core: AgentCore;
    readonly platform: AgentPlatform;
    readonly dialling: DialParts;
    readonly consent: Pick<ConsentParts, 'verdict' | 'policy'>;
    /** Whether a peer that is no contact may write messages. */
    readonly mayWrite: StreamParts['consent'];
    /** Tokens to present with an offer; none where absent. */
    readonly chainFor?: (peer: Did) => readonly string[] | undefined;
    /** For peers that are away; none where absent. */
    readonly mail?: TransferMail;
}
