import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAX_ADD_CHECKPOINT_BYTES
} from "./chunk-5DE7VOTM.js";
import {
  HttpRoom
} from "./chunk-2R2KJBRN.js";
import {
  SourceCounter
} from "./chunk-RG5XTQSW.js";
import {
  sourceOfHost
} from "./chunk-WI7TIAN3.js";
import "./chunk-V3D2CGOV.js";
import "./chunk-KHFQ3AZA.js";
import "./chunk-UJMLH56T.js";
import "./chunk-IOG4ONSQ.js";
import "./chunk-SKIXSPG3.js";
import "./chunk-2LF6EQRB.js";
import "./chunk-EFNEG736.js";
import "./chunk-QRYLKG2A.js";
import "./chunk-YHWXIR64.js";
import {
  concat
} from "./chunk-BYUQUT5F.js";
import {
  TalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/node/ledger/witness-listener.ts
import { createServer } from "node:http";
var MAX_WITNESS_CONNECTIONS = 256;
var MAX_WITNESS_CONNECTIONS_A_SOURCE = 32;
var WITNESS_REQUESTS_A_MINUTE = 120;
var WITNESS_REQUEST_MS = 1e4;
var KEEP_ALIVE_MS = 5e3;
var CHECKING_MS = 1e3;
async function listenAsWitness(options) {
  const { host, port, clock, requestMs = WITNESS_REQUEST_MS, onFault } = options;
  const requests = new SourceCounter(WITNESS_REQUESTS_A_MINUTE, 6e4, clock);
  const server = createServer(
    {
      requestTimeout: requestMs,
      headersTimeout: requestMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // Otherwise Node looks every 30 s, and whoever sends nothing holds a connection as long.
      connectionsCheckingInterval: Math.min(CHECKING_MS, requestMs)
    },
    (request, response) => void answer(request, response, requests, options)
  );
  const room = new HttpRoom(MAX_WITNESS_CONNECTIONS, MAX_WITNESS_CONNECTIONS_A_SOURCE);
  server.on("connection", (socket) => room.take(socket));
  server.maxHeadersCount = 32;
  await listening(server, host, port);
  server.on("error", onFault);
  const bound = server.address();
  const name = bound.family === "IPv6" ? `[${bound.address}]` : bound.address;
  return {
    url: `http://${name}:${bound.port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    })
  };
}
function listening(server, host, port) {
  return new Promise((resolve, reject) => {
    const failed = (cause) => reject(new TalosError("E_CONFIG", `the witness cannot listen on port ${port} (${cause.code ?? ""})`, { cause }));
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      resolve();
    });
  });
}
async function answer(request, response, requests, { witness, onFault }) {
  response.on("error", () => {
  });
  try {
    const from = sourceOfHost(request.socket.remoteAddress ?? "");
    if (!requests.take(from)) return send(response, refusal(429, "too many requests"));
    const body = await bodyOf(request);
    if (body === void 0) return send(response, refusal(413, "the request is too large"));
    const [path = ""] = (request.url ?? "").split("?", 1);
    send(response, await witness.handle({ method: request.method ?? "", path, body, from }));
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    onFault(error);
    send(response, refusal(500, "the request could not be served"));
  }
}
async function bodyOf(request) {
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > MAX_ADD_CHECKPOINT_BYTES) return void 0;
    parts.push(part);
  }
  return concat(...parts);
}
var refusal = (status, text) => ({
  status,
  contentType: "text/plain; charset=utf-8",
  body: `${text}
`
});
function send(response, { status, contentType, body }) {
  if (response.destroyed || response.headersSent) return;
  const close = status === 413 || status === 500 ? { connection: "close" } : {};
  response.writeHead(status, { "content-type": contentType, "content-length": Buffer.byteLength(body), ...close });
  response.end(body);
}
export {
  MAX_WITNESS_CONNECTIONS,
  MAX_WITNESS_CONNECTIONS_A_SOURCE,
  WITNESS_REQUESTS_A_MINUTE,
  WITNESS_REQUEST_MS,
  listenAsWitness
};
