import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/base/lifetime.ts
var Mutex = class {
  #last = Promise.resolve();
  /**
   * Runs `task` when all tasks before it have ended, whether well or badly.
   *
   * @param signal - Aborted before its turn, the task does not run and the result rejects with the signal's reason.
   * @returns What `task` gives or throws.
   */
  run(task, signal) {
    const turn = this.#last.then(() => {
      signal?.throwIfAborted();
      return task();
    });
    this.#last = turn.then(nothing, nothing);
    return turn;
  }
};
function nothing() {
}
function deadline(signal, ms) {
  if (!(ms >= 0)) throw new RangeError(`ms must be 0 or more, got ${ms}`);
  const controller = new AbortController();
  const follow = () => controller.abort(signal?.reason);
  const timer = setTimeout(
    () => controller.abort(new TalosError("E_TIMEOUT", `no answer within ${ms} ms`, { details: { ms } })),
    // Timers hold 31 bits; what is longer is for ever.
    Math.min(ms, 2147483647)
  );
  const dispose = () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", follow);
  };
  controller.signal.addEventListener("abort", dispose, { once: true });
  if (signal?.aborted === true) follow();
  else signal?.addEventListener("abort", follow, { once: true });
  return { signal: controller.signal, [Symbol.dispose]: dispose };
}
async function settledWithin(work, ms) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.then(nothing, nothing), late]);
  clearTimeout(timer);
}
async function closeAll(held) {
  const errors = [];
  for (const one of held.toReversed()) {
    try {
      if (one === void 0) continue;
      if (Symbol.asyncDispose in one) await one[Symbol.asyncDispose]();
      else one[Symbol.dispose]();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} of ${held.length} did not close`);
}

export {
  Mutex,
  deadline,
  settledWithin,
  closeAll
};
