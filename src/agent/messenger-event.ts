/**
 * What happens between messengers that a ledger may want to record, or people to know.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import type { Did } from '../identity/did.ts';
import type { SessionRole } from '../session/key-schedule.ts';
import type { RepairCause } from '../session/repair.ts';

/** What a ledger may want to record. */
export type MessengerEvent =
  | {
      readonly kind: 'session';
      readonly peer: Did;
      /** The transcript hash (th), 32 bytes. */
      readonly session: Bytes;
      readonly role: SessionRole;
      readonly oneTime: boolean;
    }
  | {
      readonly kind: 'message';
      readonly peer: Did;
      readonly id: Bytes;
      readonly direction: 'sent' | 'received';
      /** Of the signed metadata, 32 bytes. */
      readonly commitment: Bytes;
      /** The peer has sent it again, because no acknowledgement reached it: the event may have been told before. */
      readonly repeated: boolean;
    }
  | RepairEvent
  | SilentEvent;

/** The peer was not heard for long, told once until it is: nobody may read what is sent. */
export interface SilentEvent {
  readonly kind: 'silent';
  readonly peer: Did;
  /** Envelopes since. */
  readonly unheard: number;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
}

/** A session was made anew because an envelope did not open. PROTOCOL.md §5.8. */
export interface RepairEvent {
  readonly kind: 'repair';
  readonly peer: Did;
  /** Of the envelope that tells the other side, 16 bytes. */
  readonly id: Bytes;
  /** The transcript hash (th) of the new session, 32 bytes. */
  readonly session: Bytes;
  readonly by: 'self' | 'peer';
  readonly cause: RepairCause;
  /** The event may have been told before. */
  readonly repeated: boolean;
}
