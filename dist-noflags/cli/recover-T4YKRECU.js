import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  nameOf,
  newPassphrase
} from "./chunk-OL6KK5EP.js";
import "./chunk-RPAFPWHX.js";
import "./chunk-GODHKPSB.js";
import "./chunk-UEVFT7Q3.js";
import "./chunk-DT4EQJ6R.js";
import {
  readText
} from "./chunk-2UUECZ3J.js";
import {
  optional
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import "./chunk-KBDBAFAE.js";
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
import "./chunk-N5GQE2EY.js";
import "./chunk-6UZ6DTTU.js";
import "./chunk-4RR5MITZ.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import "./chunk-BYUQUT5F.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/cli/commands/recover.ts
var MAX_WORDS_BYTES = 4096;
var recover = async (context, _args, options) => {
  const given = optional(options, "name");
  const name = given === void 0 ? void 0 : nameOf(given);
  const words = await wordsOf(context, optional(options, "wordsFile"));
  const passphrase = await newPassphrase(context);
  const { identity, backup, hasData } = await context.io.agents.recover({
    dataDir: context.dataDir,
    name,
    words,
    passphrase,
    force: options["force"] === true
  });
  if (backup !== void 0) context.note(`the keystore that was there is kept in ${backup}`);
  if (hasData) context.note("its store and its ledger were here, and go on");
  else {
    context.note("its ledger, contacts and sessions are not here: it begins anew under its old name");
    context.note("peers that kept a checkpoint of the ledger of before will see another history, and say so");
    context.note("a backup has all of it; without one talos rotate identity hands over to a new identity");
  }
  if (passphrase === void 0)
    context.note("the keystore lies under a key file beside it: a copy of both can be opened by anybody");
  await context.print({ id: identity.did, ...identity, hasData }, () => identity.did);
  return 0;
};
async function wordsOf(context, file) {
  if (file !== void 0) return readText(context, file, MAX_WORDS_BYTES);
  if (context.io.stdinIsTerminal) return context.io.secret("the 24 words, in one line: ");
  throw usage("--words-file is needed where there is no terminal", "--words-file - reads them from standard input");
}
export {
  recover
};
