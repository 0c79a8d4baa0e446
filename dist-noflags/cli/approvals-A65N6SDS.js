import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  approvalLines,
  approvalRow
} from "./chunk-MDUOSWIW.js";
import "./chunk-CICWD6ZG.js";
import {
  argument,
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
  tableOf
} from "./chunk-N5GQE2EY.js";
import {
  printable,
  printableJson
} from "./chunk-6UZ6DTTU.js";
import "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/cli/commands/approvals.ts
var list = async (context) => withRunning(context, async (approvals) => {
  const pending = await approvals?.list() ?? [];
  await context.print(
    { approvals: pending },
    () => tableOf(pending.map((each) => approvalRow(each, context.io.now())))
  );
});
var show = async (context, args) => {
  const id = approvalId(args);
  return withRunning(context, async (approvals) => {
    const { text, ...view } = await running(approvals).get(id);
    if (context.global.json) {
      const json = JSON.stringify(view);
      await context.io.write(`${printableJson(`${json.slice(0, -1)},"text":${text}}`)}
`);
    } else for (const line of [...approvalLines(view), printableJson(text)]) await context.io.write(`${line}
`);
  });
};
var allow = (context, args) => answer(context, { id: approvalId(args), allow: true, by: "approvals" });
var deny = (context, args, options) => {
  const reason = optional(options, "reason");
  const said = reason === void 0 ? {} : { reason };
  return answer(context, { id: approvalId(args), allow: false, by: "approvals", ...said });
};
function answer(context, said) {
  return withRunning(context, async (approvals) => {
    const { id, target, peer } = await running(approvals).answer(said);
    const word = said.allow ? "allowed" : "denied";
    await context.print({ id, answer: word }, () => `${word} ${printable(target)} of ${printable(peer)}`);
  });
}
async function withRunning(context, task) {
  await context.identity();
  const agent = await context.io.agents.attach(context.dataDir);
  try {
    await task(agent?.api.approvals);
  } finally {
    await agent?.[Symbol.asyncDispose]();
  }
  return 0;
}
function running(approvals) {
  if (approvals === void 0) throw new TalosError("E_NOT_FOUND", "no agent runs here, so nothing waits");
  return approvals;
}
function approvalId(args) {
  const id = argument(args, 0, "ID");
  if (!/^[0-9a-f]{4,32}$/.test(id)) throw usage("ID is 4 to 32 hexadecimal digits", "talos approvals list shows them");
  return id;
}
export {
  allow,
  deny,
  list,
  show
};
