import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/ledger/entry/intent.ts
var COMPARED = ["from", "to", "service", "token", "session", "method", "target", "arguments"];
function intentFault(intent, call) {
  return COMPARED.find((name) => intent[name] !== call[name]);
}

export {
  intentFault
};
