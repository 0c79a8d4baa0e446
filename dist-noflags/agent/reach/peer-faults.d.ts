/**
 * Codes that say something of a peer, and nothing of this agent: the messenger goes on after them.
 *
 * @module
 */
/** Why a peer is not there now and may be later. */
export declare const AWAY_CODES: ReadonlySet<string>;
/** Why an envelope may not open. Anything else, such as a store that fails, ends the link. */
export declare const OPENING_CODES: ReadonlySet<string>;
