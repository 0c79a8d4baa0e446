import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  firstToAnswer
} from "./chunk-ZJNXFJQB.js";
import {
  openNode
} from "./chunk-SZV6OOWM.js";
import "./chunk-FVPOVNEN.js";
import {
  HANDSHAKE_TIMEOUT_MS
} from "./chunk-GZGEN4EM.js";
import "./chunk-NYAGUFNB.js";
import "./chunk-4EQGJJ5J.js";
import "./chunk-FCM3RYCR.js";
import "./chunk-RG5XTQSW.js";
import "./chunk-O72JFXU2.js";
import "./chunk-7C7OUJFD.js";
import "./chunk-55JLT3E3.js";
import "./chunk-UVSX52DL.js";
import {
  MAX_ADDRESSES
} from "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import "./chunk-CJOY4Z35.js";
import "./chunk-KHFQ3AZA.js";
import {
  didOfKey
} from "./chunk-ONC5ALCL.js";
import "./chunk-SKIXSPG3.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-RREDWCKR.js";
import "./chunk-YHWXIR64.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import "./chunk-BYUQUT5F.js";
import {
  isTalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/node/network/who-answers.ts
async function whoAnswers(addresses, limit) {
  const node = await openNode({
    seed: randomBytes(32),
    listen: [],
    handshakeTimeoutMs: HANDSHAKE_TIMEOUT_MS,
    maxConnections: MAX_ADDRESSES
  });
  try {
    const attempts = addresses.map((address) => async (over) => {
      const { publicKey } = (await node.dial(address, over)).remotePeer;
      return publicKey?.type === "Ed25519" ? { answered: didOfKey(publicKey.raw), address } : void 0;
    });
    return await firstToAnswer(attempts, () => {
    }, limit.signal);
  } catch (error) {
    if (isTalosError(error) || error instanceof AggregateError || limit.signal.aborted) return void 0;
    throw error;
  } finally {
    limit.clear();
    await node.libp2p.stop();
  }
}
export {
  whoAnswers
};
