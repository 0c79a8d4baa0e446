import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/acl/acl.ts
var MAX_ACL_BYTES = 256 * 1024;
var MAX_ACL_PEERS = 1024;
var MAX_ACL_PATTERNS = 256;
var MAX_ACL_PATTERN = 512;
var MAX_REQUESTS_A_MINUTE = 1e4;
var MAX_EXECUTION_S = 86400;
var ALLOW_MEMBERS = {
  tool: "allow_tools",
  resource: "allow_resources",
  prompt: "allow_prompts"
};
var DENY_MEMBERS = { tool: "deny_tools", resource: "deny_resources", prompt: "deny_prompts" };
var RATE_MEMBERS = ["requests_per_minute", "data_bytes_per_day", "max_execution_time_seconds"];
function entriesOf(acl, { did, alias }) {
  const byDid = acl.peers.get(did);
  const byAlias = alias === "" ? void 0 : acl.peers.get(alias);
  if (byDid === void 0) return byAlias === void 0 ? [] : [byAlias];
  return byAlias === void 0 ? [byDid] : [byDid, byAlias];
}
function limitsOf(acl, peer) {
  const entries = entriesOf(acl, peer);
  const lowest = (name) => {
    const ofDefaults = acl.defaults?.limits[name]?.value;
    const own = entries.flatMap(({ limits }) => limits[name]?.value ?? ofDefaults ?? []);
    return own.length === 0 ? entries.length === 0 ? ofDefaults : void 0 : Math.min(...own);
  };
  const requestsPerMinute = lowest("requests_per_minute");
  const dataBytesPerDay = lowest("data_bytes_per_day");
  const seconds = lowest("max_execution_time_seconds");
  return {
    ...requestsPerMinute === void 0 ? {} : { requestsPerMinute },
    ...dataBytesPerDay === void 0 ? {} : { dataBytesPerDay },
    ...seconds === void 0 ? {} : { maxExecutionMs: seconds * 1e3 }
  };
}

export {
  MAX_ACL_BYTES,
  MAX_ACL_PEERS,
  MAX_ACL_PATTERNS,
  MAX_ACL_PATTERN,
  MAX_REQUESTS_A_MINUTE,
  MAX_EXECUTION_S,
  ALLOW_MEMBERS,
  DENY_MEMBERS,
  RATE_MEMBERS,
  entriesOf,
  limitsOf
};
