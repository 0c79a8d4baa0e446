import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  Mutex
} from "./chunk-HYFGQGGD.js";
import {
  randomFraction
} from "./chunk-2LF6EQRB.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/storage/turns.ts
var AGAIN = /* @__PURE__ */ Symbol("again");
var MAX_STEP_ATTEMPTS = 64;
var MAX_WAIT_MS = 50;
var Turns = class {
  #taken = /* @__PURE__ */ new Map();
  /**
   * Takes a step when its turn comes, and again for as long as it gives {@link AGAIN}: it reads anew each time.
   *
   * @throws {TalosError} `E_STORAGE` where that does not end; what the step throws.
   */
  async run(name, step) {
    const turn = this.#taken.get(name) ?? { mutex: new Mutex(), tasks: 0 };
    this.#taken.set(name, turn);
    turn.tasks += 1;
    try {
      return await turn.mutex.run(() => untilHeld(step));
    } finally {
      turn.tasks -= 1;
      if (turn.tasks === 0) this.#taken.delete(name);
    }
  }
};
async function untilHeld(step) {
  for (let attempt = 1; attempt <= MAX_STEP_ATTEMPTS; attempt++) {
    const result = await step();
    if (result !== AGAIN) return result;
    const waitMs = randomFraction() * Math.min(MAX_WAIT_MS, attempt * 4);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  throw new TalosError("E_STORAGE", `others changed it ${MAX_STEP_ATTEMPTS} times meanwhile`);
}

export {
  AGAIN,
  Turns
};
