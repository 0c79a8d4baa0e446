/** Kinds of anchor: a time stamp of an authority, and the cosignatures of witnesses. PROTOCOL.md §9.10. */
export const ANCHOR_KINDS = ['rfc3161', 'cosignature'];
/** Largest response of an authority in bytes: a public one with a chain of RSA certificates gives some 6,000. */
export const MAX_TIME_STAMP_BYTES = 65_536;
/** So long a request to an authority may take in all, in milliseconds. */
export const TIME_STAMP_DEADLINE_MS = 30_000;
/** Most certificates in a time stamp, and most roots of an authority. */
export const MAX_ANCHOR_CERTIFICATES = 16;
