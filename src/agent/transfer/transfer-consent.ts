/**
 * Whose files are taken: those of contacts, of peers with a capability for files, and of others as a person says, who is
 * asked about each file. PROTOCOL.md §7.6.
 *
 * @module
 */
import type { ErrorCode } from '../../base/errors.ts';
import type { Allowed, Denial } from '../../capability/verdict.ts';
import type { Did } from '../../identity/did.ts';
import type { AgentCore } from '../agent-core.ts';
import type { Acceptance } from '../api/message-api.ts';
import { type RefusalBody, refusalOf } from '../tunnel/tunnel-wire.ts';

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

/** What a file may be taken under without anybody being asked. */
export type Basis = (typeof BASES)[number];
/** See {@link Basis}. */
export const BASES = ['contact', 'capability'] as const;

/** What becomes of an offer. */
export type Consent = 'take' | 'ask' | 'refuse';

/** What a file is taken under now; `""` where whoever listens decides. */
export function basisOf({ isContact, verdict }: ConsentParts, peer: Did, file: OfferedFile): Basis | '' {
  if (isContact(peer)) return 'contact';
  return verdict(peer, file).allowed ? 'capability' : '';
}

/** Decides about an offer. */
export function consentTo(parts: ConsentParts, peer: Did, file: OfferedFile): Consent {
  if (basisOf(parts, peer, file) !== '') return 'take';
  const others = parts.policy();
  if (others === 'all') return 'take';
  return others === 'ask' ? 'ask' : 'refuse';
}

/** Whether a peer may offer anything at all: what it is follows. */
export function mayOffer({ isContact, verdict, policy }: ConsentParts, peer: Did): boolean {
  if (isContact(peer) || policy() !== 'contacts') return true;
  const asked = verdict(peer, { name: '', size: 0 });
  return asked.allowed || asked.code !== 'NO_CAPABILITY';
}

/** Puts on record that an offer was refused, but where its sender had no capability at all: that costs a stranger nothing. */
export function noteRefusal({ denials }: AgentCore, { verdict }: ConsentParts, peer: Did, file: OfferedFile): void {
  const asked = verdict(peer, file);
  if (!asked.allowed && asked.code !== 'NO_CAPABILITY') denials.note(peer, 'file', asked.code);
}

/** What a peer is told of a transfer that ended: as of anything else, but also that there is no room for its file. */
export function fileRefusal(code: ErrorCode): RefusalBody {
  return code === 'E_STORAGE_FULL' ? { word: 'failed', code } : refusalOf(code);
}
