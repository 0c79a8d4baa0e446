/**
 * How much a relay carries, unless its operator says otherwise. PROTOCOL.md §6.8, §11.
 *
 * @module
 */
/** Reservations at a time. Each holds a connection, of which a node takes 1500. */
export declare const MAX_RESERVATIONS = 1000;
/** Reservations at a time from one source address, or one /64 of IPv6: a household, or an office behind one NAT. */
export declare const MAX_RESERVATIONS_PER_SOURCE = 32;
/** Relayed connections at a time to one reservation; a connection has 32 streams in each direction. */
export declare const MAX_RELAYED_PER_RESERVATION = 24;
/** Relayed connections at a time in all. Each may hold up to two windows of 2 MiB in either direction. */
export declare const MAX_RELAYED = 1000;
/** Bytes of one relayed connection, both directions together, before it is cut: 16 GiB. A tunnel goes on over the next. */
export declare const MAX_RELAYED_BYTES: number;
/** Milliseconds of one relayed connection before it is cut: a day. */
export declare const MAX_RELAYED_MS: number;
/** How long a reservation lasts unless it is renewed, in milliseconds: an hour. */
export declare const RESERVATION_MS = 3600000;
