import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  MAPPING_LIFE_S,
  MAPPING_TIMEOUT_MS
} from "./chunk-G3L7QD7Y.js";
import {
  startDeadline
} from "./chunk-UVSX52DL.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import "./chunk-QRYLKG2A.js";
import {
  concat,
  fromUtf8,
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

// src/node/network/upnp-way.ts
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { request } from "node:http";
import { BlockList, isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";

// src/codec/xml.ts
var MAX_XML_BYTES = 65536;
var MAX_XML_DEPTH = 16;
var MAX_XML_ELEMENTS = 1e3;
var NAME = "[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?";
var DECLARATION = /^<\?xml\s[^<>?]*\?>/;
var START = new RegExp(`<(${NAME})(?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*\\s*(/?)>`, "y");
var END = new RegExp(`</(${NAME})\\s*>`, "y");
var REFERENCE = /&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));/g;
var NAMED = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
var FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
function readXml(bytes) {
  if (bytes.length > MAX_XML_BYTES) throw new TalosError("E_LIMIT", `the document exceeds ${MAX_XML_BYTES} bytes`);
  const text = fromUtf8(bytes).replace(/^\ufeff/, "");
  if (FORBIDDEN.test(text)) throw malformed("a character that XML has no place for");
  return new Reader(text).root();
}
function childOf({ children }, name) {
  return children.find((each) => each.name === name);
}
function elementsOf(root, name) {
  return root.children.flatMap((each) => [...each.name === name ? [each] : [], ...elementsOf(each, name)]);
}
var Reader = class {
  #text;
  #at;
  #elements = 0;
  #open = [];
  #root;
  constructor(text) {
    this.#text = text;
    this.#at = DECLARATION.exec(text)?.[0].length ?? 0;
  }
  root() {
    while (this.#at < this.#text.length) {
      this.#characters();
      if (this.#at >= this.#text.length) break;
      if (this.#text.startsWith("<!--", this.#at)) this.#comment();
      else if (this.#text.startsWith("</", this.#at)) this.#end();
      else this.#start();
    }
    if (this.#root === void 0 || this.#open.length > 0) throw malformed("it ends too early");
    return this.#root;
  }
  /** Text until the next mark-up; none but white space outside the root. */
  #characters() {
    const next = this.#text.indexOf("<", this.#at);
    const end = next === -1 ? this.#text.length : next;
    const text = this.#text.slice(this.#at, end);
    this.#at = end;
    const inner = this.#open.at(-1);
    if (inner !== void 0) inner.texts.push(withoutReferences(text));
    else if (text.trim() !== "") throw malformed("text outside the root");
  }
  #comment() {
    const end = this.#text.indexOf("--", this.#at + 4);
    if (end === -1 || this.#text[end + 2] !== ">") throw malformed("a comment that does not end");
    this.#at = end + 3;
  }
  #start() {
    START.lastIndex = this.#at;
    const match = START.exec(this.#text);
    if (match === null) throw malformed("mark-up that is none, or is not read");
    if (this.#root !== void 0 && this.#open.length === 0) throw malformed("two roots");
    this.#elements += 1;
    if (this.#elements > MAX_XML_ELEMENTS)
      throw new TalosError("E_LIMIT", `the document has more than ${MAX_XML_ELEMENTS} elements`);
    if (this.#open.length >= MAX_XML_DEPTH)
      throw new TalosError("E_LIMIT", `the document has more than ${MAX_XML_DEPTH} elements within each other`);
    this.#at = START.lastIndex;
    const [, tag = "", closed] = match;
    this.#open.push({ tag, texts: [], children: [] });
    if (closed === "/") this.#close();
  }
  #end() {
    END.lastIndex = this.#at;
    const match = END.exec(this.#text);
    if (match === null || match[1] !== this.#open.at(-1)?.tag) throw malformed("an end of another element");
    this.#at = END.lastIndex;
    this.#close();
  }
  #close() {
    const open = this.#open.pop();
    if (open === void 0) return;
    const { tag, texts, children } = open;
    const element = { name: tag.slice(tag.indexOf(":") + 1), text: texts.join("").trim(), children };
    const outer = this.#open.at(-1);
    if (outer === void 0) this.#root = element;
    else outer.children.push(element);
  }
};
function withoutReferences(text) {
  if (!text.includes("&")) return text;
  const read = text.replace(
    REFERENCE,
    (_all, name, decimal, hex) => name === void 0 ? characterOf(Number.parseInt(decimal ?? hex ?? "", decimal === void 0 ? 16 : 10)) : NAMED[name] ?? ""
  );
  if (text.replace(REFERENCE, "").includes("&")) throw malformed("a reference to what is not known");
  return read;
}
function characterOf(code) {
  const isThere = code <= 1114111 && !(code >= 55296 && code <= 57343);
  const character = isThere ? String.fromCodePoint(code) : "";
  if (!isThere || FORBIDDEN.test(character)) throw malformed("a reference to a character that XML has no place for");
  return character;
}
function malformed(what) {
  return new TalosError("E_MALFORMED", `the document is not XML that is read here: ${what}`);
}

// src/net/upnp.ts
var SSDP_GROUP = "239.255.255.250";
var SSDP_PORT = 1900;
var MAX_SSDP_BYTES = 2048;
var MAX_UPNP_URL_CHARACTERS = 512;
var MAX_UPNP_SERVICES = 4;
var SSDP_TARGETS = [
  "urn:schemas-upnp-org:device:InternetGatewayDevice:1",
  "urn:schemas-upnp-org:device:InternetGatewayDevice:2"
];
var SERVICE_TYPE = /^urn:schemas-upnp-org:service:(?:WANIPConnection:[12]|WANPPPConnection:1)$/;
var PLACE = /^http:\/\/([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?::([0-9]{1,5}))?(\/.*)?$/i;
var URL_CHARACTERS = /^[!"$-~]+$/;
var ACTION_ERRORS = {
  401: "the router does not know the request",
  402: "the router does not understand the request",
  501: "the router could not do it",
  606: "the router forwards no ports for this host",
  714: "the router knows no such port",
  718: "another host has the port",
  725: "the router forwards ports for ever, or not at all",
  728: "the router has no port left"
};
var CONFLICT = 718;
var ONLY_FOR_EVER = 725;
function searchRequest(target, host) {
  const lines = [
    "M-SEARCH * HTTP/1.1",
    `HOST: ${host}:${SSDP_PORT}`,
    'MAN: "ssdp:discover"',
    "MX: 1",
    `ST: ${target}`,
    "",
    ""
  ];
  return utf8(lines.join("\r\n"));
}
function readSearchAnswer(bytes, from) {
  if (bytes.length > MAX_SSDP_BYTES) return void 0;
  const [status = "", ...lines] = latin1(bytes).split("\r\n");
  if (!/^HTTP\/1\.[01] 200(?: |$)/.test(status)) return void 0;
  const value = (name) => {
    const line = lines.find((each) => each.toLowerCase().startsWith(`${name}:`));
    return line?.slice(name.length + 1).trim();
  };
  if (!SSDP_TARGETS.includes(value("st") ?? "")) return void 0;
  const place = placeOf(value("location") ?? "");
  return place?.host === from ? place : void 0;
}
function readDescription(bytes, place) {
  const root = readXml(bytes);
  if (root.name !== "root") throw new TalosError("E_MALFORMED", "not the description of a device");
  const named = childOf(root, "URLBase")?.text ?? "";
  const base = named === "" ? place : resolved(named, place);
  return elementsOf(root, "service").map((each) => ({ type: textIn(each, "serviceType"), control: textIn(each, "controlURL") })).filter(({ type, control }) => SERVICE_TYPE.test(type) && control !== "").slice(0, MAX_UPNP_SERVICES).map(({ type, control }) => ({ type, control: resolved(control, base) }));
}
function actionRequest(type, action, values) {
  const inner = Object.entries(values).map(([name, value]) => `<${name}>${value}</${name}>`).join("");
  return utf8(
    `<?xml version="1.0"?>\r
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><u:${action} xmlns:u="${type}">${inner}</u:${action}></s:Body></s:Envelope>\r
`
  );
}
function readActionAnswer(bytes, action) {
  const root = readXml(bytes);
  const body = root.name === "Envelope" ? childOf(root, "Body") : void 0;
  const [said] = body?.children ?? [];
  if (said?.name === `${action}Response`)
    return { kind: "done", values: new Map(said.children.map(({ name, text }) => [name, text])) };
  const [code] = said?.name === "Fault" ? elementsOf(said, "errorCode") : [];
  if (code === void 0 || !/^[0-9]{1,4}$/.test(code.text))
    throw new TalosError("E_MALFORMED", `no answer to ${action}`);
  return { kind: "fault", code: Number(code.text) };
}
function faultText(code) {
  return ACTION_ERRORS[code] ?? `the router says ${code}`;
}
function textIn(element, name) {
  return childOf(element, name)?.text ?? "";
}
function placeOf(url) {
  if (url.length > MAX_UPNP_URL_CHARACTERS || !URL_CHARACTERS.test(url)) return void 0;
  const [all, host = "", port = "80", path = "/"] = PLACE.exec(url) ?? [];
  const isHost = host.split(".").every((each) => Number(each) < 256 && String(Number(each)) === each);
  if (all === void 0 || !isHost || Number(port) === 0 || Number(port) > 65535) return void 0;
  return { host, port: Number(port), path };
}
function resolved(reference, base) {
  const { host, port, path } = base;
  const url = /^[a-z][a-z0-9+.-]*:/i.test(reference) ? reference : reference.startsWith("//") ? `http:${reference}` : `http://${host}:${port}${reference.startsWith("/") ? "" : path.slice(0, path.lastIndexOf("/") + 1)}${reference}`;
  const place = placeOf(url);
  if (place?.host !== host)
    throw new TalosError("E_REFUSED", "the router names a place that is not at its own address");
  return place;
}
function latin1(bytes) {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

// src/node/network/upnp-way.ts
var MAX_SSDP_ANSWERS = 16;
var MAX_PORT_TRIES = 4;
var MAX_HEADER_BYTES = 8192;
var RESEND_MS = 400;
var FIRST_DYNAMIC_PORT = 49152;
var SSDP_MORE_MS = 1500;
var UpnpWay = class {
  name = "UPnP";
  #parts;
  constructor(parts = {}) {
    this.#parts = parts;
  }
  /** See {@link PortWay.ask}. */
  async ask(wish, signal) {
    var _stack = [];
    try {
      const search = __using(_stack, await Search.start(wish, this.#parts, signal), true);
      let failure;
      for (let looked = 0; looked < MAX_SSDP_ANSWERS; looked += 1) {
        const place = await search.next(
          failure === void 0 ? MAPPING_TIMEOUT_MS : this.#parts.moreMs ?? SSDP_MORE_MS
        );
        if (place === void 0) break;
        let found;
        try {
          found = await serviceAt(place, wish, signal);
          failure ??= new TalosError("E_REFUSED", "the router forwards no ports on request");
        } catch (error) {
          if (!isTalosError(error) || error.code === "E_TIMEOUT") throw error;
          failure ??= error;
        }
        if (found !== void 0) return await mapped(found, wish, signal);
      }
      throw failure ?? new TalosError("E_TIMEOUT", "the router does not answer");
    } catch (_) {
      var _error = _, _hasError = true;
    } finally {
      var _promise = __callDispose(_stack, _error, _hasError);
      _promise && await _promise;
    }
  }
};
var Search = class _Search {
  #socket = createSocket("udp4");
  #signal;
  #seen = /* @__PURE__ */ new Set();
  #found = [];
  #wake = () => {
  };
  #resending;
  constructor(signal) {
    this.#signal = signal;
  }
  static async start({ own, router }, parts, signal) {
    const search = new _Search(signal);
    try {
      await search.#bind(own.host);
    } catch (cause) {
      search.#socket.close();
      signal.throwIfAborted();
      throw new TalosError("E_UNREACHABLE", "the local network cannot be asked", { cause });
    }
    const isHeard = router === void 0 ? hostsBeside(own.host) : (from) => from === router;
    search.#socket.on("message", (datagram, { address }) => {
      if (isHeard(address)) search.#take(readSearchAnswer(datagram, address));
    });
    const at = [SSDP_GROUP, ...router === void 0 ? [] : [router]].map((host) => ({ host, port: SSDP_PORT }));
    search.#send(parts.searchAt ?? at, RESEND_MS);
    return search;
  }
  /** The next place where a description is; none at the end of the time, or of `ms`. */
  async next(ms) {
    if (this.#found.length === 0 && !this.#signal.aborted) {
      const limit = startDeadline(ms, this.#signal);
      await new Promise((resolve) => {
        this.#wake = resolve;
        limit.signal.addEventListener("abort", () => resolve(), { once: true });
      });
      limit.clear();
    }
    return this.#found.shift();
  }
  async #bind(host) {
    this.#socket.on("error", () => {
    });
    this.#socket.bind(0, host);
    await once(this.#socket, "listening", { signal: this.#signal });
    this.#socket.setMulticastInterface(host);
  }
  #take(place) {
    if (place === void 0) return;
    const key = `${place.host}:${place.port}${place.path}`;
    if (this.#seen.has(key) || this.#seen.size >= MAX_SSDP_ANSWERS) return;
    this.#seen.add(key);
    this.#found.push(place);
    this.#wake();
  }
  #send(places, waitMs) {
    for (const { host, port } of places)
      for (const target of SSDP_TARGETS) this.#socket.send(searchRequest(target, host), port, host, () => {
      });
    this.#resending = setTimeout(() => this.#send(places, waitMs * 2), waitMs);
  }
  [Symbol.asyncDispose]() {
    clearTimeout(this.#resending);
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }
};
function hostsBeside(host) {
  const own = Object.values(networkInterfaces()).flat().find((each) => each?.address === host);
  const net = new BlockList();
  const bits = Number(own?.cidr?.split("/")[1] ?? 32);
  net.addSubnet(host, bits, "ipv4");
  return (from) => from !== host && net.check(from, "ipv4");
}
async function serviceAt(place, wish, signal) {
  const description = await exchange(place, wish.own.host, signal);
  for (const service of readDescription(description, place)) {
    const host = await outsideOf(service, wish, signal);
    if (host !== void 0) return { service, host };
  }
  return void 0;
}
async function outsideOf(service, { own }, signal) {
  const answer = await act(service, "GetExternalIPAddress", {}, own.host, signal);
  const host = answer.kind === "done" ? answer.values.get("NewExternalIPAddress") : void 0;
  return host !== void 0 && isIPv4(host) && host !== "0.0.0.0" ? host : void 0;
}
async function mapped({ service, host }, wish, signal) {
  const { own } = wish;
  let [port, lifeS, taken] = [wish.outside, MAPPING_LIFE_S, 0];
  for (; ; ) {
    const values = {
      NewRemoteHost: "",
      NewExternalPort: port,
      NewProtocol: "TCP",
      NewInternalPort: own.port,
      NewInternalClient: own.host,
      NewEnabled: 1,
      NewPortMappingDescription: "talos",
      NewLeaseDuration: lifeS
    };
    const answer = await act(service, "AddPortMapping", values, own.host, signal);
    if (answer.kind === "done") break;
    if (answer.code === ONLY_FOR_EVER && lifeS !== 0) lifeS = 0;
    else if (answer.code === CONFLICT && taken < MAX_PORT_TRIES - 1) {
      taken += 1;
      port = dynamicPort();
    } else throw new TalosError("E_REFUSED", faultText(answer.code));
  }
  const granted = port;
  return {
    host,
    port,
    // One that has no end is looked after as often: the router may have forgotten it.
    lifeS: MAPPING_LIFE_S,
    giveBack: async (until) => {
      const values = { NewRemoteHost: "", NewExternalPort: granted, NewProtocol: "TCP" };
      await act(service, "DeletePortMapping", values, own.host, until);
    }
  };
}
function dynamicPort() {
  const [high = 0, low = 0] = randomBytes(2);
  return FIRST_DYNAMIC_PORT + (high * 256 + low) % (65536 - FIRST_DYNAMIC_PORT);
}
async function act({ type, control }, action, values, from, signal) {
  const body = actionRequest(type, action, values);
  return readActionAnswer(await exchange(control, from, signal, { body, action: `"${type}#${action}"` }), action);
}
async function exchange({ host, port, path }, from, signal, post) {
  try {
    return await new Promise((resolve, reject) => {
      const asked = request(
        {
          host,
          port,
          path,
          localAddress: from,
          signal,
          method: post === void 0 ? "GET" : "POST",
          // Nothing of one request is another's.
          agent: false,
          maxHeaderSize: MAX_HEADER_BYTES,
          headers: post === void 0 ? {} : {
            "content-type": 'text/xml; charset="utf-8"',
            "content-length": post.body.length,
            soapaction: post.action
          }
        },
        (answer) => void readAnswer(answer, post !== void 0).then(resolve, reject)
      );
      asked.on("error", reject);
      asked.end(post?.body);
    });
  } catch (cause) {
    if (signal.aborted) throw new TalosError("E_TIMEOUT", "the router does not answer", { cause });
    if (isTalosError(cause)) throw cause;
    throw new TalosError("E_UNREACHABLE", "the router does not answer", { cause });
  }
}
async function readAnswer(answer, isAction) {
  try {
    const { statusCode = 0, headers } = answer;
    if (statusCode !== 200 && !(isAction && statusCode === 500))
      throw new TalosError("E_REFUSED", `the router answers ${statusCode}`);
    if (Number(headers["content-length"] ?? 0) > MAX_XML_BYTES)
      throw new TalosError("E_LIMIT", `the answer exceeds ${MAX_XML_BYTES} bytes`);
    const parts = [];
    let length = 0;
    for await (const part of answer) {
      length += part.length;
      if (length > MAX_XML_BYTES) throw new TalosError("E_LIMIT", `the answer exceeds ${MAX_XML_BYTES} bytes`);
      parts.push(part);
    }
    return concat(...parts);
  } finally {
    answer.destroy();
  }
}
export {
  MAX_PORT_TRIES,
  MAX_SSDP_ANSWERS,
  SSDP_MORE_MS,
  UpnpWay
};
