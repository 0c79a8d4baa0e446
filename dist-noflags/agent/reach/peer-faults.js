/**
 * Codes that say something of a peer, and nothing of this agent: the messenger goes on after them.
 *
 * @module
 */
/** Why a peer is not there now and may be later. */
export const AWAY_CODES = new Set(['E_UNREACHABLE', 'E_TIMEOUT', 'E_REFUSED']);
/** Why an envelope may not open. Anything else, such as a store that fails, ends the link. */
export const OPENING_CODES = new Set([
    'E_MALFORMED',
    'E_LIMIT',
    'E_VERSION',
    'E_BAD_DID',
    'E_BAD_KEY',
    'E_BAD_BUNDLE',
    'E_STALE',
    'E_IDENTITY_MISMATCH',
    'E_DECRYPT',
    'E_REPLAY',
    'E_SKIP_LIMIT',
    'E_PREKEY_GONE',
    'E_NO_SESSION',
    'E_RATE_LIMITED',
]);
