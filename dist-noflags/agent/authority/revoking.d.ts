import type { ParsedToken } from '../../capability/token.ts';
import type { AgentCore } from '../agent-core.ts';
import type { RevokedView, RevokeParams } from '../api/revocation-api.ts';
import type { ChannelControl } from '../tunnel/channel-control.ts';
import type { FreshnessParts } from './freshness.ts';
/** Milliseconds that an agent that serves what was taken back gets to take that. */
export declare const TELL_TIMEOUT_MS = 5000;
/** What revoking needs. */
export interface RevokingParts {
    readonly core: AgentCore;
    readonly control: ChannelControl;
    readonly reach: FreshnessParts['reach'];
    /** Chains that others hold and this agent serves now. */
    readonly served: () => readonly (readonly ParsedToken[])[];
}
/**
 * Takes back: durable, and in force here for the next call, when it resolves; told to those who serve it, as far as they
 * can be reached.
 *
 * @throws {TalosError} as `GrantBook.find`; `E_NOT_FOUND` for a token that is neither of this agent nor served by it;
 *   `E_USAGE` for anything but one matter; as `RevocationBook.revoke`.
 */
export declare function revoke(parts: RevokingParts, params: RevokeParams): Promise<RevokedView>;
