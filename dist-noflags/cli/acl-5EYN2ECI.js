import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  ALLOW_MEMBERS,
  DENY_MEMBERS,
  MAX_ACL_BYTES,
  MAX_ACL_PATTERN,
  MAX_ACL_PATTERNS,
  MAX_ACL_PEERS,
  MAX_EXECUTION_S,
  MAX_REQUESTS_A_MINUTE,
  RATE_MEMBERS,
  entriesOf,
  limitsOf
} from "./chunk-BT5TVXVA.js";
import "./chunk-ZSKQGKJD.js";
export {
  ALLOW_MEMBERS,
  DENY_MEMBERS,
  MAX_ACL_BYTES,
  MAX_ACL_PATTERN,
  MAX_ACL_PATTERNS,
  MAX_ACL_PEERS,
  MAX_EXECUTION_S,
  MAX_REQUESTS_A_MINUTE,
  RATE_MEMBERS,
  entriesOf,
  limitsOf
};
