import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  isOffer
} from "./chunk-T2G3GXL3.js";
import {
  Prometheus,
  measureProcess,
  measuredStore,
  openServerHttp
} from "./chunk-O5KEYKM3.js";
import {
  systemClock
} from "./chunk-46BQ5UYA.js";
import {
  closeAll
} from "./chunk-HYFGQGGD.js";
import {
  addressPolicy,
  isLanMode
} from "./chunk-E6JXRORW.js";
import {
  formatAddress,
  hostPortOf,
  sourceOf
} from "./chunk-WI7TIAN3.js";
import {
  openKeystore,
  readKeystoreHead
} from "./chunk-TAPG5VTP.js";
import {
  tryOwnDirectory
} from "./chunk-PC4J2URO.js";
import {
  MAX_NAME_BYTES,
  isIdentityName
} from "./chunk-GODHKPSB.js";
import {
  optional,
  repeated
} from "./chunk-IELCMXJV.js";
import {
  LAN_MODES,
  bootstraps,
  choice,
  hostText
} from "./chunk-I3VN6X7X.js";
import {
  durationS,
  usage,
  wholeNumber
} from "./chunk-6NZXQKWI.js";
import {
  formatPeerId
} from "./chunk-KHFQ3AZA.js";
import {
  DATA_DIR_NAMES,
  assertOwnDataDir
} from "./chunk-ZWVE4A5M.js";
import {
  initCrypto
} from "./chunk-ZCE2KQBH.js";
import {
  parseVerifierKey
} from "./chunk-UJMLH56T.js";
import {
  u64
} from "./chunk-LQJYXGFI.js";
import {
  keyOfDid
} from "./chunk-ONC5ALCL.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  causeLines
} from "./chunk-N5GQE2EY.js";
import {
  printable
} from "./chunk-6UZ6DTTU.js";
import {
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import {
  __callDispose,
  __using
} from "./chunk-ZSKQGKJD.js";

// src/node/server/server.ts
import { join } from "node:path";

// src/net/request-meter.ts
var RequestMeter = class {
  #operations;
  #requests;
  #refusals;
  #times;
  /** @param operations - Those that there are: all others are counted as one, whatever a peer calls them. */
  constructor(metrics, operations) {
    this.#operations = new Set(operations);
    this.#requests = metrics.counter("talos_requests_total", "Requests that were answered, by service and operation.", [
      "service",
      "operation"
    ]);
    this.#refusals = metrics.counter("talos_refusals_total", "Requests that were refused, by service and word.", [
      "service",
      "word"
    ]);
    this.#times = metrics.histogram("talos_request_seconds", "Time from a request to its answer, by service.", [
      "service"
    ]);
  }
  /** Counts one. */
  count(service, { op, word, ms }) {
    this.#requests.add({ service, operation: this.#operations.has(op) ? op : "other" });
    if (word !== void 0) this.#refusals.add({ service, word });
    this.#times.observe(ms / 1e3, { service });
  }
};

// src/node/server/server-health.ts
var READY_WRITE_MS = 2e3;
var READY_KEY = utf8("server/ready");
var OPERATIONS = [
  "register",
  "offer",
  "lookup",
  "bundle",
  "info",
  "list",
  "open",
  "taken",
  "deposit"
];
var ServerHealth = class {
  metrics = new Prometheus();
  #requests = new RequestMeter(this.metrics, OPERATIONS);
  #host;
  constructor() {
    measureProcess(this.metrics);
  }
  /** Counts a request. */
  count(service, answered) {
    this.#requests.count(service, answered);
  }
  /** Counts the connections of `host`, which must listen for the server to be ready. */
  measure(host) {
    this.#host = host;
    this.metrics.gauge(
      "talos_connections",
      "Connections of libp2p that are open.",
      () => host.use(({ libp2p }) => libp2p.getConnections().length)
    );
  }
  /** Why the server cannot serve, in words for an operator; nothing where it can. Writes to `store`. */
  async whyNotReady(store) {
    if (this.#host === void 0 || this.#host.addresses.length === 0) return "not listening";
    const write = store.apply([{ kind: "put", space: "meta", key: READY_KEY, value: u64(Date.now()) }]);
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve("the store takes too long to write"), READY_WRITE_MS);
    });
    try {
      return await Promise.race([write.then(() => void 0), late]);
    } catch (error) {
      if (isTalosError(error)) return `the store takes no writes: ${error.code}`;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
};

// src/node/server/server.ts
async function openServer(options) {
  const { dataDir, onFault } = options;
  assertOwnDataDir(dataDir);
  const opened = [];
  const own = (each) => {
    opened.push(each);
    return each;
  };
  const end = () => closeAll(opened.splice(0));
  try {
    own(lockOf(dataDir));
    await initCrypto();
    const { identity } = openKeystore(dataDir, { passphrase: await passphraseOf(options), nowMs: Date.now() });
    const health = new ServerHealth();
    const { metrics } = health;
    const store = measuredStore(own(await openStore(options, identity.did)), metrics);
    const isShared = options.store !== void 0;
    const onAnswered = (service, answered) => {
      health.count(service, answered);
      options.onAnswered?.(service, answered);
    };
    const offers = [];
    const info = () => ({ name: options.name, offers });
    const services = [];
    for (const open of options.services)
      services.push(own(await open({ store, isShared, clock: systemClock, onFault, info, metrics, onAnswered })));
    offers.push(...services.map(({ purpose }) => purpose).filter(isOffer));
    const [{ openHost }, { answerAutonat }] = await Promise.all([
      import("./host-BEEHUQL3.js"),
      import("./autonat-server-JOWJTKH4.js")
    ]);
    const whyNotReady = () => health.whyNotReady(store);
    const http = openServerHttp({ metrics, clock: systemClock, whyNotReady, onFault });
    const host = own(await openHost({ seed: identity.hostSeed(), http }));
    health.measure(host);
    for (const service of services) await host.serve(service.purpose, (link) => service.accept(link));
    if (options.relay !== void 0) {
      await openRelay(host, options.relay, metrics);
      offers.push("relay");
    }
    await host.use(answerAutonat);
    offers.push("reach");
    const witness = await openWitness(options, identity, store, own);
    const multiaddrs = await host.listen([formatAddress(options.host, options.port)]);
    if (options.dht !== void 0) {
      own(await openServerDht(host, store, options.dht, { multiaddrs, metrics, onFault }));
      offers.push("dht");
    }
    return {
      did: identity.did,
      peerId: host.peerId,
      addresses: multiaddrs.map(hostPortOf),
      multiaddrs,
      services: [...services.map(({ purpose }) => purpose), ...options.relay === void 0 ? [] : ["relay"]],
      info: info(),
      witness,
      [Symbol.asyncDispose]: end
    };
  } catch (error) {
    await end();
    throw error;
  }
}
async function openServerDht(host, store, { lan, bootstrap }, parts) {
  const [{ openDht }, { openHost }] = await Promise.all([import("./dht-RDCF4YF2.js"), import("./host-BEEHUQL3.js")]);
  const { multiaddrs, metrics, onFault } = parts;
  const isLan = isLanMode(lan, [...multiaddrs, ...bootstrap]);
  const dht = await openDht(
    {
      store,
      clock: systemClock,
      host: () => Promise.resolve(host),
      veiledHost: () => openHost({ seed: randomBytes(32) }),
      onFault
    },
    { policy: addressPolicy(() => isLan), bootstraps: () => bootstrap, isServer: true }
  );
  await dht.join();
  metrics.gauge("talos_dht_nodes", "Nodes in the table of the DHT.", () => dht.state().nodes);
  metrics.gauge("talos_dht_records", "Agent records that are kept for the DHT.", () => dht.state().records);
  return dht;
}
async function openRelay(host, limits, metrics) {
  const { startRelay } = await import("./relay-server-XBGEJU5D.js");
  const relay = await host.use((node) => startRelay(node, limits));
  metrics.gauge("talos_relay_places", "Agents that have a place at the relay.", () => relay.counts.reservations);
  metrics.gauge("talos_relay_connections", "Relayed connections that are open.", () => relay.counts.connections);
  metrics.counted(
    "talos_relay_places_refused_total",
    "Places that were refused.",
    () => relay.counts.reservationsRefused
  );
  metrics.counted(
    "talos_relay_connections_refused_total",
    "Connections that were not relayed.",
    () => relay.counts.connectionsRefused
  );
}
async function openWitness({ witness: terms, host, onFault }, identity, store, own) {
  if (terms === void 0) return void 0;
  const { Witness } = await import("./witness-G5DYDE6V.js");
  const { listenAsWitness } = await import("./witness-listener-RPQXVGR7.js");
  const { port, logs } = terms;
  const name = `talos-witness/${formatPeerId(keyOfDid(identity.did))}`;
  const witness = await Witness.open({ store, clock: systemClock, name, signing: identity.witnessKey(), logs });
  const listener = await listenAsWitness({ witness, host, port, clock: systemClock, onFault });
  own(listener);
  return { url: listener.url, key: witness.key };
}
async function openStore({ dataDir, store: url }, owner) {
  if (url === void 0) {
    const { openLmdbStore } = await import("./lmdb-store-SYOHELS6.js");
    return openLmdbStore({ path: join(dataDir, DATA_DIR_NAMES.store) });
  }
  const { openPgStore } = await import("./pg-store-46YTWQ66.js");
  return openPgStore({ url, owner });
}
function lockOf(dataDir) {
  const lock = tryOwnDirectory(dataDir);
  if (lock !== void 0) return lock;
  throw new TalosError("E_LOCKED", `another process owns ${dataDir}`, {
    hint: "end that process, or use another data directory"
  });
}
async function passphraseOf({ dataDir, passphrase }) {
  return readKeystoreHead(dataDir)?.method.kind === "passphrase" ? passphrase() : void 0;
}

// src/cli/relay-options.ts
var MOST = 1e6;
var MOST_S = 24 * 86400;
function relayLimitsOf(options) {
  const count = (name, flag, most = MOST) => {
    const text = optional(options, name);
    return text === void 0 ? void 0 : wholeNumber(text, flag, 1, most);
  };
  const time = optional(options, "relayTime");
  const seconds = time === void 0 ? void 0 : durationS(time, "--relay-time");
  if (seconds !== void 0 && seconds > MOST_S) throw usage("--relay-time is at most 24d");
  const limits = {
    reservations: count("relayPlaces", "--relay-places"),
    reservationsPerSource: count("relayPlacesASource", "--relay-places-a-source"),
    connectionsPerReservation: count("relayConnections", "--relay-connections"),
    connectionBytes: count("relayBytes", "--relay-bytes", Number.MAX_SAFE_INTEGER),
    connectionMs: seconds === void 0 ? void 0 : seconds * 1e3
  };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== void 0));
}
function hasRelayLimits(options) {
  return Object.keys(relayLimitsOf(options)).length > 0;
}

// src/cli/commands/server.ts
var serve = async (context, _args, options) => {
  const where = whereOf(options);
  const name = nameOf(optional(options, "name") ?? "");
  const services = await servicesOf(options["mailbox"] === true);
  await initCrypto();
  const store = await storeOf(context, options);
  const terms = { ...where, name, store, services, ...witnessOf(options), ...relayOf(options), ...dhtOf(options) };
  return serveUntilStopped(context, terms, "server");
};
function whereOf(options) {
  return {
    port: wholeNumber(optional(options, "port") ?? "", "--port", 0, 65535),
    host: hostText(optional(options, "host") ?? "", "--host")
  };
}
async function serveUntilStopped(context, terms, identity) {
  var _stack = [];
  try {
    await context.ensureIdentity(identity);
    const { dataDir, io } = context;
    const { debug } = context.global;
    const server = __using(_stack, await openServer({
      ...terms,
      dataDir,
      passphrase: () => context.passphrase("passphrase: "),
      onFault: (fault) => {
        io.note(faultText(fault));
        if (debug) for (const line of causeLines(fault)) io.note(line);
      },
      ...debug ? { onAnswered: (service, answered) => io.note(requestText(service, answered)) } : {}
    }), true);
    await announce(context, server);
    await stopped(io.signal);
    io.signal.throwIfAborted();
    return 0;
  } catch (_) {
    var _error = _, _hasError = true;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function storeOf(context, options) {
  const given = optional(options, "store") ?? context.io.env["TALOS_STORE"] ?? "";
  if (given === "") return void 0;
  const { parseStoreUrl, readStoreUrlFile } = await import("./pg-url-TTX2Y6GY.js");
  if (!given.startsWith("@")) {
    const { hasPassword } = parseStoreUrl(given);
    if (hasPassword && optional(options, "store") !== void 0)
      context.note("every user of this machine may see the password of --store: $TALOS_STORE or @FILE hides it");
    return given;
  }
  const path = context.path(given.slice(1));
  return readStoreUrlFile(
    path,
    () => context.note(`every user of this machine may read the address of the store in ${path}: chmod 600 closes it`)
  );
}
function relayOf(options) {
  if (options["relay"] === true) return { relay: relayLimitsOf(options) };
  if (hasRelayLimits(options)) throw usage("--relay-places and what else begins with --relay- go with --relay");
  return {};
}
function dhtOf(options) {
  const lan = choice(optional(options, "lan") ?? "auto", "--lan", LAN_MODES);
  const bootstrap = bootstraps(repeated(options, "bootstrap").join(","), "--bootstrap");
  if (options["dht"] !== false) return { dht: { lan, bootstrap } };
  if (bootstrap.length > 0) throw usage("--bootstrap goes without --no-dht");
  return {};
}
function witnessOf(options) {
  const logs = repeated(options, "witnessLog");
  const port = optional(options, "witnessPort");
  if (options["witness"] !== true) {
    if (logs.length > 0 || port !== void 0) throw usage("--witness-log and --witness-port go with --witness");
    return {};
  }
  return { witness: { port: wholeNumber(port ?? "0", "--witness-port", 0, 65535), logs: logs.map(logKey) } };
}
function logKey(text) {
  try {
    return parseVerifierKey(text);
  } catch (error) {
    if (isTalosError(error, "E_MALFORMED")) throw usage(`--witness-log is no key of a log: "${printable(text)}"`);
    throw error;
  }
}
async function servicesOf(withMailbox) {
  const { openRegistry } = await import("./registry-HNWEQMJZ.js");
  if (!withMailbox) return [openRegistry];
  const { openMailbox } = await import("./mailbox-Z4XBKQP4.js");
  return [openRegistry, openMailbox];
}
async function announce(context, { did, peerId, addresses, multiaddrs, services, info: { name }, witness }) {
  const relay = services.includes("relay") ? { relay: multiaddrs } : {};
  const named = name === "" ? {} : { name };
  await context.print(
    { did, addresses, peerId, services, ...relay, ...named, ...witness === void 0 ? {} : { witness } },
    () => [
      `${name === "" ? "" : `${printable(name)}: `}${services.join(" and ")} at ${addresses.join(", ")}`,
      `  ${did}`,
      ...multiaddrs.map((address) => `  ${address}`),
      ...witness === void 0 ? [] : [`witness at ${witness.url}`, `  ${witness.key}`]
    ]
  );
}
function nameOf(name) {
  if (name !== "" && (name.trim() === "" || !isIdentityName(name)))
    throw usage(`--name must be 1 to ${MAX_NAME_BYTES} bytes of printable text`);
  return name;
}
function requestText(service, { op, word, cause, ms, from }) {
  const why = word === void 0 ? "ok" : `${word}: ${isTalosError(cause) ? `${cause.code}: ${cause.message}` : "fault"}`;
  return printable(`${service} ${op} from ${sourceOf(from)} in ${ms.toFixed(1)} ms: ${why}`);
}
function faultText(fault) {
  const text = fault instanceof Error ? fault.message : String(fault);
  return `error: a request could not be served: ${isTalosError(fault) ? `${fault.code}: ` : ""}${printable(text)}`;
}
function stopped(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

export {
  relayLimitsOf,
  serve,
  whereOf,
  serveUntilStopped
};
