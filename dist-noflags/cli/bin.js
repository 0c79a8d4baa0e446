#!/usr/bin/env node
import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  processIo
} from "./chunk-LHS2ZIBL.js";
import "./chunk-LKLYBUJD.js";
import {
  VERSION
} from "./chunk-KJ5PCUWR.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/cli/bin.ts
var io = processIo("talos");
var argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  process.exitCode = await io.write(`${VERSION}
`).then(
    () => 0,
    () => 141
  );
} else {
  const { main } = await import("./main-L5VMFGNR.js");
  process.exit(await main(argv, io));
}
