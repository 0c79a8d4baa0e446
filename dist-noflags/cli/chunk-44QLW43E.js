import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  sha256
} from "./chunk-IOG4ONSQ.js";
import {
  concat
} from "./chunk-BYUQUT5F.js";

// src/node/dht/dht-distance.ts
var PEER_PREFIX = Uint8Array.of(0, 36, 8, 1, 18, 32);
function multihashOfPeer(key) {
  return concat(PEER_PREFIX, key);
}
function kadIdOfPeer(key) {
  return sha256(multihashOfPeer(key));
}
function commonPrefix(a, b) {
  for (let index = 0; index < a.length; index++) {
    const difference = (a[index] ?? 0) ^ (b[index] ?? 0);
    if (difference !== 0) return index * 8 + Math.clz32(difference) - 24;
  }
  return a.length * 8;
}
function compareDistance(to, a, b) {
  for (let index = 0; index < to.length; index++) {
    const difference = ((a[index] ?? 0) ^ (to[index] ?? 0)) - ((b[index] ?? 0) ^ (to[index] ?? 0));
    if (difference !== 0) return difference;
  }
  return 0;
}

export {
  multihashOfPeer,
  kadIdOfPeer,
  commonPrefix,
  compareDistance
};
