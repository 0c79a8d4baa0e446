import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/net/backoff.ts
var RETRY_BASE_MS = 250;
var RETRY_CAP_MS = 3e4;
function* retryDelays(terms) {
  const { baseMs = RETRY_BASE_MS, capMs = RETRY_CAP_MS, random } = terms;
  if (!(baseMs > 0)) throw new RangeError(`baseMs must be above zero, got ${baseMs}`);
  if (!(capMs >= baseMs)) throw new RangeError(`capMs must be at least baseMs, got ${capMs}`);
  for (let boundMs = baseMs; ; boundMs = Math.min(capMs, boundMs * 2)) yield random() * boundMs;
}

export {
  RETRY_CAP_MS,
  retryDelays
};
