/**
 * What is configured about files. Loads nothing: every command reads the settings.
 *
 * @module
 */
import type { KindLimits } from '../../transfer/file-kind.ts';
/** Bytes that `downloads/` holds in all, unless configured otherwise; files that are on their way count whole. */
export declare const DOWNLOADS_QUOTA_BYTES: number;
/** Most that the limit of a kind can be set to: chunks are counted in 32 bits, and one is at least 256 KiB. */
export declare const MAX_FILE_LIMIT_BYTES: number;
/** What a running agent is told about files. */
export interface FileSettings {
    /** Most bytes of a file of each kind. */
    readonly limits: KindLimits;
    /** {@link DOWNLOADS_QUOTA_BYTES}, or what is configured. */
    readonly quotaBytes: number;
}
