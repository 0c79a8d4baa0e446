import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  askedScope,
  toolsOf
} from "./chunk-FGSRQPL5.js";
import {
  linkLines
} from "./chunk-SCX7KA7T.js";
import {
  authorizedDid,
  knownPeers
} from "./chunk-O5CGNQMW.js";
import {
  MAX_TOKEN_LIFETIME_S
} from "./chunk-MWVEHJ3N.js";
import {
  writeText
} from "./chunk-2UUECZ3J.js";
import {
  argument,
  optional,
  required
} from "./chunk-IELCMXJV.js";
import {
  fullIdentity
} from "./chunk-KBDBAFAE.js";
import {
  usage,
  wholeNumber
} from "./chunk-6NZXQKWI.js";
import {
  parseJson
} from "./chunk-XPPVS7Z5.js";
import {
  tableOf,
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable,
  printableJson
} from "./chunk-6UZ6DTTU.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/capabilities.ts
var MAX_DEPTH_OPTION = 3;
var grant = async (context, _args, options) => {
  var _stack = [];
  try {
    const expires = optional(options, "expires");
    const asked = await askedScope(context, options);
    const flags = expires === void 0 ? {} : { expires };
    const expiresInS = (await context.settings(flags)).expires.value;
    if (expiresInS > MAX_TOKEN_LIFETIME_S) throw usage("--expires exceeds 400 days");
    const [depth, audience] = [depthOf(options), audienceOf(options)];
    const agent = __using(_stack, await context.open(flags), true);
    const named = required(options, "subject", "--subject");
    const subject = await authorizedDid(named, "--subject", () => knownPeers(agent.api));
    const service = optional(options, "service");
    if (audience.audience === void 0) await tellUnknownTools(context, agent.api, asked, service);
    const granted = await agent.api.grant({
      subject,
      ...asked,
      expiresInS,
      ...depth,
      ...audience,
      ...service === void 0 ? {} : { service },
      ...options["pins"] === false ? { pinned: false } : {}
    });
    return printMade(context, granted, optional(options, "out") ?? "-");
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
async function tellUnknownTools(context, api, asked, service) {
  const { services } = await api.status();
  const [lent, ...others] = services.filter((each) => service === void 0 || each.service === service);
  if (lent === void 0 || others.length > 0) return;
  for (const tool of await toolsOf(asked))
    if (!lent.tools.includes(tool))
      context.note(`${printable(lent.service)} lends no tool ${printable(tool)} now: the grant counts once it does`);
}
async function printMade(context, made, out) {
  if (out !== "-") {
    await writeText(context, out, `${made.token}
`);
    context.note(`capability ${made.capability.id} until ${timeText(made.capability.expiresAt)}`);
  }
  if (out === "-" || context.global.json) await context.print(made, () => made.token);
  return 0;
}
var list = async (context) => {
  var _stack = [];
  try {
    const agent = __using(_stack, await context.open(), true);
    const capabilities = await agent.api.capabilities();
    await context.print(
      { capabilities },
      () => tableOf(
        capabilities.map((each) => [each.id.slice(0, 16), standing(each, context.io.now()), who(each), what(each)])
      )
    );
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
var show = async (context, args) => {
  var _stack = [];
  try {
    const given = argument(args, 0, "CAPABILITY");
    if (!/^[0-9A-Fa-f]*$/.test(given)) return (await import("./capability-show-QYDPE7V3.js")).showFile(context, given);
    const id = capabilityId(given);
    const agent = __using(_stack, await context.open(), true);
    const found = await agent.api.capability(id);
    const [{ phraseLines }, { readScopeJson }] = await Promise.all([
      import("./scope-phrases-T6V6IDJV.js"),
      import("./scope-FROXHZNF.js")
    ]);
    await context.print({ ...found, scope: parseJson(found.scope) }, () => [
      ...tableOf([
        ["id", found.id],
        ["standing", standing(found, context.io.now())],
        ["issuer", found.issuer],
        ["holder", found.subject],
        ["for", `${found.audience}, service ${printable(found.service)}`],
        ["issued", timeText(found.issuedAt)],
        ["expires", timeText(found.expiresAt)]
      ]),
      ...found.tools.map((tool) => `allows  ${printable(tool)}`),
      ...found.terms.map((term) => `terms   ${printable(term)}`),
      ...phraseLines(readScopeJson(parseJson(found.scope))),
      ...linkLines(found.chain),
      `scope   ${printableJson(found.scope)}`,
      `token   ${printable(found.token)}`
    ]);
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
};
function capabilityId(text) {
  if (!/^[0-9a-f]{8,64}$/.test(text)) throw usage("an id is 64 hex digits, or at least its first 8");
  return text;
}
function depthOf(options) {
  const depth = optional(options, "depth");
  return depth === void 0 ? {} : { depth: wholeNumber(depth, "--depth", 0, MAX_DEPTH_OPTION) };
}
function audienceOf(options) {
  const named = optional(options, "audience");
  if (named === void 0) return {};
  const audience = fullIdentity(named);
  if (audience === void 0) throw usage("--audience must name the serving agent in full");
  return { audience };
}
function standing(each, nowMs) {
  if (each.revocation !== void 0) return revokedHow(each.revocation);
  return each.expiresAt <= nowMs ? `expired ${timeText(each.expiresAt)}` : `until ${timeText(each.expiresAt)}`;
}
function revokedHow({ by, kind, atMs, reason }) {
  const how = { token: "", chain: " (all delegated)", subject: " (all of its holder)", issuer: " (all of its issuer)" };
  return `revoked ${timeText(atMs)} by ${by}${how[kind]}${reason === "" ? "" : `: ${printable(reason)}`}`;
}
function who(each) {
  return each.direction !== "received" ? `to ${each.subject}` : `from ${each.issuer}`;
}
function what(each) {
  return `${printable(each.service)}: ${each.tools.map(printable).join("; ")}`;
}

export {
  MAX_DEPTH_OPTION,
  grant,
  printMade,
  list,
  show,
  capabilityId,
  depthOf
};
