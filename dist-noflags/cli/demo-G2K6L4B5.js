import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  initiateDurable,
  openMessage,
  readEnvelope,
  respondDurable,
  sealMessage
} from "./chunk-IXK6KCNZ.js";
import {
  createBundle,
  verifyBundle
} from "./chunk-ZQXW6JLI.js";
import {
  RpcCaller
} from "./chunk-XZPTRYSX.js";
import {
  verifyProofFile
} from "./chunk-PXRMS2MY.js";
import "./chunk-2TWMYMXK.js";
import {
  ENVELOPE_TYPES,
  makeMessageId
} from "./chunk-Q36X44RV.js";
import "./chunk-MLWQ53TO.js";
import "./chunk-IDTG2NVN.js";
import {
  Identity
} from "./chunk-GODHKPSB.js";
import "./chunk-UEVFT7Q3.js";
import "./chunk-DT4EQJ6R.js";
import {
  RPC_CODES,
  isJsonObject,
  readRpc,
  writeRpc
} from "./chunk-FX2GLV37.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import {
  VERSION
} from "./chunk-KJ5PCUWR.js";
import {
  initCrypto
} from "./chunk-ZCE2KQBH.js";
import {
  generateKemKeyPair
} from "./chunk-SVWQ5RWK.js";
import "./chunk-KCG6GPTE.js";
import "./chunk-IP5NY5SG.js";
import "./chunk-5PLSURYL.js";
import "./chunk-5ZXZSGQE.js";
import "./chunk-MNGPKMNL.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-HROBTZ6Q.js";
import "./chunk-DCRUBV73.js";
import {
  generateAgreementKeyPair
} from "./chunk-SDVHVV53.js";
import "./chunk-LQJYXGFI.js";
import "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import {
  parseJson
} from "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-4RR5MITZ.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import {
  fromUtf8,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  EXIT,
  TalosError,
  invariant,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/demo.ts
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

// src/cli/demo-message.ts
var DAY_MS = 864e5;
var NO_ONE_TIME = { oneTimePrekeys: [], oneTimeKems: [] };
function demonstrateMessage(text, nowMs) {
  const [alice, bob] = [Identity.generate("alice", nowMs), Identity.generate("bob", nowMs)];
  const prekeys = { signed: generateAgreementKeyPair(), kem: generateKemKeyPair() };
  const [signedPrekey, kemPrekey] = [
    { id: 1, pair: prekeys.signed },
    { id: 1, pair: prekeys.kem }
  ];
  const times = { issuedAtMs: nowMs, expiresAtMs: nowMs + DAY_MS, prekeysExpireAtMs: nowMs + DAY_MS };
  const bundle = createBundle(bob, { sequence: 1, ...times, signedPrekey, kemPrekey, ...NO_ONE_TIME });
  const sending = initiateDurable(alice, verifyBundle(bundle, { did: bob.did, nowMs }));
  const message = {
    type: ENVELOPE_TYPES.text,
    id: makeMessageId(nowMs),
    timestampMs: nowMs,
    text: utf8(text),
    salt: randomBytes(32)
  };
  const { envelope } = sealMessage(sending, alice, message);
  const secrets = {
    kind: "durable",
    certificate: bob.certificate,
    signedPrekey,
    kemPrekey,
    isOneTimeKem: false,
    oneTimePrekey: void 0,
    nonce: new Uint8Array(0)
  };
  const receiving = respondDurable(bob, sending.pending ?? new Uint8Array(0), secrets, { nowMs });
  const route = { sender: alice.did, recipient: bob.did };
  let refused = 0;
  for (let bit = 0; bit < envelope.length * 8; bit++) {
    const tampered = envelope.slice();
    tampered[bit >> 3] = tampered[bit >> 3] ^ 1 << (bit & 7);
    if (!opens(receiving, tampered, route, nowMs)) refused++;
  }
  const opened = openMessage(receiving, readEnvelope(envelope, route), nowMs);
  return {
    sessions: [toHex(sending.id), toHex(receiving.id)],
    bytes: envelope.length,
    turned: envelope.length * 8,
    refused,
    text: fromUtf8(opened.text)
  };
}
function opens(session, envelope, route, nowMs) {
  try {
    openMessage(session, readEnvelope(envelope, route), nowMs);
    return true;
  } catch (error) {
    if (isTalosError(error)) return false;
    throw error;
  }
}

// src/cli/demo-processes.ts
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
var STEP_TIMEOUT_MS = 12e4;
var MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
var DemoProcesses = class {
  #env;
  #program = fileURLToPath(new URL("./bin.js", import.meta.url));
  #running = /* @__PURE__ */ new Set();
  /** @param env - Environment of the processes. */
  constructor(env) {
    this.#env = { ...env, TALOS_HOME: void 0, TALOS_PASSPHRASE_FILE: void 0 };
  }
  #start(dataDir, args, stdin = "ignore") {
    const child = spawn(process.execPath, [this.#program, "--data-dir", dataDir, ...args], {
      env: this.#env,
      stdio: [stdin, "pipe", "pipe"]
    });
    this.#running.add(child);
    child.once("exit", () => this.#running.delete(child));
    return child;
  }
  /** Runs a command to its end. @throws {TalosError} `E_TIMEOUT` if it does not end. */
  async run(dataDir, args) {
    const child = this.#start(dataDir, args);
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    const status = await within(
      new Promise((resolve) => {
        child.once("close", (code) => resolve(code ?? 1));
      }),
      `talos ${args[0] ?? ""}`
    );
    return { status, stdout: await stdout, stderr: await stderr };
  }
  /** Runs a command with `--json` and reads what it prints. @throws {TalosError} `E_TOOL_FAILED` if it fails. */
  async json(dataDir, args) {
    const { status, stdout, stderr } = await this.run(dataDir, ["--json", ...args]);
    const first = stdout.split("\n")[0] ?? "";
    if (status !== 0) throw failed(args, `${stderr.trim()} ${first}`.trim());
    return objectOf(first, args);
  }
  /** Runs a command with `--json` that prints one object a line. @throws as {@link json}. */
  async lines(dataDir, args) {
    const { status, stdout, stderr } = await this.run(dataDir, ["--json", ...args]);
    if (status !== 0) throw failed(args, stderr.trim());
    return stdout.split("\n").filter((line) => line !== "").map((line) => objectOf(line, args));
  }
  /** Starts a command that goes on, and reads its first line with `--json`. @throws {TalosError} `E_TOOL_FAILED`. */
  async serve(dataDir, args) {
    const child = this.#start(dataDir, ["--json", ...args]);
    const stderr = collect(child.stderr);
    const { stdout } = child;
    invariant(stdout !== null, "a command of the demo has pipes");
    const lines = createInterface({ input: stdout });
    const first = new Promise((resolve) => {
      lines.once("line", resolve);
    });
    const gone = new Promise((_, reject) => {
      child.once("exit", () => void stderr.then((text) => reject(failed(args, text.trim()))));
    });
    return objectOf(await within(Promise.race([first, gone]), `talos ${args[0] ?? ""}`), args);
  }
  /**
   * Starts `mcp-connect`, and speaks with it as an MCP client does, over its standard input and output.
   *
   * @returns The client; every call fails when the process ends.
   */
  connect(dataDir, target) {
    const child = this.#start(dataDir, ["mcp-connect", target], "pipe");
    const stderr = collect(child.stderr);
    const { stdin, stdout } = child;
    invariant(stdin !== null && stdout !== null, "mcp-connect has pipes");
    const caller = new RpcCaller((json) => void stdin.write(`${writeRpc(json)}
`));
    createInterface({ input: stdout }).on("line", (line) => {
      const rpc = readRpc(line);
      if (rpc.kind !== "fault") caller.take(rpc, void 0);
    });
    child.once("exit", () => void stderr.then((text) => caller.fail(failed(["mcp-connect"], text.trim()))));
    return caller;
  }
  /** Ends every process that still runs. */
  async [Symbol.asyncDispose]() {
    const ends = [...this.#running].map(
      (child) => new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      })
    );
    await Promise.all(ends);
  }
};
async function collect(stream) {
  let text = "";
  for await (const chunk of stream ?? []) if (text.length < MAX_OUTPUT_BYTES) text += String(chunk);
  return text;
}
async function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new TalosError("E_TIMEOUT", `${what} did not end in time`)), STEP_TIMEOUT_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
function objectOf(line, args) {
  const json = parseJson(line);
  if (!isJsonObject(json)) throw failed(args, "it printed no JSON object");
  return json;
}
function failed(args, why) {
  return new TalosError("E_TOOL_FAILED", `talos ${args.slice(0, 2).join(" ")} failed: ${why}`);
}

// src/cli/commands/demo.ts
var SERVER = "@modelcontextprotocol/server-filesystem";
var SERVER_VERSION = "2026.8.31";
var NOTE = "the quarterly figures are in the other folder\n";
var demo = async (context) => {
  var _stack = [];
  try {
    const startedMs = performance.now();
    const folder = await mkdtemp(join(tmpdir(), "talos-demo-"));
    const processes = __using(_stack, new DemoProcesses(context.io.env), true);
    const scene = {
      context,
      processes,
      owner: join(folder, "owner"),
      agent: join(folder, "agent"),
      auditor: join(folder, "auditor"),
      share: await mkdtemp(join(folder, "share-"))
    };
    try {
      await initCrypto();
      await play(scene);
      const seconds = ((performance.now() - startedMs) / 1e3).toFixed(1);
      await say(scene, `all of this ran now, on this machine, in ${seconds} s; nothing of it is kept`);
      return EXIT.done;
    } finally {
      await processes[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
async function say({ context }, line) {
  await context.io.write(`${line}
`);
}
async function check(scene, holds, line) {
  if (!holds) throw new TalosError("E_TOOL_FAILED", `the demo found otherwise: ${line}`);
  await say(scene, `\u2713 ${line}`);
}
function detail({ context }, line) {
  context.detail(line);
}
async function play(scene) {
  await writeFile(join(scene.share, "note.txt"), NOTE);
  const served = await lendIt(scene);
  const caller = await connected(scene, served);
  await grantedCall(scene, caller);
  await refusedCall(scene, caller);
  await tamperedMessage(scene);
  await revocation(scene, caller);
  await ledgers(scene);
  await proof(scene);
}
async function lendIt(scene) {
  const argv = await serverCommand(scene);
  const allow = "read_*,list_*";
  const args = ["mcp-serve", "--allow", allow, "--expires", "1h", "--host", "127.0.0.1", "--port", "0", "--", ...argv];
  const served = await scene.processes.serve(scene.owner, args);
  const tools = served["tools"];
  const count = Array.isArray(tools) ? tools.length : 0;
  const isNarrow = Array.isArray(tools) && tools.every((name) => /^(read|list)_/.test(String(name)));
  await check(
    scene,
    count > 0 && isNarrow,
    `the owner lends ${count} tools of ${SERVER} for an hour, those of ${allow}`
  );
  detail(scene, `owner ${textOf(served, "did")}`);
  detail(scene, `tools ${Array.isArray(tools) ? tools.join(", ") : ""}`);
  detail(scene, `invitation ${textOf(served, "invitation")}`);
  return served;
}
async function serverCommand(scene) {
  try {
    const manifest = createRequire(import.meta.url).resolve(`${SERVER}/package.json`);
    const { bin } = parseJson(await readFile(manifest));
    const entry = isJsonObject(bin) ? Object.values(bin)[0] : bin;
    if (typeof entry === "string") return [process.execPath, join(dirname(manifest), entry), scene.share];
  } catch (error) {
    if (error.code !== "MODULE_NOT_FOUND" && !isTalosError(error)) throw error;
  }
  await say(scene, `  (${SERVER} is not installed here: npx fetches version ${SERVER_VERSION})`);
  return ["npx", "-y", `${SERVER}@${SERVER_VERSION}`, scene.share];
}
async function connected(scene, served) {
  const caller = scene.processes.connect(scene.agent, textOf(served, "invitation"));
  await caller.initialize(VERSION);
  const names = (await caller.tools()).map(({ name }) => name);
  const [ours] = await scene.processes.lines(scene.agent, ["audit", "log", "--type", "session", "--last", "1"]);
  const [theirs] = await scene.processes.lines(scene.owner, ["audit", "log", "--type", "session", "--last", "1"]);
  const [a, b] = [sessionOf(ours), sessionOf(theirs)];
  const isOne = a !== "" && a === b;
  await check(
    scene,
    isOne,
    `the agent, in a process of its own, redeemed the invitation; both sides computed session ${a.slice(0, 16)}\u2026`
  );
  detail(scene, `X25519 + ML-KEM-768 handshake, then the Double Ratchet, with ${textOf(served, "did")}`);
  const lent = served["tools"];
  const isSame = Array.isArray(lent) && names.join() === lent.join();
  await check(scene, isSame, `it sees ${names.length} tools, those that were granted, and no other`);
  return caller;
}
async function grantedCall(scene, caller) {
  const given = { path: join(scene.share, "note.txt") };
  const call = await caller.request("tools/call", { name: "read_text_file", arguments: given });
  const result = call.kind === "result" ? call.result : void 0;
  const content = isJsonObject(result) && Array.isArray(result["content"]) ? result["content"][0] : void 0;
  const text = content !== void 0 && isJsonObject(content) ? content["text"] : void 0;
  await check(
    scene,
    text === NOTE,
    `a call within the grant: read_text_file gave the ${NOTE.length} characters of the file`
  );
}
async function refusedCall(scene, caller) {
  const path = join(scene.share, "written.txt");
  const call = await caller.request("tools/call", { name: "write_file", arguments: { path, content: "x" } });
  const denial = denialOf(call);
  const written = await stat(path).then(
    () => true,
    () => false
  );
  const isRefused = denial === "SCOPE_MISMATCH" && !written;
  await check(scene, isRefused, `a call outside the grant: write_file was refused (${denial}); no file was written`);
}
async function tamperedMessage(scene) {
  const { sessions, bytes, turned, refused, text } = demonstrateMessage("meet me at noon", scene.context.io.now());
  await check(
    scene,
    refused === turned && sessions[0] === sessions[1] && text === "meet me at noon",
    `a sealed message of ${bytes} bytes: each of its ${turned} bits was turned once, ${refused} forgeries were refused, the true one still opened`
  );
}
async function revocation(scene, caller) {
  const listed = await scene.processes.json(scene.owner, ["capabilities", "list"]);
  const [first] = Array.isArray(listed["capabilities"]) ? listed["capabilities"] : [];
  const id = isJsonObject(first) ? textOf(first, "id") : "";
  await scene.processes.json(scene.owner, ["capabilities", "revoke", id, "--reason", "the demo is over"]);
  const given = { path: join(scene.share, "note.txt") };
  const call = await caller.request("tools/call", { name: "read_text_file", arguments: given });
  const denial = denialOf(call);
  await check(
    scene,
    denial === "REVOKED",
    `the owner revoked the capability: the very next call was refused (${denial})`
  );
}
async function ledgers(scene) {
  for (const side of ["owner", "agent"]) {
    const report = await scene.processes.json(scene[side], ["audit", "verify"]);
    const { valid, entries, blocks } = report;
    await check(
      scene,
      valid === true,
      `the ledger of the ${side} verifies: ${Number(entries)} entries in ${Number(blocks)} blocks`
    );
  }
}
async function proof(scene) {
  const [receipt] = await scene.processes.lines(scene.agent, ["audit", "log", "--type", "receipt", "--last", "100"]);
  const file = join(dirname(scene.agent), "proof.json");
  await scene.processes.run(scene.agent, [
    "proof",
    "export",
    receipt === void 0 ? "" : textOf(receipt, "id"),
    "--out",
    file
  ]);
  const verified = await scene.processes.run(scene.auditor, ["proof", "verify", "--offline", file]);
  const bytes = await readFile(file);
  await check(
    scene,
    verified.status === EXIT.done,
    `a third party checked the proof of the call offline: a file of ${bytes.length} bytes, signed by both`
  );
  let refused = 0;
  for (let at = 0; at < bytes.length; at++) {
    const changed = Uint8Array.from(bytes);
    changed[at] = changed[at] ^ 1;
    if (!isValid(changed)) refused++;
  }
  await check(
    scene,
    refused === bytes.length,
    `each of its ${bytes.length} bytes was changed once: ${refused} forgeries were refused`
  );
}
function isValid(file) {
  return verifyProofFile(file).valid;
}
function denialOf(call) {
  if (call.kind === "result" || call.error["code"] !== RPC_CODES.denied) return "";
  const { data } = call.error;
  const code = isJsonObject(data) ? data["code"] : void 0;
  return typeof code === "string" ? code : "";
}
function textOf(object, field) {
  const value = object[field];
  if (typeof value !== "string") throw new TalosError("E_TOOL_FAILED", `the demo misses "${field}"`);
  return value;
}
function sessionOf(line) {
  const entry = line?.["entry"];
  const json = typeof entry === "string" ? parseJson(entry) : entry;
  const session = json !== void 0 && isJsonObject(json) ? json["session"] : void 0;
  return typeof session === "string" ? session : "";
}
export {
  demo
};
