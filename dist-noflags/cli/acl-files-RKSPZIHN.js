import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  aclFiles,
  readAclFile
} from "./chunk-62WJFC6T.js";
import "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";
export {
  aclFiles,
  readAclFile
};
