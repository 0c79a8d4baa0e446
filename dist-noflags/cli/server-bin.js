#!/usr/bin/env node
import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  TalosCommand,
  collect,
  main,
  relayLimits
} from "./chunk-OC6ESCFN.js";
import "./chunk-2UUECZ3J.js";
import {
  Context
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import "./chunk-6NZXQKWI.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-FX2GLV37.js";
import {
  SERVER_HOME
} from "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import {
  processIo
} from "./chunk-LHS2ZIBL.js";
import "./chunk-LKLYBUJD.js";
import {
  VERSION
} from "./chunk-KJ5PCUWR.js";
import "./chunk-IOKT6ZGB.js";
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
import "./chunk-N5GQE2EY.js";
import "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/cli/server-program.ts
var DEFAULT_SERVER_PORT = 8765;
function buildServerProgram(io, outcome, help) {
  const program = new TalosCommand("talos-server");
  program.description("A public server for agents: a registry of signed agent records and prekey bundles.").version(VERSION, "-V, --version", "print the version").option("--port <port>", "port to listen on; 0: any", String(DEFAULT_SERVER_PORT)).option("--host <host>", "address to listen on; 0.0.0.0 or :: for all", "127.0.0.1").option("--name <name>", "a name that people are shown where agents register").option("--data-dir <dir>", "keep identity and data in DIR ($TALOS_SERVER_HOME, else ~/.talos-server)").option("--passphrase-file <file>", "read the passphrase of the keystore from FILE ($TALOS_PASSPHRASE_FILE)").option("--store <url>", "keep data in a database, for several servers: postgres://\u2026, or @FILE ($TALOS_STORE)").option("--mailbox", "keep sealed messages for agents that are away, too").option("--relay", "carry connections for agents that nobody reaches directly, too; they are ciphertext").option("--no-dht", "take no part in the distributed hash table that agents find each other in").option("--bootstrap <address>", "begin with this node of the DHT; may be given again", collect).option("--lan <mode>", "whether addresses of private networks count: auto, on or off (default: auto)").option("--witness", "cosign checkpoints of logs over HTTP, too (C2SP tlog-witness)").option("--witness-port <port>", "port of the witness; 0: any (default: 0)").option("--witness-log <vkey>", "cosign only this log; may be given again (default: those of all agents)", collect).option("--debug", "a line on standard error for each request, and the causes of errors").option("--json", "print one JSON object a line; errors too");
  relayLimits(program).exitOverride().configureOutput({ writeOut: help, writeErr: help }).allowExcessArguments(false).addHelpText("after", EXAMPLE);
  program.action(async () => {
    const { serve } = await import("./server-LI2J6BSN.js");
    const options = program.opts();
    outcome.status = await serve(new Context(io, options, SERVER_HOME), [], options) ?? 0;
  });
  return program;
}
var EXAMPLE = `
Example:
  $ talos-server --host 0.0.0.0

At the same port, over HTTP: /healthz, /readyz and /metrics (Prometheus).

Exit status: 0 done (also after SIGINT and SIGTERM), 1 failed, 2 usage, 6 identity or key.`;

// src/cli/server-bin.ts
process.exit(await main(process.argv.slice(2), processIo("talos-server"), buildServerProgram));
