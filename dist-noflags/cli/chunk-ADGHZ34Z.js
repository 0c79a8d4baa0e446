import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  who
} from "./chunk-CICWD6ZG.js";
import {
  isAlias
} from "./chunk-M43PIGZW.js";
import {
  peerName
} from "./chunk-O5CGNQMW.js";
import {
  isWebDid
} from "./chunk-LNPT7KDD.js";
import {
  argument,
  optional,
  repeated
} from "./chunk-IELCMXJV.js";
import {
  fullIdentity
} from "./chunk-KBDBAFAE.js";
import {
  usage
} from "./chunk-6NZXQKWI.js";
import {
  confirmed
} from "./chunk-V2INQVFA.js";
import {
  tableOf
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/contacts.ts
var list = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const contacts = (await agent.api.contacts.peers()).filter(({ alias }) => alias !== "");
    await context.print({ contacts: contacts.map(withId) }, () => linesOf(contacts));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var add = async (context, args, options) => {
  var _stack = [];
  try {
    const alias = aliasOf(argument(args, 0, "ALIAS"));
    const named = argument(args, 1, "PEER");
    const did = isWebDid(named) ? named : fullIdentity(named);
    if (did === void 0)
      throw usage(
        `PEER must be named in full, got "${printable(named)}"`,
        "a DID, a did:web, an Ed25519 key in hex, or a libp2p peer id"
      );
    const agent = __using(_stack, await context.open(), true);
    await shown(context, await agent.api.contacts.add({ did, alias, addresses: repeated(options, "address") }));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var rename = async (context, args) => {
  var _stack = [];
  try {
    const peer = peerName(argument(args, 0, "PEER"));
    const alias = aliasOf(argument(args, 1, "ALIAS"));
    const agent = __using(_stack, await context.open(), true);
    await shown(context, await agent.api.contacts.rename({ peer, alias }));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var remove = async (context, args) => {
  var _stack = [];
  try {
    const peer = peerName(argument(args, 0, "PEER"));
    const agent = __using(_stack, await context.open(), true);
    await shown(context, await agent.api.contacts.remove(peer));
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var verify = async (context, args, options) => {
  var _stack = [];
  try {
    const peer = peerName(argument(args, 0, "PEER"));
    const given = optional(options, "words");
    const agent = __using(_stack, await context.open(), true);
    const { contacts } = agent.api;
    const compared = await contacts.fingerprint(peer);
    const { did } = compared.peer;
    if (given !== void 0) {
      await printCompared(context, { ...compared, peer: await contacts.verify({ peer: did, given }) });
      return 0;
    }
    if (!context.io.stdinIsTerminal) {
      await printCompared(context, compared);
      return 0;
    }
    for (const line of await comparedLines(context, compared)) {
      if (context.global.json) context.io.note(line);
      else await context.io.write(`${line}
`);
    }
    if (!await confirmed((text) => context.io.question(text), `does ${nameOf(compared.peer)} see the same?`))
      throw new TalosError("E_IDENTITY_MISMATCH", "not verified: nobody said that both sides see the same", {
        details: { peer: did },
        hint: "if they differ, somebody may stand in between: send nothing"
      });
    const verified = await contacts.verify({ peer: did, given: compared.fingerprint.text });
    await context.print({ contact: contactOf({ ...compared, peer: verified }) }, () => `${nameOf(verified)} is verified`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var accept = async (context, args, options) => {
  var _stack = [];
  try {
    const peer = peerName(argument(args, 0, "PEER"));
    const named = optional(options, "did");
    const given = named === void 0 ? void 0 : fullIdentity(named);
    if (named !== void 0 && given === void 0) throw usage(`--did must be named in full, got "${printable(named)}"`);
    const agent = __using(_stack, await context.open(), true);
    const { contacts } = agent.api;
    const did = given ?? await offeredTo(context, await contacts.fingerprint(peer));
    const settled = await contacts.accept({ peer, did });
    await context.print({ contact: withId(settled) }, () => `${who(settled.did, settled.alias)} from now on`);
    if (!settled.verified) context.note(`not verified: talos contacts verify ${nameOf(settled)} shows what to compare`);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
async function offeredTo(context, compared) {
  const { peer, offered } = compared;
  if (offered === void 0)
    throw new TalosError("E_NOT_FOUND", `nothing else was found in the place of ${nameOf(peer)}`);
  const hint = `talos contacts accept ${nameOf(peer)} --did ${printable(offered.did)}, or the pinned ${printable(peer.did)}`;
  if (!context.io.stdinIsTerminal) throw usage("--did must say which of the two identities it is", hint);
  for (const line of await comparedLines(context, compared)) context.io.note(line);
  const question = `is ${nameOf(peer)} ${offered.did} from now on?`;
  if (await confirmed((text) => context.io.question(text), question)) return offered.did;
  throw new TalosError("E_ABORTED", "nothing was accepted", { hint });
}
var nameOf = ({ alias, did }) => printable(alias === "" ? did : alias);
function contactOf({ peer, fingerprint, offered }) {
  return {
    ...withId(peer),
    fingerprint: fingerprint.words,
    text: fingerprint.text,
    ...offered === void 0 ? {} : { offered: { did: offered.did, fingerprint: offered.words, text: offered.text } }
  };
}
async function printCompared(context, compared) {
  const lines = context.global.json ? [] : await comparedLines(context, compared);
  await context.print({ contact: contactOf(compared) }, () => [
    ...lines,
    `${nameOf(compared.peer)} is ${compared.peer.verified ? "" : "not "}verified`
  ]);
}
async function comparedLines(context, { peer, fingerprint, offered }) {
  const pinned = [`fingerprint with ${who(peer.did, peer.alias)}:`, ...await fingerprintLines(context, fingerprint)];
  if (offered === void 0) return pinned;
  return [
    ...pinned,
    `in its place was found ${printable(offered.did)}, whose fingerprint is:`,
    ...await fingerprintLines(context, offered),
    `talos contacts accept ${nameOf(peer)} --did ${printable(offered.did)} takes that one`
  ];
}
var WORDS_A_LINE = 4;
async function fingerprintLines(context, { words, text }) {
  const rows = Array.from(
    { length: Math.ceil(words.length / WORDS_A_LINE) },
    (_, row) => words.slice(row * WORDS_A_LINE, (row + 1) * WORDS_A_LINE).map((word, n) => `${String(row * WORDS_A_LINE + n + 1).padStart(4)} ${printable(word)}`)
  );
  if (!context.io.outIsTerminal || context.global.json) return tableOf(rows);
  const { renderUnicodeCompact } = await import("./dist-ABLFURM6.js");
  return [...tableOf(rows), ...renderUnicodeCompact(text).split("\n")];
}
function aliasOf(text) {
  if (!isAlias(text) || fullIdentity(text) !== void 0)
    throw usage(
      `ALIAS can be no alias: "${printable(text)}"`,
      "letters, digits and ._@-, at most 64, starting with a letter or digit"
    );
  return text;
}
var withId = (peer) => ({ id: peer.did, ...peer });
async function shown(context, peer) {
  await context.print(withId(peer), () => linesOf([peer]));
}
function linesOf(all) {
  return tableOf(
    all.map(({ did, alias, addresses, verified, changed }) => [
      alias === "" ? "-" : printable(alias),
      printable(did),
      changed === void 0 ? verified ? "verified" : "not verified" : `changed: ${printable(changed)} in its place`,
      addresses.map(printable).join(" ")
    ])
  );
}

export {
  list,
  add,
  rename,
  remove,
  verify,
  accept,
  withId,
  linesOf
};
