/**
 * The protocol by which an agent gives its own record to whoever asks it: one message, the record of PROTOCOL.md §4.4 after its
 * length as a varint, and the end. PROTOCOL.md §6.13.
 *
 * @module
 */
/** libp2p protocol id. */
export const RECORD_PROTOCOL = '/talos/record/1';
