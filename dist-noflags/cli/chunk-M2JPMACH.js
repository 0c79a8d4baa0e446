import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  serverAddress
} from "./chunk-WI7TIAN3.js";
import {
  MAX_NAME_BYTES,
  isIdentityName
} from "./chunk-GODHKPSB.js";
import {
  optional
} from "./chunk-IELCMXJV.js";
import {
  usage
} from "./chunk-6NZXQKWI.js";
import {
  plural,
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/cli/commands/register.ts
var register = async (context, _args, options) => {
  var _stack = [];
  try {
    const named = optional(options, "server");
    const listing = listingOf(options);
    const { value: configured } = (await context.settings({})).server;
    const place = named ?? (configured === "" ? void 0 : configured);
    const agent = __using(_stack, await context.open(), true);
    const made = await agent.api.servers.register(
      { ...listing, ...place === void 0 ? {} : { address: multiaddrOf(place) } },
      context.io.signal
    );
    await context.print(
      { registrations: made.map((each) => ({ id: each.did, ...each })) },
      () => made.map(
        ({ did, addresses, name, mailbox, unlisted, bundles, expiresAtMs }) => [
          `registered at ${printable(addresses[0] ?? "")} as known by ${printable(did)}${name === "" ? "" : `, which calls itself "${printable(name)}"`}`,
          mailbox ? "with a mailbox" : "without a mailbox: messages wait at their senders",
          ...unlisted ? ["not in its list of peers"] : [],
          `${plural(bundles, "prekey bundle")} there, until ${timeText(expiresAtMs)}`
        ].join("; ")
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
function listingOf(options) {
  const name = optional(options, "name");
  const [unlisted, listed] = [options["unlisted"] === true, options["listed"] === true];
  if (unlisted && (listed || name !== void 0)) throw usage("--unlisted does not go with --listed or --name");
  if (name !== void 0 && name !== "" && !isIdentityName(name))
    throw usage(`--name must be at most ${MAX_NAME_BYTES} bytes of printable text`);
  const isSaid = unlisted || listed || name !== void 0;
  return { ...isSaid ? { unlisted } : {}, ...name === void 0 ? {} : { name } };
}
function multiaddrOf(place) {
  try {
    return serverAddress(place);
  } catch (error) {
    if (!isTalosError(error, "E_MALFORMED")) throw error;
    throw usage(`no server: "${printable(place)}"`, "HOST:PORT, with an IPv6 address in brackets, or a multiaddr");
  }
}

export {
  register,
  multiaddrOf
};
