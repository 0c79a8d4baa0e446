import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAPPING_LIFE_S
} from "./chunk-G3L7QD7Y.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/node/network/nat-pmp-way.ts
import { createSocket } from "node:dgram";
import { once } from "node:events";

// src/net/nat-pmp.ts
var NAT_PMP_PORT = 5351;
var MAX_NAT_PMP_BYTES = 16;
var VERSION = 0;
var OP_ADDRESS = 0;
var OP_MAP_TCP = 2;
var ANSWER = 128;
var RESULTS = [
  "done",
  "the router speaks another version",
  "the router forwards no ports on request",
  "the router has no address outside",
  "the router has no port left",
  "the router does not know the request"
];
function addressRequest() {
  return Uint8Array.of(VERSION, OP_ADDRESS);
}
function mappingRequest({ port, outside, lifeS }) {
  const bytes = new Uint8Array(12);
  const view = new DataView(bytes.buffer);
  bytes[1] = OP_MAP_TCP;
  view.setUint16(4, port);
  view.setUint16(6, outside);
  view.setUint32(8, lifeS);
  return bytes;
}
function readNatPmp(bytes) {
  const [, op] = bytes;
  if (bytes.length < 4 || bytes.length > MAX_NAT_PMP_BYTES || op !== ANSWER + OP_ADDRESS && op !== ANSWER + OP_MAP_TCP)
    return void 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const result = view.getUint16(2);
  if (bytes[0] !== VERSION || result !== 0)
    throw new TalosError("E_REFUSED", RESULTS[bytes[0] === VERSION ? result : 1] ?? `the router says ${result}`);
  const length = op === ANSWER + OP_ADDRESS ? 12 : 16;
  if (bytes.length !== length) throw new TalosError("E_MALFORMED", `an answer of ${bytes.length} bytes, not ${length}`);
  if (op === ANSWER + OP_ADDRESS) return { kind: "address", host: bytes.subarray(8, 12).join(".") };
  return { kind: "mapping", port: view.getUint16(8), outside: view.getUint16(10), lifeS: view.getUint32(12) };
}

// src/node/network/nat-pmp-way.ts
var RESEND_MS = 250;
var natPmp = {
  name: "NAT-PMP",
  async ask({ own, outside, router }, signal) {
    var _stack = [];
    try {
      if (router === void 0) throw new TalosError("E_UNREACHABLE", "no router is known");
      const connection = __using(_stack, await connected(router, signal));
      const address = await connection.ask(addressRequest(), "address", signal);
      const asked = mappingRequest({ port: own.port, outside, lifeS: MAPPING_LIFE_S });
      const mapping = await connection.ask(asked, "mapping", signal);
      if (mapping.port !== own.port || mapping.outside === 0 || mapping.lifeS === 0)
        throw new TalosError("E_REFUSED", "the router forwards another port");
      return {
        host: address.host,
        port: mapping.outside,
        lifeS: mapping.lifeS,
        giveBack: async (until) => {
          var _stack2 = [];
          try {
            const again = __using(_stack2, await connected(router, until));
            await again.ask(mappingRequest({ port: own.port, outside: 0, lifeS: 0 }), "mapping", until);
          } catch (_2) {
            var _error2 = _2, _hasError2 = true;
          } finally {
            __callDispose(_stack2, _error2, _hasError2);
          }
        }
      };
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      __callDispose(_stack, _error, _hasError);
    }
  }
};
async function connected(router, signal) {
  const socket = createSocket("udp4");
  try {
    socket.connect(NAT_PMP_PORT, router);
    await once(socket, "connect", { signal });
  } catch (cause) {
    socket.close();
    throw new TalosError("E_UNREACHABLE", `the router ${router} cannot be asked`, { cause });
  }
  return {
    ask: (request, kind, until) => answerOf(socket, request, kind, until),
    [Symbol.dispose]: () => socket.close()
  };
}
async function answerOf(socket, request, kind, signal) {
  let resending;
  const listeners = new AbortController();
  try {
    return await new Promise((resolve, reject) => {
      const send = (waitMs) => {
        socket.send(request);
        resending = setTimeout(() => send(waitMs * 2), waitMs);
      };
      const onAbort = () => reject(new TalosError("E_TIMEOUT", "the router does not answer"));
      socket.on("message", (datagram) => {
        try {
          const answer = readNatPmp(datagram);
          if (answer?.kind === kind) resolve(answer);
        } catch (error) {
          reject(error);
        }
      });
      socket.on("error", (cause) => reject(new TalosError("E_UNREACHABLE", "the router does not answer", { cause })));
      signal.addEventListener("abort", onAbort, { once: true, signal: listeners.signal });
      if (signal.aborted) onAbort();
      else send(RESEND_MS);
    });
  } finally {
    clearTimeout(resending);
    listeners.abort();
    socket.removeAllListeners("message").removeAllListeners("error").on("error", () => {
    });
  }
}
export {
  natPmp
};
