import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  showWords,
  wordsFile
} from "./chunk-RPAFPWHX.js";
import "./chunk-2UUECZ3J.js";
import "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import "./chunk-6NZXQKWI.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-FX2GLV37.js";
import "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import "./chunk-LQJYXGFI.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  plural,
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/rotate-identity.ts
var rotateIdentity = async (context, _args, options) => {
  const keepWords = await wordsFile(context, options);
  const { keystore } = await context.identity();
  const passphrase = keystore === "passphrase" ? await context.passphrase("passphrase: ") : void 0;
  const { dataDir } = context;
  const force = options["force"] === true;
  const rotated = await context.io.agents.rotate({ dataDir, passphrase, force, keepWords });
  const { identity, from, succession, timeMs, words } = rotated;
  if (keepWords === void 0) showWords(context, words, "talos rotate identity --words-file FILE");
  const announced = context.global.offline ? void 0 : await announce(context);
  const shown = {
    id: identity.did,
    from,
    to: identity.did,
    atMs: timeMs,
    succession: JSON.parse(succession)
  };
  await context.print({ ...shown, ...announced ?? { told: [], notReached: [] } }, () => [
    identity.did,
    `goes on for ${from} since ${timeText(timeMs)}`,
    ...announced === void 0 ? [] : [toldText(announced)]
  ]);
  context.note(`the store and the ledger of before are kept below ${dataDir}/former; their key is gone`);
  return 0;
};
function toldText({ told, notReached }) {
  const late = notReached.length === 0 ? "" : `; ${notReached.length} not reached, who learn it when they are connected`;
  return `${plural(told.length, "peer has", "peers have")} read it${late}`;
}
async function announce(context) {
  try {
    var _stack = [];
    try {
      const agent = __using(_stack, await context.open(), true);
      const { servers, identities } = agent.api;
      if ((await servers.list()).length > 0)
        try {
          await servers.register({}, context.io.signal);
        } catch (error) {
          if (!isTalosError(error)) throw error;
          context.note(`not registered anew yet: ${printable(error.message)}; talos register does it`);
        }
      return await identities.announce(context.io.signal);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    if (!isTalosError(error)) throw error;
    context.note(`nobody was told yet: ${printable(error.message)}`);
    return void 0;
  }
}
export {
  rotateIdentity
};
