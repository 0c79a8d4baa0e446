import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  capabilityId
} from "./chunk-KQWONRYI.js";
import "./chunk-FGSRQPL5.js";
import "./chunk-SCX7KA7T.js";
import "./chunk-O5CGNQMW.js";
import {
  isArchiveFault,
  openArchive
} from "./chunk-T7AGQAJU.js";
import "./chunk-T6VEM7CY.js";
import "./chunk-QWERRDFN.js";
import "./chunk-ELIUXP3L.js";
import "./chunk-MWVEHJ3N.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import {
  archivesOf,
  writeText
} from "./chunk-2UUECZ3J.js";
import {
  argument,
  optional,
  required
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import {
  timeMs
} from "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import {
  usage
} from "./chunk-6NZXQKWI.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-FX2GLV37.js";
import "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import "./chunk-M6P7E2C5.js";
import "./chunk-IRN4JU72.js";
import "./chunk-O5SJSCRQ.js";
import "./chunk-KCG6GPTE.js";
import "./chunk-KEZCLDZJ.js";
import "./chunk-IP5NY5SG.js";
import "./chunk-5PLSURYL.js";
import "./chunk-5ZXZSGQE.js";
import "./chunk-MNGPKMNL.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-HROBTZ6Q.js";
import "./chunk-DCRUBV73.js";
import "./chunk-SDVHVV53.js";
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
  tableOf,
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/cosigned-root.ts
async function cosignedRoot(api, checkpoint) {
  if (checkpoint === "") return { json: { cosigners: [] }, rows: [] };
  const { newest, cosigned } = await api.witness.root();
  const { cosigners, note } = newest;
  const json = { cosigners, note, ...cosigned === void 0 ? {} : { cosigned } };
  if (cosigners.length > 0) return { json, rows: cosigners.map((each) => ["cosigned", textOf(each)]) };
  if (cosigned === void 0) return { json, rows: [] };
  const before = `at ${plural(cosigned.size, "entry", "entries")}, by`;
  return { json, rows: cosigned.cosigners.map((each) => ["cosigned", `${before} ${textOf(each)}`]) };
}
var textOf = ({ witness, timeMs: timeMs2 }) => `${printable(witness)}, ${timeText(timeMs2)}`;

// src/cli/commands/audit-keep.ts
var FIRST_TIME_MS = 1e12;
var root = async (context, _args, options) => {
  var _stack = [];
  try {
    const file = optional(options, "out");
    const agent = __using(_stack, await context.open(), true);
    const state = await agent.api.audit.root();
    const { json, rows } = await cosignedRoot(agent.api, state.checkpoint);
    if (file !== void 0) {
      await writeText(context, file, json.note ?? state.checkpoint);
      return 0;
    }
    await context.print({ ...state, ...json }, () => [
      ...tableOf([
        ["author", state.author],
        ["network", `${state.network}, difficulty ${state.difficulty}`],
        ["block", `${state.height}, ${state.block}`],
        ["work", state.work],
        ["entries", `${state.size}`],
        ["root", state.root],
        ...rows,
        ...state.first === 0 ? [] : [["archived", `blocks below ${state.first}`]]
      ]),
      "",
      ...printableNote(state.checkpoint)
    ]);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function printableNote(note) {
  return note.trimEnd().split("\n").map(printable);
}
var archive = async (context, _args, options) => {
  var _stack = [];
  try {
    const check = optional(options, "check");
    if (check !== void 0) return checkArchive(context, check);
    const params = {
      ...boundOf(required(options, "before", "--before")),
      file: context.path(fileOf(required(options, "out", "--out")))
    };
    const agent = __using(_stack, await context.open(), true);
    const made = await agent.api.audit.archive(params);
    await context.print({ ...made, file: params.file }, () => [
      `archived ${plural(made.entries, "entry", "entries")} of the blocks ${made.from} to ${made.to} in ${printable(params.file)}`,
      "keep the file: what is in it is here no longer"
    ]);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function fileOf(name) {
  if (name === "-") throw usage("--out must be a file: the entries are here no longer once they are in it");
  return name;
}
function boundOf(text) {
  if (!/^\d+$/.test(text) || Number(text) >= FIRST_TIME_MS) return { beforeMs: timeMs(text, "--before") };
  return { beforeHeight: Number(text) };
}
async function checkArchive(context, name) {
  const [{ archiveFiles }, { initCrypto }] = await Promise.all([
    import("./archive-file-YA6VWK6N.js"),
    import("./init-EUWTQFBF.js")
  ]);
  await initCrypto();
  try {
    const { head, blocks } = await openArchive(() => archiveFiles.read(context.path(name)));
    let entries = 0;
    for await (const each of blocks) {
      context.io.signal.throwIfAborted();
      entries += each.entries.length;
    }
    const { author, from, to } = head;
    await context.print(
      { valid: true, author, network: head.network.name, from, to, entries },
      () => `valid: ${plural(entries, "entry", "entries")} of the blocks ${from} to ${to} of ${author}`
    );
    return 0;
  } catch (error) {
    if (!isArchiveFault(error)) throw error;
    throw new TalosError("E_LEDGER_INVALID", printable(error.message), { cause: error });
  }
}
var forget = async (context, args, options) => {
  var _stack = [];
  try {
    const id = capabilityId(argument(args, 0, "ENTRY"));
    const archives = archivesOf(context, options);
    const agent = __using(_stack, await context.open(), true);
    const done = await agent.api.audit.forget({ id, ...archives.length === 0 ? {} : { archives } });
    await context.print(done, () => {
      const erased = [...done.salt ? ["its salt"] : [], ...done.text ? ["its text"] : []];
      return erased.length === 0 ? `nothing is left of the content of ${done.id}` : `erased ${erased.join(" and ")}: what ${done.id} commits to cannot be shown any more`;
    });
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var reindex = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    await agent.api.audit.reindex();
    await context.print({ reindexed: true }, () => "the index was made anew");
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
export {
  archive,
  forget,
  reindex,
  root
};
