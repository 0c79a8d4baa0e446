/**
 * The setting of LAN mode, by itself: commands read it without loading anything of the network.
 *
 * @module
 */
/**
 * `auto`: on where every server and bootstrap that is configured is at a private or loopback address; where none is, by
 * multicast DNS alone.
 */
export const LAN_MODES = ['auto', 'on', 'off'];
