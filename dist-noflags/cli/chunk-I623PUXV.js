import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  parseToolPhrase
} from "./chunk-DPFOPI55.js";
import {
  OTHER_ARGUMENTS
} from "./chunk-HFRJ7ZGY.js";
import {
  quoted
} from "./chunk-KBDBAFAE.js";
import {
  canonicalJson,
  writeJson
} from "./chunk-XPPVS7Z5.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/capability/phrase-text.ts
function toolPhraseOf(granted) {
  const text = `${granted.tool}${rulesText(granted.arguments)}${limitsText(granted.limits)}`;
  try {
    return plain(parseToolPhrase(text)) === plain(granted) ? text : void 0;
  } catch (error) {
    if (isTalosError(error, "E_USAGE")) return void 0;
    throw error;
  }
}
var plain = (phrase) => canonicalJson(JSON.parse(JSON.stringify(phrase)));
function rulesText(rules) {
  const { [OTHER_ARGUMENTS]: others, ...named } = rules;
  const parts = Object.entries(named).map(([name, constraint]) => `${name} ${ruleText(constraint)}`);
  if (parts.length === 0 && others !== void 0) return "";
  return `(${[...parts, ...others === void 0 ? [] : [OTHER_ARGUMENTS]].join(", ")})`;
}
function limitsText({ calls, bytes, rate } = {}) {
  return [
    ...calls === void 0 ? [] : [` calls ${calls}`],
    ...bytes === void 0 ? [] : [` bytes ${bytes}`],
    ...rate === void 0 ? [] : [` rate ${rate.count}/${rate.seconds}s`]
  ].join("");
}
function ruleText(constraint) {
  if ("exact" in constraint) return `exact ${writeJson(constraint.exact)}`;
  if ("oneOf" in constraint) return `in ${writeJson(constraint.oneOf)}`;
  if ("noneOf" in constraint) return `not in ${writeJson(constraint.noneOf)}`;
  if ("prefix" in constraint) return `prefix ${writeJson(constraint.prefix)}`;
  if ("suffix" in constraint) return `suffix ${writeJson(constraint.suffix)}`;
  if ("glob" in constraint) return `glob ${writeJson(constraint.glob)}`;
  if ("pattern" in constraint) return `matches ${writeJson(constraint.pattern)}`;
  if ("under" in constraint) return `under ${writeJson(constraint.under)}`;
  if ("contains" in constraint) return `contains ${writeJson(constraint.contains)}`;
  if ("subset" in constraint) return `subset of ${writeJson(constraint.subset)}`;
  if ("size" in constraint) return `size ${rangeText(constraint.size)}`;
  if ("count" in constraint) return `count ${rangeText(constraint.count)}`;
  if ("range" in constraint) return rangeText(constraint.range);
  if ("anyOf" in constraint) return `any of (${constraint.anyOf.map(ruleText).join(", ")})`;
  if ("allOf" in constraint) return `all of (${constraint.allOf.map(ruleText).join(", ")})`;
  return "any";
}
function rangeText({ min, max }) {
  return [...min === void 0 ? [] : [`from ${min}`], ...max === void 0 ? [] : [`to ${max}`]].join(" ");
}

// src/cli/scope-phrases.ts
function phraseLines({ tools, tool_limits = {} }) {
  return Object.entries(tools).flatMap(([tool, rules]) => {
    const limits = tool_limits[tool];
    const phrase = toolPhraseOf({ tool, arguments: rules, ...limits === void 0 ? {} : { limits } });
    return phrase === void 0 ? [] : [`asks    --tool ${printable(quoted(phrase))}`];
  });
}

export {
  phraseLines
};
