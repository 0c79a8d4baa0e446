/** Sources of one synchronisation. */
export const MAX_SYNC_SOURCES = 16;
/** How long a source may take for one answer, in milliseconds, before the next one is asked. PROTOCOL.md §11. */
export const SYNC_ANSWER_TIMEOUT_MS = 30_000;
