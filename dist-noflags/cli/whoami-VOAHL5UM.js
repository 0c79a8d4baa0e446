import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  tableOf,
  timeText
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import "./chunk-ZSKQGKJD.js";

// src/cli/commands/whoami.ts
var whoami = async (context) => {
  const identity = await context.identity();
  await context.print(
    { id: identity.did, ...identity },
    () => tableOf([
      ["did", identity.did],
      ["name", printable(identity.name)],
      ["public key", identity.publicKey],
      ["peer id", identity.peerId],
      ["keystore", identity.keystore],
      ["created", timeText(identity.createdMs)]
    ])
  );
  return 0;
};
export {
  whoami
};
