import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  require_dist
} from "./chunk-UDH3BAHC.js";
import "./chunk-ZSKQGKJD.js";
export default require_dist();
