import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/cli/owner-ended.ts
async function ownerEnded(error, agent, signal) {
  if (!isTalosError(error, "E_CLOSED") || agent.isOwner || signal.aborted) throw error;
  await agent.gone;
}

export {
  ownerEnded
};
