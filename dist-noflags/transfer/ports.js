/** So many first bytes tell a kind. */
export const KIND_BYTES = 4100;
