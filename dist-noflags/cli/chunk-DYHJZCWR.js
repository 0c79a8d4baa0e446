import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  ProgressLine,
  bytesText,
  fileText,
  stateText
} from "./chunk-GZ36LOAF.js";
import {
  who
} from "./chunk-CICWD6ZG.js";
import {
  BoundedMap
} from "./chunk-RREDWCKR.js";
import {
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable,
  printableJson
} from "./chunk-6UZ6DTTU.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/cli/listen-files.ts
var MAX_PRINTED = 4096;
var PROGRESS_MS = 1e3;
var FilePrinter = class {
  #context;
  #acceptance;
  /** Asks the person, one question at a time. */
  #ask;
  #progress;
  #printed = new BoundedMap(MAX_PRINTED);
  #toldAtMs = new BoundedMap(MAX_PRINTED);
  #asked = new BoundedMap(MAX_PRINTED);
  constructor(context, acceptance, ask) {
    this.#context = context;
    this.#acceptance = acceptance;
    this.#ask = ask;
    this.#progress = new ProgressLine(context);
  }
  /** Prints what `feed` gives, as far as it is asked for, until it is over. @throws What ended it; what printing throws. */
  async run(api, feed, isAsked = () => true) {
    for (let event = await feed.next(); event !== void 0; event = await feed.next()) {
      if (isAsked(event)) await this.#take(event);
      if (event.kind === "offered" && event.transfer.direction === "received") this.#offered(api, event.transfer);
      await feed.take();
    }
    await feed.ended;
  }
  async #take({ kind, transfer }) {
    if (kind === "progress") return this.#goesOn(transfer);
    this.#progress.end(transfer.id);
    const now = `${kind} ${transfer.state} ${transfer.code}`;
    if (this.#printed.get(transfer.id) === now) return;
    this.#printed.set(transfer.id, now);
    await this.#print(kind, transfer);
  }
  async #goesOn(transfer) {
    this.#progress.show(transfer);
    const { io, global } = this.#context;
    const nowMs = io.now();
    if (!global.json || nowMs - (this.#toldAtMs.get(transfer.id) ?? Number.NEGATIVE_INFINITY) < PROGRESS_MS) return;
    this.#toldAtMs.set(transfer.id, nowMs);
    await this.#print("progress", transfer);
  }
  async #print(kind, transfer) {
    const { io, global } = this.#context;
    if (global.json) return io.write(`${printableJson(JSON.stringify({ event: "file", kind, ...transfer }))}
`);
    const { changedAtMs, direction, peer, alias, id, path } = transfer;
    const place = kind === "received" ? `  ${printable(path)}` : "";
    const state = kind === "failed" ? stateText(transfer) : kind;
    const what = `${fileText(transfer)}, ${bytesText(transfer.size)}`;
    const whom = `${direction === "sent" ? "to" : "from"} ${who(peer, alias)}`;
    await io.write(`${timeText(changedAtMs)}  file ${whom}  ${printable(id)}  ${state}  ${what}${place}
`);
  }
  #offered(api, transfer) {
    const { id } = transfer;
    if (this.#asked.get(id) === true) return;
    this.#asked.set(id, true);
    if (this.#acceptance === "watch") return;
    if (this.#acceptance === "wait")
      return this.#context.note(`talos transfers accept ${printable(id)} takes this file, decline refuses it`);
    this.#answer(api, transfer).catch((error) => {
      if (isTalosError(error)) this.#context.note(printable(`${id}: ${error.message}`));
    });
  }
  async #answer(api, transfer) {
    const { id, peer, alias, size } = transfer;
    const question = `${who(peer, alias)} wants to send ${fileText(transfer)}, ${bytesText(size)}: take it?`;
    if (this.#acceptance === "all" || await this.#ask(question)) await api.accept(id);
    else await api.decline(id);
  }
};

export {
  FilePrinter
};
