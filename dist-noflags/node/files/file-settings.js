/** Bytes that `downloads/` holds in all, unless configured otherwise; files that are on their way count whole. */
export const DOWNLOADS_QUOTA_BYTES = 16 * 1024 ** 3;
/** Most that the limit of a kind can be set to: chunks are counted in 32 bits, and one is at least 256 KiB. */
export const MAX_FILE_LIMIT_BYTES = 64 * 1024 ** 3;
