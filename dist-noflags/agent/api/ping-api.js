/** Most answers of one ping. */
export const MAX_PINGS = 100;
