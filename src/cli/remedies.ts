/**
 * What a person can do next, by the code of an error: shown where the error itself says nothing nearer.
 *
 * @module
 */
import type { ErrorCode } from '../base/errors.ts';

const ANOTHER = 'ask the one who lends it for another: an invitation, or talos capabilities grant';
const WHERE = 'talos ping PEER lists what was tried, talos doctor what is wrong here';

const REMEDIES: { readonly [code in ErrorCode]?: string } = {
  E_AMBIGUOUS: 'give more of it, or the DID',
  E_LIMIT: 'talos limits shows every limit',
  E_PASSPHRASE: '--passphrase-file FILE or $TALOS_PASSPHRASE_FILE gives it; where it is lost, talos recover',
  E_UNREACHABLE: WHERE,
  E_TIMEOUT: WHERE,
  E_OUTCOME_UNKNOWN: 'it may have happened: look before you call again',
  E_INVITE_USED: 'ask for another; the agent that redeemed it goes on with mcp-connect PEER',
  E_INVITE_EXPIRED: 'ask for another; mcp-serve --invite-expires makes them last longer',
  E_INVITE_INVALID: 'copy the whole of it again, or ask for another',
  SUBJECT_MISMATCH: 'a capability is for the agent alone that it names; talos whoami shows the DID of this one',
  NOT_YET_VALID: 'compare the clocks of both machines, or wait',
  EXPIRED: ANOTHER,
  REVOKED: ANOTHER,
  NO_CAPABILITY: ANOTHER,
  SCOPE_MISMATCH: 'talos capabilities list shows what was granted; who lends it can grant more',
  CONSTRAINT: 'talos capabilities list shows which arguments are allowed; who lends it can grant more',
  ACL_DENIED: 'its owner decides, in permissions.yaml; there talos acl check says by which rule',
  RATE_LIMITED: 'try again later',
  BUDGET_EXHAUSTED: ANOTHER,
  INTENT_REQUIRED: '--justify TEXT announces the call',
  APPROVAL_DENIED: 'its owner decides, call by call: ask there, then call again',
  E_RATE_LIMITED: 'try again later',
  E_PROOF_INVALID: 'do not rely on it; ask its author for the file again',
  E_LEDGER_INVALID: 'talos audit report says what does not hold',
  E_STORAGE_FULL: 'make room, then try again',
};

/** One line, or `""`. */
export function remedyOf(code: ErrorCode): string {
  return REMEDIES[code] ?? '';
}
