import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  knownPeers
} from "./chunk-O5CGNQMW.js";
import {
  argument,
  optional
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import {
  fullIdentity
} from "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import {
  usage
} from "./chunk-6NZXQKWI.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-FX2GLV37.js";
import {
  DATA_DIR_NAMES
} from "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import "./chunk-LQJYXGFI.js";
import {
  isDid
} from "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import {
  plural
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import {
  ERROR_CODES,
  EXIT,
  TalosError,
  isErrorCode,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/acl.ts
import { join } from "node:path";
var WITH_TARGET = /^(?:tools\/call|resources\/(?:read|subscribe|unsubscribe)|prompts\/get|completion\/complete)$/;
var MAX_ASKED_CAPABILITIES = 64;
var check = async (context, args, options) => {
  const named = argument(args, 0, "PEER");
  const method = argument(args, 1, "METHOD");
  const target = args[2] ?? "";
  if (target === "" && WITH_TARGET.test(method))
    throw usage(`which tool, prompt or URI is ${printable(method)} about?`);
  const file = optional(options, "acl");
  const service = optional(options, "service");
  const question = {
    peer: fullIdentity(named) ?? named,
    method,
    target,
    ...file === void 0 ? {} : { file: context.path(file) },
    ...service === void 0 ? {} : { service }
  };
  const answer = await hasIdentity(context) ? await ask(context, question) : await askFile(question);
  await context.print(answer, () => inWords(answer));
  const { code } = answer;
  return code !== void 0 && isErrorCode(code) ? ERROR_CODES[code].exit : 0;
};
async function hasIdentity(context) {
  return await context.io.agents.identity(context.dataDir) !== void 0;
}
async function ask(context, question) {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const { peer } = question;
    if (!isDid(peer)) await assertAlias(agent.api, peer);
    return await agent.api.acl.check(question);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function assertAlias(api, text) {
  const peers = await api.contacts.peers();
  if (peers.some(({ alias }) => alias === text)) return;
  const near = peers.filter(({ did, alias }) => alias.startsWith(text) || did.includes(text));
  const names = near.map(({ did, alias }) => alias || did);
  const message = `no peer has the alias "${printable(text)}"`;
  if (near.length > 1)
    throw new TalosError("E_AMBIGUOUS", `${message}, and ${plural(near.length, "name")} begin so`, {
      hint: `name the peer in full: ${names.slice(0, 8).map(printable).join(", ")}`
    });
  throw new TalosError("E_NOT_FOUND", message, {
    hint: names[0] === void 0 ? "give a DID, or a whole alias" : `if it is ${printable(names[0])}, say so in full`
  });
}
async function askFile({ peer: name, method, target, file }) {
  if (file === void 0) throw usage("there is no identity and so no list", "name a list with --acl FILE");
  const [{ decide }, { limitsOf }, { parseAcl }, { readAclFile }] = await Promise.all([
    import("./decide-K55OG6QD.js"),
    import("./acl-5EYN2ECI.js"),
    import("./parse-GYBYDH37.js"),
    import("./acl-files-RKSPZIHN.js")
  ]);
  const bytes = await readAclFile(file);
  if (bytes === void 0) throw noFile(file);
  const acl = parseAcl(bytes, file);
  const peer = isDid(name) ? { did: name, alias: "" } : { did: "", alias: name };
  const { code, ...decision } = decide(acl, peer, method, target);
  const answer = { ...decision, peer: peer.did, alias: peer.alias, file, inForce: false, limits: limitsOf(acl, peer) };
  return code === void 0 ? answer : { ...answer, code };
}
function noFile(file) {
  return new TalosError("E_NOT_FOUND", `there is no access-control list ${printable(file)}`);
}
function inWords(answer) {
  const { allowed, code, rule, file, line, reason, inForce, limits } = answer;
  const where = line === 0 ? file : `${file}:${line}`;
  const by = rule === "" ? "" : ` by ${rule}`;
  const bounds = [
    ...limits.requestsPerMinute === void 0 ? [] : [`${plural(limits.requestsPerMinute, "call")} a minute`],
    ...limits.dataBytesPerDay === void 0 ? [] : [`${plural(limits.dataBytesPerDay, "byte")} a day`],
    ...limits.maxExecutionMs === void 0 ? [] : [`${limits.maxExecutionMs / 1e3} s a call`]
  ];
  return [
    printable(`${allowed ? "allowed" : `denied (${code ?? ""})`}${by}: ${reason}`),
    printable(`list    ${where}${inForce ? ", in force" : ""}`),
    ...bounds.length === 0 ? [] : [`limits  ${bounds.join(", ")}`],
    ...allowed && rule !== "" ? ["the capability of the peer must allow it too"] : []
  ];
}
var lint = async (context, args) => {
  const file = args[0] === void 0 ? join(context.dataDir, DATA_DIR_NAMES.permissions) : context.path(args[0]);
  const findings = await findingsOf(context, file);
  const errors = findings.filter(({ severity }) => severity === "error").length;
  await context.print(
    { file, valid: errors === 0, findings },
    () => findings.map(
      ({ severity, line, column, message }) => printable(`${line === 0 ? file : `${file}:${line}:${column}`}: ${severity}: ${message}`)
    )
  );
  await sayInForce(context, file);
  const counts = `${plural(errors, "error")}, ${plural(findings.length - errors, "warning")}`;
  context.note(`${printable(file)}: ${findings.length === 0 ? "nothing to remark" : counts}`);
  return errors === 0 ? EXIT.done : EXIT.usage;
};
async function sayInForce(context, file) {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.io.agents.attach(context.dataDir), true);
    for (const list of await agent?.api.acl.lists() ?? [])
      if (list.file === file && list.problem !== "")
        context.note(`${list.services.map(printable).join(", ")}: the list from before is in force`);
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function findingsOf(context, file) {
  const [{ lintAcl }, { readAcl }, { readAclFile }] = await Promise.all([
    import("./lint-GTTRVIT7.js"),
    import("./parse-GYBYDH37.js"),
    import("./acl-files-RKSPZIHN.js")
  ]);
  let bytes;
  try {
    bytes = await readAclFile(file);
  } catch (error) {
    if (!isTalosError(error, "E_CONFIG")) throw error;
    return [{ severity: "error", line: 0, column: 0, message: error.message }];
  }
  if (bytes === void 0) throw noFile(file);
  const read = readAcl(bytes);
  if ("faults" in read) return read.faults.map((fault) => ({ severity: "error", ...fault }));
  const world = await worldOf(context);
  return lintAcl(read.acl, world).map((warning) => ({ severity: "warning", ...warning }));
}
async function worldOf(context) {
  if (!await hasIdentity(context)) return {};
  try {
    var _stack = [];
    try {
      const agent = __using(_stack, await context.open(), true);
      const { api } = agent;
      const contacts = await api.contacts.peers();
      const others = (await knownPeers(api)).filter((did) => contacts.every((each) => each.did !== did));
      return {
        self: (await api.whoami()).did,
        peers: [...contacts.map(({ did, alias }) => ({ did, alias })), ...others.map((did) => ({ did, alias: "" }))],
        tools: await knownTools(api)
      };
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    if (!isTalosError(error)) throw error;
    context.note(`peers and tools were not compared: ${printable(error.message)}`);
    return {};
  }
}
async function knownTools(api) {
  const names = new Set((await api.status()).services.flatMap(({ tools }) => tools));
  const issued = (await api.capabilities()).filter(({ direction, revoked }) => direction === "issued" && !revoked);
  for (const { id } of issued.slice(-MAX_ASKED_CAPABILITIES)) {
    const { tools } = JSON.parse((await api.capability(id)).scope);
    for (const name of Object.keys(tools ?? {})) names.add(name);
  }
  return [...names];
}
export {
  check,
  lint
};
