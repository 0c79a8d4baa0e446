import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  waitOf,
  waitedUntil
} from "./chunk-RZZMVHOL.js";
import {
  ProgressLine,
  fileText
} from "./chunk-GZ36LOAF.js";
import {
  peerName
} from "./chunk-O5CGNQMW.js";
import {
  fileError
} from "./chunk-2UUECZ3J.js";
import {
  argument,
  optional
} from "./chunk-IELCMXJV.js";
import {
  durationText
} from "./chunk-6NZXQKWI.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  ERROR_CODES,
  TalosError,
  isErrorCode,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/send-file.ts
import { realpath } from "node:fs/promises";

// src/cli/transfer-wait.ts
var TAKE_OVER_MS = 3e4;
async function awaitTransfer(context, agent, wait) {
  const progress = new ProgressLine(context);
  try {
    let view = await waitWith(context, agent, wait, progress);
    if (view === void 0) await agent[Symbol.asyncDispose]();
    const lastMs = context.io.now() + TAKE_OVER_MS;
    while (view === void 0) {
      context.io.signal.throwIfAborted();
      context.detail("the process that ran the agent ended; waiting from here");
      view = await waitAgain(context, wait, progress, lastMs);
    }
    return view;
  } finally {
    progress.end(wait.wanted.id);
  }
}
async function waitAgain(context, wait, progress, lastMs) {
  try {
    var _stack = [];
    try {
      const agent = __using(_stack, await context.open(wait.flags), true);
      return await waitWith(context, agent, wait, progress);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    if (!isTalosError(error, "E_LOCKED") || context.io.now() >= lastMs) throw error;
    return void 0;
  }
}
async function waitWith({ io }, agent, { wanted, untilMs }, progress) {
  const stop = new AbortController();
  const watched = watch(agent.api.transfers, wanted.id, progress, stop.signal);
  try {
    const waiting = untilMs === void 0 ? {} : { waitMs: Math.max(0, untilMs - io.now()) };
    return await agent.api.transfers.outcome({ ...wanted, ...waiting }, io.signal);
  } catch (error) {
    if (agent.isOwner || !isTalosError(error, "E_CLOSED")) throw error;
    return void 0;
  } finally {
    stop.abort();
    await watched;
  }
}
async function watch(api, id, progress, signal) {
  try {
    const feed = await api.events({ id }, { signal });
    feed.ended.catch(() => void 0);
    for (let event = await feed.next(); event !== void 0 && !signal.aborted; event = await feed.next()) {
      if (event.transfer.state === "running") progress.show(event.transfer);
      await feed.take();
    }
    await feed.close();
  } catch {
  }
}

// src/cli/commands/send-file.ts
var HINTS = {
  E_LIMIT: "talos limits shows how large a file of each kind may be, here; the peer has limits of its own",
  E_STORAGE_FULL: "this side or the other has no room for it"
};
var sendFile = async (context, args, options) => {
  var _stack = [];
  try {
    const peer = peerName(argument(args, 0, "PEER"));
    const path = await placeOf(context, argument(args, 1, "FILE"));
    const waitS = waitOf(options);
    const [port, name] = [optional(options, "port"), optional(options, "name")];
    const flags = port === void 0 ? {} : { port };
    const listening = port === void 0 ? {} : { port: (await context.settings(flags)).port.value };
    const untilMs = waitedUntil(waitS, context.io.now());
    const agent = __using(_stack, await context.open(flags), true);
    const params = { peer, path, ...listening, ...name === void 0 ? {} : { name } };
    const { id } = await begun(context, agent, params);
    const view = await becameOf(
      context,
      id,
      () => awaitTransfer(context, agent, { wanted: { id, ...listening }, untilMs, flags })
    );
    assertGoesOn(view);
    if (waitS !== void 0 && view.state !== "delivered")
      throw new TalosError("E_TIMEOUT", `not delivered within ${durationText(waitS)}`, {
        details: { id, state: view.state },
        hint: "it goes on: talos transfers list shows what becomes of it"
      });
    const state = view.state === "delivered" ? "delivered" : "queued";
    await context.print({ ...view, state, awaitsConsent: view.state === "offered" }, () => `${state} ${id}`);
    if (state === "queued") noteQueued(context, agent, view);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
async function placeOf(context, file) {
  try {
    return await realpath(context.path(file));
  } catch (error) {
    throw fileError(error, file);
  }
}
async function begun(context, agent, params) {
  try {
    return await agent.api.transfers.sendFile(params, context.io.signal);
  } catch (error) {
    if (agent.isOwner || !isTalosError(error, "E_CLOSED")) throw error;
    throw new TalosError("E_OUTCOME_UNKNOWN", "the process that ran the agent ended meanwhile", {
      cause: error,
      hint: "talos transfers list shows whether the transfer was begun"
    });
  }
}
async function becameOf(context, id, wait) {
  try {
    return await wait();
  } catch (error) {
    if (context.io.signal.aborted)
      context.note(`the file is still to be sent, while talos listen runs; talos transfers cancel ${id} ends that`);
    throw error;
  }
}
function assertGoesOn(view) {
  const { id, state, code } = view;
  const details = { id, state };
  if (state === "failed") {
    const known = isErrorCode(code) ? code : "E_INTERNAL";
    const hint = HINTS[known];
    throw new TalosError(known, `${fileText(view)}: ${ERROR_CODES[known].sentence}`, {
      details,
      ...hint === void 0 ? {} : { hint }
    });
  }
  if (state === "declined") throw new TalosError("E_DECLINED", `${printable(view.name)} was declined`, { details });
  if (state === "cancelled") throw new TalosError("E_CANCELLED", `${printable(view.name)} was cancelled`, { details });
}
function noteQueued(context, agent, { state, inMailbox }) {
  if (inMailbox) return context.note("the peer is away; the file waits in its mailbox");
  if (state === "offered") context.note("the peer has to accept the file first");
  if (agent.isOwner) context.note("nothing runs here: it goes on while talos listen runs");
  else context.note("the running agent goes on trying to deliver it");
}

export {
  awaitTransfer,
  sendFile,
  assertGoesOn
};
