import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/node/deadline.ts
function startDeadline(ms, ...signals) {
  const own = new AbortController();
  let past = false;
  const timer = setTimeout(() => {
    past = true;
    end(new DOMException(`more than ${ms} ms`, "TimeoutError"));
  }, ms);
  const removals = [];
  const clear = () => {
    clearTimeout(timer);
    for (const remove of removals.splice(0)) remove();
  };
  const end = (reason) => {
    clear();
    own.abort(reason);
  };
  for (const signal of signals) {
    if (signal === void 0) continue;
    const abort = () => end(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    removals.push(() => signal.removeEventListener("abort", abort));
  }
  if (own.signal.aborted) clear();
  return { signal: own.signal, isPast: () => past, clear };
}

export {
  startDeadline
};
