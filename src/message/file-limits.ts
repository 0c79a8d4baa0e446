/**
 * How large prekey bundles and sealed messages are as files. PROTOCOL.md §5.1, §5.10.
 *
 * @module
 */
import { MAX_ENVELOPE_BYTES } from './envelope.ts';

/** Most bytes of a bundle in a file: a bundle of 8 KiB as base64url, 16 addresses, and a little. */
export const MAX_BUNDLE_FILE_BYTES: number = 32 * 1024;
/** Most characters of an envelope in base64url. */
export const MAX_ENVELOPE_CHARACTERS: number = Math.ceil((MAX_ENVELOPE_BYTES * 4) / 3);
/** Most bytes of a sealed message in a file: an envelope, two DIDs, and a little. */
export const MAX_ENVELOPE_FILE_BYTES: number = MAX_ENVELOPE_CHARACTERS + 1024;
