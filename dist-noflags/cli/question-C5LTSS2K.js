import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  askLine,
  confirmed
} from "./chunk-V2INQVFA.js";
import "./chunk-N5GQE2EY.js";
import "./chunk-6UZ6DTTU.js";
import "./chunk-ZSKQGKJD.js";
export {
  askLine,
  confirmed
};
