import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  fullIdentity
} from "./chunk-KBDBAFAE.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";

// src/cli/peer-names.ts
var MAX_CANDIDATES = 8;
function peerName(text) {
  return fullIdentity(text) ?? text;
}
async function authorizedDid(text, option, known) {
  const did = fullIdentity(text);
  if (did !== void 0) return did;
  const candidates = (await known()).filter((each) => fits(each, text));
  const shown = candidates.slice(0, MAX_CANDIDATES).join(", ");
  if (candidates.length > 1)
    throw new TalosError("E_AMBIGUOUS", `${option} "${printable(text)}" fits ${candidates.length} peers: ${shown}`, {
      hint: "name the peer in full"
    });
  throw new TalosError("E_USAGE", `${option} must name the peer in full, got "${printable(text)}"`, {
    hint: candidates.length === 1 ? `if it is ${shown}, say so` : "a DID, an Ed25519 key in hex, or a libp2p peer id"
  });
}
var DID_KEY = "did:key:z6Mk";
function fits(did, text) {
  return text !== "" && (did.startsWith(text) || did.startsWith(`did:key:${text}`) || did.startsWith(DID_KEY + text));
}
async function knownPeers(api) {
  const own = (await api.whoami()).did;
  const peers = /* @__PURE__ */ new Set();
  for (const each of await api.capabilities()) peers.add(each.direction === "received" ? each.issuer : each.subject);
  for (const each of (await api.status()).sessions) peers.add(each.peer);
  peers.delete(own);
  return [...peers];
}

export {
  peerName,
  authorizedDid,
  knownPeers
};
