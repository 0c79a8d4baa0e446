/**
 * What clients are given and told, besides capabilities and calls.
 *
 * @module
 */
import type { Bytes } from '../../base/bytes.ts';
import type { SignalOptions } from '../../base/caller-mistakes.ts';
import type { Did } from '../../identity/did.ts';
import type { ServeParams } from '../api/api.ts';
import type { DeliveryState } from '../message/deliveries.ts';
import type { LocalServer } from './mcp-transport.ts';

/** What is asked of a bundle. */
export interface OneTimeOptions {
  /** Whether it must bring one-time prekeys of both kinds, which only its first user gets. */
  readonly requireOneTime?: boolean;
}

/** What has become of a message that was sent. */
export interface DeliveryEvent {
  /** UUIDv7 as text. */
  readonly id: string;
  /** The recipient. */
  readonly peer: Did;
  /**
   * `queued`: kept, as it could not leave at once. `sent`: left for the first time. `delivered`: the peer has stored it.
   * `failed`: given up.
   */
  readonly state: DeliveryState;
  /** Why it failed. */
  readonly reason?: string;
  /** Events before this one that were dropped, because more than 1,024 waited to be read; 0 for one who keeps up. */
  readonly missed: number;
}

/** A prekey bundle, and where its owner may be reached: a hint that nobody signed. */
export interface PrekeyOffer {
  /** PROTOCOL.md §5.1. */
  readonly bundle: Bytes;
  readonly addresses: readonly string[];
}

/** A tool server in this process, to be lent. */
export interface LocalLending
  extends Pick<ServeParams, 'acl' | 'approve' | 'approveTimeoutS' | 'requireIntent' | 'roots'> {
  readonly server: LocalServer;
  readonly service: string;
  /** Patterns over its tools, as `--allow` of the command line. */
  readonly allow: string;
  readonly deny?: string;
  /** Life of the capabilities that the invitation gives, seconds; a quarter of an hour where absent. */
  readonly expiresInS?: number;
  /** Life of the invitation, seconds; nobody is invited where absent or 0: capabilities are granted one by one. */
  readonly inviteTtlS?: number;
}

/** How a peer is asked whether it is there. */
export interface PingOptions extends SignalOptions {
  /** How often, a second apart, 1 to 100; once where absent. */
  readonly count?: number;
}
