import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  capabilityText
} from "./chunk-6P377QHC.js";
import {
  phraseLines
} from "./chunk-I623PUXV.js";
import {
  linkLines
} from "./chunk-SCX7KA7T.js";
import "./chunk-DPFOPI55.js";
import "./chunk-WYGZHFIR.js";
import {
  capabilityLinks
} from "./chunk-BX6V6MQC.js";
import "./chunk-7Y6WBDPZ.js";
import {
  delegationDenial,
  readChain,
  signatureDenial
} from "./chunk-NJ3XV43X.js";
import "./chunk-MWVEHJ3N.js";
import {
  scopeJson
} from "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import "./chunk-6LWAUCQS.js";
import "./chunk-2UUECZ3J.js";
import "./chunk-IELCMXJV.js";
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
import {
  initCrypto
} from "./chunk-ZCE2KQBH.js";
import "./chunk-SVWQ5RWK.js";
import "./chunk-IP5NY5SG.js";
import "./chunk-5PLSURYL.js";
import "./chunk-5ZXZSGQE.js";
import "./chunk-MNGPKMNL.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import "./chunk-IOG4ONSQ.js";
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
import {
  tableOf,
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import {
  TalosError,
  invariant,
  isTalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/cli/commands/capability-show.ts
async function showFile(context, name) {
  await initCrypto();
  const tokens = readChain(await textOf(context, name));
  const denial = signatureDenial(tokens) ?? delegationDenial(tokens);
  if (denial !== void 0) throw new TalosError(denial.code, denial.reason);
  const [leaf, link] = [tokens.at(-1), capabilityLinks(tokens).at(-1)];
  invariant(leaf !== void 0 && link !== void 0, "a chain has a token");
  const { audience, scope, maxDepth, depth } = leaf.claims;
  const chain = capabilityLinks(tokens);
  const shown = { ...link, audience, service: scope.service, depth, further: maxDepth - depth, chain };
  await context.print({ ...shown, scope: scopeJson(scope) }, () => [
    ...tableOf([
      ["id", link.id],
      ["issuer", link.issuer],
      ["holder", link.subject],
      ["for", `${audience}, service ${printable(scope.service)}`],
      ["issued", timeText(link.issuedAt)],
      ["expires", timeText(link.expiresAt)]
    ]),
    ...link.tools.map((tool) => `allows  ${printable(tool)}`),
    ...link.terms.map((term) => `terms   ${printable(term)}`),
    ...phraseLines(scope),
    ...linkLines(chain)
  ]);
  return 0;
}
async function textOf(context, name) {
  try {
    return await capabilityText(context, name);
  } catch (error) {
    if (isTalosError(error) && isTalosError(error.cause, "E_NOT_FOUND"))
      throw usage("neither a file nor an id, which is 64 hex digits, or at least its first 8");
    throw error;
  }
}
export {
  showFile
};
