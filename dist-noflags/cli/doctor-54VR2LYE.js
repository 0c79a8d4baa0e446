import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  deadline
} from "./chunk-HYFGQGGD.js";
import {
  parseAddress
} from "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import {
  NOT_BEFORE_SKEW_S
} from "./chunk-KMHR7AZL.js";
import "./chunk-AGDCSQEJ.js";
import {
  networkFileSystem
} from "./chunk-QX52XIRR.js";
import "./chunk-NJ3XV43X.js";
import "./chunk-MWVEHJ3N.js";
import "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import {
  fileError
} from "./chunk-2UUECZ3J.js";
import "./chunk-IELCMXJV.js";
import {
  SETTINGS
} from "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import "./chunk-6NZXQKWI.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-FX2GLV37.js";
import {
  DATA_DIR_NAMES,
  isForeign,
  isOpenToOthers,
  isThere
} from "./chunk-ZWVE4A5M.js";
import {
  storageError
} from "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import {
  VERSION
} from "./chunk-KJ5PCUWR.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-LQJYXGFI.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
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
import {
  toHex
} from "./chunk-BYUQUT5F.js";
import {
  ERROR_CODES,
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/doctor.ts
import { existsSync } from "node:fs";

// src/node/machine.ts
import { closeSync, fdatasyncSync, lstatSync, openSync, readdirSync, statfsSync, unlinkSync, writeSync } from "node:fs";
import { request } from "node:http";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
var MAX_NAMES_LOOKED_AT = 256;
var WRITE_OF_OTHERS = 18;
var PROBE_BYTES = 4096;
var CLOCK_DEADLINE_MS = 3e3;
function wrongRights(path, readable) {
  const names = readdirSync(path).slice(0, MAX_NAMES_LOOKED_AT);
  return ["", ...names].flatMap((name) => {
    const file = name === "" ? path : join(path, name);
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (found === void 0 || found.isSocket()) return [];
    if (isForeign(found)) return [{ path: file, what: "belongs to another user", remedy: `chown -R "$USER" ${file}` }];
    if (found.isSymbolicLink()) return [];
    if (readable.includes(name))
      return (found.mode & WRITE_OF_OTHERS) === 0 ? [] : [{ path: file, what: "may be written by others", remedy: `chmod go-w ${file}` }];
    const remedy = `chmod ${found.isDirectory() ? "700" : "600"} ${file}`;
    return isOpenToOthers(found) ? [{ path: file, what: "is open to other users", remedy }] : [];
  });
}
var NATIVE_MODULES = ["sodium-native", "lmdb", "fs-native-extensions"];
function nativeModules(load = createRequire(import.meta.url)) {
  return NATIVE_MODULES.map((name) => {
    try {
      load(name);
      return { name };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      return { name, failure: text.split("\n", 1)[0] ?? "" };
    }
  });
}
function whyNoPort(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(void 0)));
  });
}
function ownFamilies() {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const has = (family) => all.some((each) => !each.internal && each.family === family && !each.address.startsWith("fe80:"));
  return { ip4: has("IPv4"), ip6: has("IPv6") };
}
function measureDisk(path) {
  const probe = join(path, `.probe-${toHex(randomBytes(8))}.tmp`);
  try {
    const { bavail, bsize, type } = statfsSync(path);
    const from = performance.now();
    const file = openSync(probe, "wx", 384);
    try {
      writeSync(file, new Uint8Array(PROBE_BYTES));
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
    const durableMs = performance.now() - from;
    const network = process.platform === "linux" ? networkFileSystem(type) : void 0;
    return { freeBytes: bavail * bsize, durableMs, ...network === void 0 ? {} : { network } };
  } catch (error) {
    throw storageError(error, "the data directory cannot be written");
  } finally {
    if (isThere(probe)) unlinkSync(probe);
  }
}
function clockAhead(host, port, signal) {
  return new Promise((resolve, reject) => {
    const fail = (code, message, cause) => reject(new TalosError(code, message, { cause }));
    const sentMs = Date.now();
    const asked = request({ host, port, path: "/healthz", method: "HEAD", timeout: CLOCK_DEADLINE_MS, signal });
    asked.on("timeout", () => asked.destroy(new TalosError("E_TIMEOUT", "the server says no time")));
    asked.on("error", (error) => fail("E_UNREACHABLE", "the server was not asked for its time", error));
    asked.on("response", (response) => {
      response.resume();
      const saidMs = Date.parse(response.headers.date ?? "");
      if (Number.isNaN(saidMs)) fail("E_PROTOCOL", "the server says no time");
      else resolve(saidMs + 500 - (sentMs + Date.now()) / 2);
    });
    asked.end();
  });
}

// src/cli/findings.ts
var CHECKS = [
  "versions",
  "native-modules",
  "permissions",
  "configuration",
  "identity",
  "clock",
  "storage",
  "ledger",
  "ports",
  "reachability",
  "registry"
];
var Findings = class {
  #all = [];
  get all() {
    return this.#all.toSorted((a, b) => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check));
  }
  /** Whether nothing failed. */
  get isHealthy() {
    return this.#all.every(({ state }) => state !== "failed");
  }
  /** That of the first thing that failed. */
  get exitStatus() {
    const code = this.all.find(({ state }) => state === "failed")?.code;
    return code === void 0 ? 0 : ERROR_CODES[code].exit;
  }
  ok(check, said) {
    this.#add(check, "ok", said);
  }
  warning(check, said) {
    this.#add(check, "warning", said);
  }
  skipped(check, said) {
    this.#add(check, "skipped", said);
  }
  failed(check, code, said) {
    this.#add(check, "failed", said, code);
  }
  /**
   * An error as what failed.
   *
   * @param remedy - Where the error has none.
   * @throws `error` where it is none of ours.
   */
  error(check, error, remedy, part) {
    const known = fileError(error, "data directory");
    if (!isTalosError(known)) throw error;
    const hint = known.hint === "" ? remedy : known.hint;
    this.failed(check, known.code, { message: known.message, remedy: hint, ...part === void 0 ? {} : { part } });
  }
  #add(check, state, { part, message, ...more }, code) {
    this.#all.push({
      id: part === void 0 ? check : printable(`${check}/${part}`),
      check,
      state,
      message: printable(message),
      ...more.remedy === void 0 ? {} : { remedy: printable(more.remedy) },
      ...code === void 0 ? {} : { code }
    });
  }
};
function findingLines(findings) {
  const rows = tableOf(findings.map(({ id, state, message }) => [state, id, message]));
  return rows.flatMap((row, at) => {
    const { remedy, code } = findings[at] ?? {};
    return [
      code === void 0 ? row : `${row} (${code})`,
      ...remedy === void 0 ? [] : [`         remedy: ${remedy}`]
    ];
  });
}

// src/cli/commands/doctor-clock.ts
var SET_IT = "set the clock of this machine, by NTP if possible: capabilities and records are judged by it";
async function clockOfLedger(context, findings, api) {
  const [newest] = await api.auditLog({ last: 1 });
  const nowMs = context.io.now();
  const behindMs = (newest?.timeMs ?? 0) - nowMs;
  const part = "ledger";
  if (behindMs > NOT_BEFORE_SKEW_S * 1e3)
    findings.failed("clock", "E_STALE", {
      part,
      message: `it is ${timeText(nowMs)} here, ${Math.round(behindMs / 1e3)} s before the newest entry of the ledger`,
      remedy: SET_IT
    });
  else findings.ok("clock", { part, message: `it is ${timeText(nowMs)}, after everything that was recorded` });
}
async function clockOfServers(context, findings, servers) {
  if (context.global.offline || servers.length === 0) return;
  for (const [at, { addresses }] of servers.entries()) {
    const part = `server-${at + 1}`;
    const aheadMs = await aheadOf(addresses, context.io.signal);
    const shown = printable(addresses[0] ?? "");
    if (aheadMs === void 0)
      findings.skipped("clock", { part, message: `${shown} says no time`, remedy: "see registry" });
    else if (Math.abs(aheadMs) > NOT_BEFORE_SKEW_S * 1e3)
      findings.warning("clock", {
        part,
        message: `${shown} is ${Math.round(Math.abs(aheadMs) / 1e3)} s ${aheadMs > 0 ? "ahead of" : "behind"} this clock`,
        remedy: SET_IT
      });
    else findings.ok("clock", { part, message: `as at ${shown}, within ${NOT_BEFORE_SKEW_S} s` });
  }
}
async function aheadOf(addresses, signal) {
  for (const text of addresses) {
    var _stack = [];
    try {
      const limit = __using(_stack, deadline(signal, CLOCK_DEADLINE_MS));
      try {
        const { host, port } = parseAddress(text);
        return await clockAhead(host, port, limit.signal);
      } catch {
        signal.throwIfAborted();
      }
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  }
  return void 0;
}

// src/cli/commands/doctor-ledger.ts
var REMEDY = "talos audit verify shows more; restore a backup, and tell those who hold checkpoints of this ledger";
async function ledgerOf(context, findings, api) {
  const { signal } = context.io;
  const feed = await api.audit.verify({}, { signal });
  try {
    for (let step = await feed.next(); step !== void 0; step = await feed.next()) {
      if (step.report === void 0) {
        await feed.take();
        continue;
      }
      const { valid, entries, blocks, archived, problems } = step.report;
      const size = `${plural(entries, "entry", "entries")} in ${plural(blocks, "block")}`;
      const unread = archived === 0 ? "" : `, ${archived} of them archived and checked by their headers alone`;
      if (valid) findings.ok("ledger", { message: `${size}${unread}: everything fits` });
      for (const [at, { code, message }] of problems.entries())
        findings.failed("ledger", "E_LEDGER_INVALID", {
          part: String(at + 1),
          message: `${code}: ${message}`,
          remedy: REMEDY
        });
      return;
    }
    await feed.ended;
    signal.throwIfAborted();
    throw new TalosError("E_CLOSED", "the agent ended meanwhile", { hint: "run the command again" });
  } catch (error) {
    if (!isTalosError(error)) throw error;
    findings.error("ledger", error, REMEDY);
  } finally {
    await feed.close();
  }
}

// src/cli/commands/doctor-network.ts
var REGISTRY_DEADLINE_MS = 8e3;
async function portsOf(findings, { host, port }, status) {
  if (status !== void 0 && status.addresses.length > 0) {
    findings.ok("ports", { message: `listens at ${status.addresses.map(printable).join(" ")}` });
    return;
  }
  const place = `${printable(host.value)} port ${port.value}`;
  const why = await whyNoPort(host.value, port.value);
  if (why === void 0)
    findings.ok("ports", { message: port.value === 0 ? "any that is free" : `${place} is free to listen on` });
  else if (why === "EADDRINUSE" && port.source === "built in")
    findings.warning("ports", {
      message: `${place} is taken`,
      remedy: "another free one is used; --port, or the setting port, names one that stays"
    });
  else
    findings.failed("ports", "E_UNREACHABLE", {
      message: `${place} cannot be listened on: ${why}`,
      remedy: why === "EADDRINUSE" ? "end what uses it, or choose another port" : why === "EACCES" ? "a port from 1024 on" : "an address of this machine as host, such as 0.0.0.0"
    });
}
var FAMILIES = "connect this machine to a network";
function reachabilityOf(context, findings, status) {
  const { ip4, ip6 } = ownFamilies();
  const part = "network";
  if (!ip4 && !ip6)
    findings.warning("reachability", { part, message: "this machine has no address but its own", remedy: FAMILIES });
  else findings.ok("reachability", { part, message: `addresses of ${familyText(ip4, ip6)}` });
  if (status === void 0 || status.addresses.length === 0) {
    const message = status === void 0 ? "no agent runs" : "the agent does not listen";
    findings.skipped("reachability", { message, remedy: "talos listen, then talos doctor beside it" });
    return;
  }
  const through = status.relays.filter(({ reserved }) => reserved);
  for (const [at, { relay, reserved, failure }] of status.relays.entries())
    if (!reserved)
      findings.warning("reachability", {
        part: `relay-${at + 1}`,
        message: `no place at the relay ${relay}${failure === void 0 ? " yet" : `: ${failure.code}: ${failure.message}`}`,
        remedy: "see that the relay runs, or name another one by the setting relay"
      });
  if (status.router?.address !== void 0)
    findings.ok("reachability", {
      part: "router",
      message: `the router forwards ${printable(status.router.address)} here, asked by ${printable(status.router.way ?? "")}`
    });
  else if (status.router !== void 0)
    findings.warning("reachability", {
      part: "router",
      message: `no port of the router leads here: ${printable(status.router.failure ?? "")}`,
      remedy: "have the router forward ports on request, or a port by hand; a relay needs neither"
    });
  if (status.reachability === "public") findings.ok("reachability", { message: "reached from the internet" });
  else if (through.length > 0)
    findings.ok("reachability", { message: `reached through ${through.map(({ relay }) => relay).join(" ")}` });
  else if (context.global.offline)
    findings.skipped("reachability", { message: "offline", remedy: "talos doctor without --offline" });
  else
    findings.warning("reachability", {
      message: status.reachability === "private" ? "not reached from the internet, and through no relay" : "not known: no server has tried",
      remedy: status.reachability === "private" ? "a relay (setting relay, or a server that offers one), or a port of the router (--nat-pmp, --upnp)" : "talos register --server HOST:PORT: a server in the internet tells"
    });
}
function familyText(ip4, ip6) {
  if (ip4 && ip6) return "IPv4 and IPv6";
  return ip4 ? "IPv4 alone" : "IPv6 alone";
}
async function registriesOf(context, findings, { server }, api, servers) {
  if (servers.length === 0) {
    const remedy = `talos register${server.value === "" ? " --server HOST:PORT" : ""}: found by its DID, with a mailbox while it is away`;
    const message = "registered with no server";
    if (server.value === "") findings.skipped("registry", { message, remedy });
    else findings.warning("registry", { message: `${message}, though ${server.value} is configured`, remedy });
    return;
  }
  await Promise.all(
    servers.map(async (each, at) => {
      const part = `server-${at + 1}`;
      const shown = `${each.addresses[0] ?? ""} (${each.did})`;
      if (context.global.offline) {
        findings.skipped("registry", {
          part,
          message: `${shown} was not asked`,
          remedy: "talos doctor without --offline"
        });
        return;
      }
      try {
        const ms = await timeOf(api, each, context.io.signal);
        findings.ok("registry", { part, message: `${shown} answers in ${ms.toFixed(0)} ms` });
      } catch (error) {
        context.io.signal.throwIfAborted();
        findings.error("registry", error, "see that the server runs; talos register --server names another one", part);
      }
    })
  );
}
async function timeOf(api, { addresses, did }, signal) {
  var _stack = [];
  try {
    const limit = __using(_stack, deadline(signal, REGISTRY_DEADLINE_MS));
    let failure = new TalosError("E_UNREACHABLE", `the server ${printable(did)} has no address`);
    for (const address of addresses)
      try {
        const from = performance.now();
        await api.servers.peers({ address, limit: 1 }, limit.signal);
        return performance.now() - from;
      } catch (error) {
        if (!isTalosError(error)) throw error;
        failure = error;
      }
    throw failure;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    __callDispose(_stack, _error, _hasError);
  }
}

// src/cli/commands/doctor.ts
var OLDEST_NODE = [20, 19];
var LEAST_FREE_BYTES = 64 * 1024 * 1024;
var LITTLE_FREE_BYTES = 1024 * 1024 * 1024;
var SLOW_DISK_MS = 250;
var READABLE = [DATA_DIR_NAMES.config, DATA_DIR_NAMES.permissions];
var OTHER_VARIABLES = [
  "TALOS_HOME",
  "TALOS_SERVER_HOME",
  "TALOS_RELAY_HOME",
  "TALOS_PASSPHRASE_FILE",
  "TALOS_STORE",
  "TALOS_CALLER_DID",
  "TALOS_CALLER_ALIAS",
  "TALOS_CAPABILITY_ID"
];
var doctor = async (context) => {
  const findings = new Findings();
  await examine(context, findings);
  context.io.signal.throwIfAborted();
  const { all, isHealthy, exitStatus } = findings;
  await context.print({ healthy: isHealthy, dataDir: context.dataDir, findings: all }, () => findingLines(all));
  return exitStatus;
};
async function examine(context, findings) {
  versionsOf(findings);
  const canOpen = modulesOf(findings);
  const settings = await configurationOf(context, findings);
  directoryOf(context, findings);
  if (!canOpen) {
    findings.skipped("identity", { message: "needs the native modules", remedy: "see native-modules" });
    return;
  }
  const identity = await identityOf(context, findings);
  if (settings === void 0 || identity === void 0) {
    if (settings !== void 0) await portsOf(findings, settings);
    return;
  }
  await agentOf(context, findings, settings);
}
function versionsOf(findings) {
  const { version, platform, arch } = process;
  const [major = 0, minor = 0] = version.slice(1).split(".").map(Number);
  const message = `talos ${VERSION}, Node ${version.slice(1)} on ${platform} ${arch}`;
  const [oldest, oldestMinor] = OLDEST_NODE;
  if (major > oldest || major === oldest && minor >= oldestMinor) findings.ok("versions", { message });
  else
    findings.failed("versions", "E_VERSION", {
      message: `${message}; Node ${OLDEST_NODE.join(".")} is the oldest that works`,
      remedy: "install a newer Node: 20.19, 22 or 24"
    });
}
function modulesOf(findings) {
  const modules = nativeModules();
  const missing = modules.filter(({ failure }) => failure !== void 0);
  for (const { name, failure } of missing) {
    const said = { part: name, message: `${name} cannot be loaded: ${failure}`, remedy: `npm rebuild ${name}` };
    if (name === "sodium-native")
      findings.warning("native-modules", { ...said, message: `${said.message}; slower code does its work` });
    else findings.failed("native-modules", "E_INTERNAL", said);
  }
  if (missing.length === 0) findings.ok("native-modules", { message: modules.map(({ name }) => name).join(", ") });
  return missing.every(({ name }) => name === "sodium-native");
}
async function configurationOf(context, findings) {
  const read = [...OTHER_VARIABLES, ...Object.values(SETTINGS).map(({ variable }) => variable)];
  for (const name of Object.keys(context.io.env).filter((each) => each.startsWith("TALOS_") && !read.includes(each)))
    findings.warning("configuration", {
      part: name,
      message: `the environment has ${name}, which nothing reads`,
      remedy: `unset ${printable(name)}, or see talos limits for the names that there are`
    });
  try {
    const settings = await context.settings();
    const names = Object.keys(settings).filter((name) => settings[name].source !== "built in");
    const sources = names.map((name) => `${name} (${settings[name].source})`).join(", ");
    findings.ok("configuration", { message: names.length === 0 ? "everything as built in" : `set: ${sources}` });
    return settings;
  } catch (error) {
    findings.error("configuration", error, `correct ${context.dataDir}/${DATA_DIR_NAMES.config}`);
    return void 0;
  }
}
function directoryOf({ dataDir }, findings) {
  const none = { message: `there is no ${dataDir} yet`, remedy: "talos init --name NAME makes it" };
  if (!existsSync(dataDir)) {
    findings.skipped("permissions", none);
    findings.skipped("storage", { ...none, part: "disk" });
    return;
  }
  try {
    const wrong = wrongRights(dataDir, READABLE);
    for (const { path, what, remedy } of wrong)
      findings.failed("permissions", "E_STORAGE_DENIED", {
        part: path === dataDir ? "." : path.slice(dataDir.length + 1),
        message: `${path} ${what}`,
        remedy
      });
    if (wrong.length === 0) findings.ok("permissions", { message: `${dataDir} is this user's alone` });
  } catch (cause) {
    findings.failed("permissions", "E_STORAGE_DENIED", {
      message: `${dataDir} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: "run talos as the owner of the data directory, or use another one"
    });
    return;
  }
  diskOf(dataDir, findings);
}
function diskOf(dataDir, findings) {
  try {
    const { freeBytes, durableMs, network } = measureDisk(dataDir);
    const free = `${Math.floor(freeBytes / 1024 / 1024)} MiB free`;
    const said = { part: "disk", message: `${free}, a durable write takes ${durableMs.toFixed(1)} ms` };
    if (freeBytes < LEAST_FREE_BYTES)
      findings.failed("storage", "E_STORAGE_FULL", { ...said, remedy: "make room: nothing can be recorded soon" });
    else if (network !== void 0)
      findings.failed("storage", "E_STORAGE_DENIED", {
        ...said,
        message: `${dataDir} lies on ${network}; ${said.message}`,
        remedy: "a data directory on a disk of this machine: network file systems lose locks and writes"
      });
    else if (freeBytes < LITTLE_FREE_BYTES) findings.warning("storage", { ...said, remedy: "make room" });
    else if (durableMs > SLOW_DISK_MS)
      findings.warning("storage", { ...said, remedy: "a faster disk: each call waits for such a write" });
    else findings.ok("storage", said);
  } catch (error) {
    findings.error("storage", error, "the data directory must be writable", "disk");
  }
}
async function identityOf(context, findings) {
  try {
    const identity = await context.identity();
    const seal = identity.keystore === "passphrase" ? "under a passphrase" : "under a key file beside it: a copy of both can be opened";
    findings.ok("identity", { message: `${identity.did} (${printable(identity.name)}), keystore ${seal}` });
    if (identity.createdMs > context.io.now())
      findings.failed("clock", "E_STALE", {
        message: "the identity was made in the future of this clock",
        remedy: "set the clock of this machine, by NTP if possible"
      });
    return identity;
  } catch (error) {
    findings.error("identity", error, "restore the keystore from a backup, or talos recover");
    return void 0;
  }
}
async function agentOf(context, findings, settings) {
  try {
    var _stack = [];
    try {
      const running = __using(_stack, await context.io.agents.attach(context.dataDir), true);
      if (running !== void 0) {
        await askAgent(context, findings, settings, running.api, true);
        return;
      }
      const own = __using(_stack, await context.open(), true);
      await askAgent(context, findings, settings, own.api, !own.isOwner);
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  } catch (error) {
    context.io.signal.throwIfAborted();
    await notOpened(context, findings, error);
    await portsOf(findings, settings);
  }
}
async function askAgent(context, findings, settings, api, isRunning) {
  const status = await api.status();
  findings.ok("storage", {
    message: isRunning ? `process ${status.owner.pid} has it open and answers` : "opens, and holds what it says"
  });
  await clockOfLedger(context, findings, api);
  await ledgerOf(context, findings, api);
  await portsOf(findings, settings, isRunning ? status : void 0);
  reachabilityOf(context, findings, isRunning ? status : void 0);
  const servers = await api.servers.list();
  await Promise.all([
    registriesOf(context, findings, settings, api, servers),
    clockOfServers(context, findings, servers)
  ]);
}
async function notOpened(context, findings, error) {
  if (!isTalosError(error)) throw error;
  const { code } = error;
  if (code === "E_PASSPHRASE" || code === "E_KEYSTORE") {
    const check = { part: "keystore", message: error.message, remedy: error.hint || "--passphrase-file FILE" };
    if (code === "E_PASSPHRASE" && await context.passphraseOfFile() === void 0 && !context.io.stdinIsTerminal)
      findings.skipped("identity", check);
    else findings.failed("identity", code, check);
    findings.skipped("ledger", { message: "the keystore was not opened", remedy: check.remedy });
    return;
  }
  findings.error("storage", error, "see the message; docs/operations.md has how to restore a backup");
  if (code === "E_STORAGE_CORRUPT" || code === "E_LEDGER_INVALID") await damagedLedger(context, findings);
}
async function damagedLedger(context, findings) {
  try {
    const { signal } = context.io;
    const { problems } = await context.io.agents.audit(context.dataDir, {}, { signal });
    for (const [at, { code, message }] of problems.entries())
      findings.failed("ledger", "E_LEDGER_INVALID", {
        part: String(at + 1),
        message: `${code}: ${message}`,
        remedy: "restore a backup; talos audit verify shows all of it"
      });
    if (problems.length === 0) findings.ok("ledger", { message: `verifies, ${plural(problems.length, "problem")}` });
  } catch (error) {
    findings.error("ledger", error, "restore a backup");
  }
}
export {
  LEAST_FREE_BYTES,
  LITTLE_FREE_BYTES,
  SLOW_DISK_MS,
  doctor
};
