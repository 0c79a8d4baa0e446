/**
 * What happens between messengers that a ledger may want to record.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
import type { Did } from '../identity/did.ts';
import type { SessionRole } from '../session/key-schedule.ts';

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
    };
