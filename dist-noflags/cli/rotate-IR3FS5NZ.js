import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  timeText
} from "./chunk-N5GQE2EY.js";
import "./chunk-6UZ6DTTU.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/rotate.ts
var prekeys = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const prekey = await agent.api.messages.rotatePrekeys();
    await context.print({ prekey }, () => {
      const until = timeText(prekey.expiresAtMs);
      return `new signed prekey ${prekey.id}, accepted until ${until}; those before it until they expire`;
    });
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
export {
  prekeys
};
