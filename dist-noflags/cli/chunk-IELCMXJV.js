import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  readSettings
} from "./chunk-I3VN6X7X.js";
import {
  usage
} from "./chunk-6NZXQKWI.js";
import {
  resolveDataDir
} from "./chunk-ZWVE4A5M.js";
import {
  plural
} from "./chunk-N5GQE2EY.js";
import {
  printable,
  printableJson
} from "./chunk-6UZ6DTTU.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/cli/context.ts
import { resolve } from "node:path";
var Context = class {
  io;
  global;
  /** @param home - Where the program keeps its data; that of agents unless given. */
  constructor(io, options, home) {
    this.io = io;
    this.global = globalOptions(io, options, home);
  }
  get dataDir() {
    return this.global.dataDir;
  }
  /** Writes a result: one JSON document with `--json`, otherwise lines. What came from outside must be printable. */
  async print(document, lines) {
    if (this.global.json) return this.io.write(`${printableJson(JSON.stringify(document))}
`);
    const text = lines();
    for (const line of typeof text === "string" ? [text] : text) await this.io.write(`${line}
`);
  }
  /** Tells people something, unless they want quiet. */
  note(line) {
    if (!this.global.quiet) this.io.note(line);
  }
  /** Tells people what the agent has to say: some of it is the text of others. */
  notice({ message, peer }) {
    this.note(printable(peer === void 0 ? message : `${message} (${peer})`));
  }
  /** Tells people who asked for more. */
  detail(line) {
    if (this.global.verbose || this.global.debug) this.io.note(line);
  }
  settings(flags = {}) {
    return readSettings(this.dataDir, this.io.env, flags);
  }
  /** Absolute path of a file that was named on the command line. */
  path(file) {
    return resolve(this.io.cwd, file);
  }
  /** The identity of the data directory. @throws {TalosError} `E_NO_IDENTITY`. */
  async identity() {
    const identity = await this.io.agents.identity(this.dataDir);
    if (identity === void 0)
      throw new TalosError("E_NO_IDENTITY", `there is no identity in ${this.dataDir}`, {
        hint: "talos init --name NAME makes one"
      });
    return identity;
  }
  /** The agent of the data directory: the running one, or one of this process. */
  async open(flags = {}) {
    await this.identity();
    const settings = await this.settings(flags);
    const agent = await this.io.agents.open({
      dataDir: this.dataDir,
      passphrase: () => this.passphrase("passphrase: "),
      settings,
      offline: this.global.offline,
      signal: this.io.signal
    });
    if (settings.metrics.value !== "") await this.#tellMetrics(agent, settings.metrics);
    return agent;
  }
  /** Says where the metrics are that were asked for. @throws {TalosError} `E_CONFIG` where another process has the agent. */
  async #tellMetrics(agent, { source }) {
    if (agent.isOwner) {
      const { metrics } = await agent.api.status();
      if (metrics !== void 0) this.note(`metrics at ${metrics}`);
    } else if (source === "flag") {
      await agent[Symbol.asyncDispose]();
      throw new TalosError("E_CONFIG", "another process runs the agent of this data directory: it alone has metrics", {
        hint: "start that one with --metrics; talos status says which it is"
      });
    }
  }
  /** Makes an identity where there is none, and says so. */
  async ensureIdentity(name = "agent") {
    if (await this.io.agents.identity(this.dataDir) !== void 0) return;
    const passphrase = await this.passphraseOfFile();
    const { identity } = await this.io.agents.create({ dataDir: this.dataDir, name, passphrase, force: false });
    this.note(`made a new identity in ${this.dataDir}: ${identity.did}`);
    this.note("its 24 words were not shown: keep a copy of that folder, the identity is nowhere else");
  }
  /** The passphrase from a file, or from the terminal; undefined where there is neither. Never from an argument. */
  async passphrase(question) {
    return await this.passphraseOfFile() ?? (this.io.stdinIsTerminal ? this.io.secret(question) : void 0);
  }
  /** The passphrase of `--passphrase-file` or `$TALOS_PASSPHRASE_FILE`, less one line end. */
  async passphraseOfFile() {
    const name = this.global.passphraseFile ?? this.io.env["TALOS_PASSPHRASE_FILE"];
    if (name === void 0 || name === "") return void 0;
    const { readPassphraseFile } = await import("./keystore-file-ABQ62DWI.js");
    const path = this.path(name);
    return readPassphraseFile(
      path,
      () => this.note(`every user of this machine may read the passphrase in ${path}: chmod 600 closes it`)
    );
  }
};
function globalOptions(io, options, home) {
  return {
    dataDir: resolveDataDir(optional(options, "dataDir"), io.env, io.cwd, home),
    json: options["json"] === true,
    quiet: options["quiet"] === true,
    verbose: options["verbose"] === true,
    debug: options["debug"] === true,
    offline: options["offline"] === true,
    passphraseFile: optional(options, "passphraseFile")
  };
}
function optional(options, name) {
  const value = options[name];
  return typeof value === "string" ? value : void 0;
}
function required(options, name, flag) {
  const value = optional(options, name);
  if (value === void 0) throw usage(`${flag} is missing`);
  return value;
}
function repeated(options, name) {
  const value = options[name];
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
function argument(args, at, name) {
  const value = args[at];
  if (value === void 0) throw usage(`${name} is missing`, `${plural(args.length, "argument")} given`);
  return value;
}

export {
  Context,
  optional,
  required,
  repeated,
  argument
};
