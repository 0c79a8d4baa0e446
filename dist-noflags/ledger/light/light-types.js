/** Headers that are kept of an author: 29.6 MB. A longer chain is followed by its checkpoints. PROTOCOL.md §11. */
export const MAX_LIGHT_HEADERS = 131_072;
