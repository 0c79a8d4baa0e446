import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);

// src/base/message-of.ts
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

export {
  messageOf
};
