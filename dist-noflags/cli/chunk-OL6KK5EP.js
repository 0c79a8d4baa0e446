import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  showWords,
  wordsFile
} from "./chunk-RPAFPWHX.js";
import {
  MAX_NAME_BYTES,
  isIdentityName
} from "./chunk-GODHKPSB.js";
import {
  required
} from "./chunk-IELCMXJV.js";
import {
  usage
} from "./chunk-6NZXQKWI.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/cli/commands/init.ts
var init = async (context, _args, options) => {
  const name = nameOf(required(options, "name", "--name"));
  const force = options["force"] === true;
  if (!force && await context.io.agents.identity(context.dataDir) !== void 0) throw exists(context);
  const keepWords = await wordsFile(context, options);
  const passphrase = await newPassphrase(context);
  const { identity, words, backup } = await context.io.agents.create({
    dataDir: context.dataDir,
    name,
    passphrase,
    force,
    keepWords
  });
  if (backup !== void 0) context.note(`the identity that was there is kept in ${backup}`);
  if (keepWords === void 0) showWords(context, words, "talos init --force --words-file FILE");
  if (passphrase === void 0)
    context.note("the keystore lies under a key file beside it: a copy of both can be opened by anybody");
  await context.print({ id: identity.did, ...identity }, () => identity.did);
  return 0;
};
function exists(context) {
  return new TalosError("E_EXISTS", `there is an identity in ${context.dataDir} already`, {
    hint: "talos whoami shows it; --force replaces it and keeps a backup"
  });
}
async function newPassphrase(context) {
  const { io } = context;
  const fromFile = await context.passphraseOfFile();
  if (fromFile !== void 0 || !io.stdinIsTerminal) return fromFile;
  const first = await io.secret("passphrase (empty: a key file instead): ");
  if (first === "") return void 0;
  if (await io.secret("the same again: ") !== first)
    throw new TalosError("E_PASSPHRASE", "the two passphrases differ", { hint: "nothing was made; try again" });
  return first;
}
function nameOf(name) {
  if (name.trim() === "" || !isIdentityName(name))
    throw usage(`--name must be 1 to ${MAX_NAME_BYTES} bytes of printable text`);
  return name;
}

export {
  init,
  newPassphrase,
  nameOf
};
