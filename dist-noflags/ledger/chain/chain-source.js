/** Most headers of one answer. */
export const MAX_HEADERS_AN_ANSWER = 1000;
/** Most blocks of one answer. */
export const MAX_BLOCKS_AN_ANSWER = 128;
/** Bytes of the blocks of one answer beyond which no further one is added; the first may be as large as blocks are. */
export const MAX_ANSWER_BLOCK_BYTES = 1024 * 1024;
/** Most points of a locator. */
export const MAX_LOCATOR_POINTS = 64;
/** Longest path of a consistency proof that is read: far above that of any log. */
export const MAX_CONSISTENCY_HASHES = 128;
