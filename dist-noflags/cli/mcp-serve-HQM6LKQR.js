import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  networkFlags
} from "./chunk-ZDWPM4BU.js";
import {
  ownerEnded
} from "./chunk-JU7U7OJO.js";
import {
  approvalLines
} from "./chunk-MDUOSWIW.js";
import "./chunk-CICWD6ZG.js";
import {
  askedTerms,
  declaredEnvironment
} from "./chunk-FGSRQPL5.js";
import {
  INHERITED_VARIABLES,
  SECRET_NAME
} from "./chunk-QSQRR4QR.js";
import {
  authorizedDid,
  knownPeers
} from "./chunk-O5CGNQMW.js";
import "./chunk-HR5KRO4O.js";
import "./chunk-DPFOPI55.js";
import "./chunk-WYGZHFIR.js";
import {
  MAX_TOKEN_LIFETIME_S
} from "./chunk-MWVEHJ3N.js";
import "./chunk-HFRJ7ZGY.js";
import {
  MAX_SERVICE_NAME,
  SERVICE_NAME
} from "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import "./chunk-2UUECZ3J.js";
import {
  optional,
  repeated
} from "./chunk-IELCMXJV.js";
import "./chunk-I3VN6X7X.js";
import {
  fullIdentity,
  quoted
} from "./chunk-KBDBAFAE.js";
import "./chunk-RIFLKF7L.js";
import "./chunk-G7L2YDTE.js";
import "./chunk-HWLZZTJN.js";
import {
  durationS,
  durationText,
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
import "./chunk-NJGMDSGF.js";
import {
  sha256
} from "./chunk-IOG4ONSQ.js";
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
  plural
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/node/tool/command-line.ts
var OPERATORS = "|&;<>()$`\n";
var EXPANSIONS = "$`";
var ESCAPABLE = '$`"\\';
function refuse(message) {
  return new TalosError("E_USAGE", message, {
    hint: "commands run without a shell: quote the character, or name a script that does what is meant"
  });
}
function splitCommand(text) {
  if (text.includes("\0")) throw refuse("the command holds a NUL character");
  const words = [];
  let word;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === " " || character === "	") {
      if (word !== void 0) words.push(word);
      word = void 0;
      at++;
      continue;
    }
    const piece = pieceAt(text, at, word === void 0);
    if (piece.text !== "" || piece.isQuoted) word = (word ?? "") + piece.text;
    at = piece.end;
  }
  if (word !== void 0) words.push(word);
  if (words[0] === void 0 || words[0] === "") throw refuse("the command is empty");
  return words;
}
function pieceAt(text, at, isFirst) {
  const character = text.charAt(at);
  if (character === "'") return singleQuoted(text, at);
  if (character === '"') return doubleQuoted(text, at);
  if (character === "\\") return escaped(text, at);
  if (OPERATORS.includes(character))
    throw refuse(`the command holds ${character === "\n" ? "a line feed" : character} outside quotes`);
  if (character === "~" && isFirst) throw refuse("the command holds a word that starts with ~");
  return { text: character, end: at + 1, isQuoted: false };
}
function singleQuoted(text, at) {
  const end = text.indexOf("'", at + 1);
  if (end === -1) throw refuse("the command holds a single quote without an end");
  return { text: text.slice(at + 1, end), end: end + 1, isQuoted: true };
}
function doubleQuoted(text, start) {
  let read = "";
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') return { text: read, end: at + 1, isQuoted: true };
    if (EXPANSIONS.includes(character)) throw refuse(`the command holds ${character} inside double quotes`);
    const next = text.charAt(at + 1);
    if (character !== "\\" || !(next === "\n" || next !== "" && ESCAPABLE.includes(next))) read += character;
    else {
      if (next !== "\n") read += next;
      at++;
    }
  }
  throw refuse("the command holds a double quote without an end");
}
function escaped(text, at) {
  const next = text.charAt(at + 1);
  if (next === "") throw refuse("the command ends with a backslash");
  return next === "\n" ? { text: "", end: at + 2, isQuoted: false } : { text: next, end: at + 2, isQuoted: true };
}

// src/cli/approval-prompt.ts
var CODE_DIGITS = 4;
var MAX_TRIES = 3;
var Gone = class extends Error {
};
async function promptApprovals(context, approvals, service, signal) {
  const feed = await approvals.follow({ signal });
  let asked;
  try {
    for (let step = await feed.next(); step !== void 0; step = await feed.next()) {
      const pending = step.pending.filter((each) => each.service === service);
      if (asked !== void 0 && pending.every(({ id }) => id !== asked?.id)) {
        asked.gone.abort(new Gone());
        await asked.done;
        asked = void 0;
      }
      const [first] = pending;
      if (asked === void 0 && first !== void 0) {
        const gone = new AbortController();
        asked = { id: first.id, gone, done: ask(context, approvals, first, pending.length - 1, gone.signal) };
      }
      await feed.take();
    }
  } finally {
    asked?.gone.abort(new Gone());
    await asked?.done;
    await feed.close();
  }
}
async function ask(context, approvals, view, others, signal) {
  try {
    const allow = await said(context, view, others, signal);
    const { id } = view;
    await approvals.answer({ id, allow, by: "terminal" });
    context.note(allow ? "allowed, once" : "denied");
  } catch (error) {
    if (!(error instanceof Gone) && !isTalosError(error, "E_NOT_FOUND")) {
      if (!context.io.signal.aborted) context.note(`approvals are not asked about here any more: ${String(error)}`);
      return;
    }
    context.note("that call waits no more");
  }
}
async function said(context, view, others, signal) {
  const code = view.id.slice(0, CODE_DIGITS);
  for (const line of ["a call waits for your approval", ...approvalLines(view)]) context.io.note(line);
  if (others > 0) context.io.note(`${plural(others, "other call waits", "other calls wait")} after it`);
  const question = `type ${code} to allow it once; an empty line, or nothing until it is over, denies it: `;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const line = (await context.io.question(question, signal)).trim().toLowerCase();
    if (line === code) return true;
    if (line === "" || line === "n" || line === "no") return false;
  }
  return false;
}

// src/cli/secret-option.ts
var OPTION = /^([^=]*)=@(.*?)(?::([^/:]*))?$/su;
function secretOption(text, path) {
  const [, name = "", file = "", tools] = OPTION.exec(text) ?? [];
  if (!SECRET_NAME.test(name) || file === "" || tools === "")
    throw usage(
      "--secret is NAME=@FILE, or NAME=@FILE:GLOBS for some tools",
      "as in --secret 'TOKEN=@/run/secrets/token:fetch_*'"
    );
  return { name, file: path(file), ...tools === void 0 ? {} : { tools } };
}

// src/cli/commands/mcp-serve.ts
var PROGRAM = ["npx", "-y", "talos-protocol"];
var mcpServe = async (context, args, options) => {
  const argv = argvOf(args, optional(options, "command"));
  const flags = flagsOf(options);
  const given = await paramsOf(context, argv, options, flags);
  await context.ensureIdentity();
  const params = { ...given, ...rootsOf(options, (await context.identity()).did) };
  const authorizedPeer = await authorized(context, options, flags);
  let isFirst = true;
  for (; ; ) {
    const again = await serveOnce(
      context,
      { ...params, ...authorizedPeer, ...isFirst ? {} : { inviteTtlS: 0 } },
      flags,
      { isFirst, qr: options["qr"] === true }
    );
    context.io.signal.throwIfAborted();
    if (!again) return 0;
    context.note("the process that ran the agent ended; serving from here");
    isFirst = false;
  }
};
function rootsOf(options, self) {
  const named = repeated(options, "root");
  if (named.length === 0) return {};
  return {
    roots: named.map((text) => {
      const did = text === "self" ? self : fullIdentity(text);
      if (did === void 0) throw usage(`--root must name an issuer in full, or be "self", got "${printable(text)}"`);
      return did;
    })
  };
}
async function serveOnce(context, params, flags, start) {
  var _stack = [];
  try {
    const { signal } = context.io;
    signal.throwIfAborted();
    const agent = __using(_stack, await context.open(flags), true);
    const service = await agent.api.serve(params, {
      signal,
      onNotice: (notice) => context.notice(notice)
    });
    const over = new AbortController();
    try {
      await announce(context, service.info, params, start);
      void asking(context, agent.api, params, over.signal);
      await service.ended;
      return false;
    } catch (error) {
      await ownerEnded(error, agent, signal);
      return true;
    } finally {
      over.abort();
      await service.close();
    }
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function asking(context, api, params, signal) {
  if (params.approve === void 0) return;
  const { stdinIsTerminal, noteIsTerminal } = context.io;
  const where = stdinIsTerminal && noteIsTerminal ? "asked about here, and by" : "to be answered with";
  context.note(`calls of ${printable(params.approve)} are ${where} talos approvals`);
  if (!stdinIsTerminal || !noteIsTerminal) return;
  try {
    await promptApprovals(context, api.approvals, params.service, signal);
  } catch (error) {
    if (!isTalosError(error, "E_CLOSED") && !signal.aborted)
      context.note(`calls are not asked about here any more: ${printable(String(error))}`);
  }
}
async function announce(context, info, params, { isFirst, qr }) {
  const showsCode = qr && isFirst && context.io.outIsTerminal && !context.global.json;
  const code = showsCode && info.invitation !== void 0 ? await codeOf(info.invitation) : [];
  if (isFirst) await context.print(info, () => [info.invitation ?? info.did, ...code]);
  const tools = info.tools.length === 0 ? "" : `: ${info.tools.map(printable).join(", ")}`;
  context.note(`lending ${printable(info.service)} (${plural(info.tools.length, "tool")}${tools}) as ${info.did}`);
  context.note(`listening on ${info.addresses.map(printable).join(" ")}`);
  if (!isFirst) return;
  if (info.invitation !== void 0)
    context.note(`the invitation is for one agent, once, within ${durationText(params.inviteTtlS)}`);
  const target = info.invitation ?? info.addresses[0] ?? info.did;
  const command = [...PROGRAM, "mcp-connect", target];
  context.note(`for an MCP client: ${JSON.stringify({ command: command[0], args: command.slice(1) })}`);
  context.note(`or, as a command: ${command.map(quoted).join(" ")}`);
}
async function codeOf(invitation) {
  const { renderUnicodeCompact } = await import("./dist-ABLFURM6.js");
  return renderUnicodeCompact(invitation, { ecc: "L" }).split("\n");
}
function argvOf(args, command) {
  if (command !== void 0 && args.length > 0) throw usage("give --command or a command after --, not both");
  if (command !== void 0) return splitCommand(command);
  if (args[0] === void 0 || args[0] === "")
    throw usage(
      "which MCP server is to be lent?",
      "give its command after --, as in: -- npx -y some-server 'an argument'"
    );
  return args;
}
function flagsOf(options) {
  const flags = { ...networkFlags(options) };
  const take = (name, key) => {
    const value = optional(options, key);
    if (value !== void 0) flags[name] = value;
  };
  take("expires", "expires");
  take("invite-expires", "inviteExpires");
  take("port", "port");
  take("host", "host");
  take("linger", "linger");
  return flags;
}
async function paramsOf(context, argv, options, flags) {
  const allow = optional(options, "allow");
  const deny = optional(options, "deny");
  const requireIntent = optional(options, "requireIntent");
  const peer = optional(options, "authorizedPeer");
  if (allow === void 0 && peer === void 0)
    throw usage(
      "whom and what is it lent to?",
      "--allow 'read_*' makes an invitation; --authorized-peer PEER names one peer"
    );
  const service = optional(options, "service") ?? serviceName(argv);
  if (service.length > MAX_SERVICE_NAME || !SERVICE_NAME.test(service))
    throw usage("--service must be 1 to 64 printable ASCII characters without spaces");
  const acl = optional(options, "acl");
  const secrets = repeated(options, "secret").map((text) => secretOption(text, (file) => context.path(file)));
  const terms = await askedTerms(options);
  const environment = declaredEnvironment(options);
  const settings = await context.settings(flags);
  if (settings.expires.value > MAX_TOKEN_LIFETIME_S) throw usage("--expires exceeds 400 days");
  const { port, host } = settings;
  return {
    argv,
    cwd: context.io.cwd,
    env: inherited(context.io.env),
    service,
    ...allow === void 0 ? {} : { allow },
    ...deny === void 0 ? {} : { deny },
    ...options["pins"] === false ? { pinned: false } : {},
    ...acl === void 0 ? {} : { acl: context.path(acl) },
    ...secrets.length === 0 ? {} : { secrets },
    ...requireIntent === void 0 ? {} : { requireIntent },
    ...approvalsOf(options),
    expiresInS: settings.expires.value,
    ...terms === void 0 ? {} : { terms },
    ...environment === void 0 ? {} : { environment },
    inviteTtlS: settings["invite-expires"].value,
    ...renewableOf(options),
    ...host.source === "built in" ? {} : { host: host.value },
    ...port.source === "built in" ? {} : { port: port.value }
  };
}
function renewableOf(options) {
  const renewable = optional(options, "renewable");
  if (renewable === void 0) return {};
  const renewableS = durationS(renewable, "--renewable");
  if (renewableS > MAX_TOKEN_LIFETIME_S) throw usage("--renewable exceeds 400 days");
  return { renewableS };
}
function approvalsOf(options) {
  const approve = optional(options, "approve");
  const timeout = optional(options, "approveTimeout");
  const command = optional(options, "approveCommand");
  if (approve === void 0 && (timeout !== void 0 || command !== void 0))
    throw usage("which calls are to be approved?", "--approve 'write_*,delete_*' names them");
  return {
    ...approve === void 0 ? {} : { approve },
    ...timeout === void 0 ? {} : { approveTimeoutS: durationS(timeout, "--approve-timeout") },
    ...command === void 0 ? {} : { approveCommand: splitCommand(command) }
  };
}
var LAUNCHER = /^(?:npx|npm|node|bun|bunx|deno|uvx|uv|python[0-9.]*|docker|exec|run|index|dist|main|-.*)$/;
function serviceName(argv) {
  const parts = argv.flatMap((word2, at) => word2.split("/").slice(at === 0 ? -1 : -3));
  const words = parts.map((word2) => word2.replace(/@.*$|\.[a-z]+$/g, ""));
  const word = words.find((each) => /^[A-Za-z][A-Za-z0-9_-]{1,39}$/.test(each) && !LAUNCHER.test(each)) ?? "server";
  return `${word}-${toHex(sha256(utf8(JSON.stringify(argv)))).slice(0, 8)}`;
}
function inherited(env) {
  const kept = {};
  for (const [name, value] of Object.entries(env))
    if (value !== void 0 && !value.startsWith("()") && (INHERITED_VARIABLES.includes(name) || /^LC_[A-Z]+$/.test(name)))
      kept[name] = value;
  return kept;
}
async function authorized(context, options, flags) {
  var _stack = [];
  try {
    const peer = optional(options, "authorizedPeer");
    if (peer === void 0) return {};
    const did = fullIdentity(peer);
    if (did !== void 0) return { authorizedPeer: did };
    const agent = __using(_stack, await context.open(flags), true);
    return { authorizedPeer: await authorizedDid(peer, "--authorized-peer", () => knownPeers(agent.api)) };
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
export {
  mcpServe
};
