import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  DOWNLOADS_QUOTA_BYTES,
  FILE_LIMITS,
  MAX_DEADLINE_MS,
  MAX_FILE_LIMIT_BYTES,
  TUNNEL_LINGER_MS
} from "./chunk-RIFLKF7L.js";
import {
  MAX_RELAYS_USED
} from "./chunk-G7L2YDTE.js";
import {
  metricsPlace
} from "./chunk-HWLZZTJN.js";
import {
  durationS,
  durationText,
  sizeBytes,
  sizeText,
  wholeNumber
} from "./chunk-6NZXQKWI.js";
import {
  DATA_DIR_NAMES
} from "./chunk-ZWVE4A5M.js";
import {
  DEFAULT_NETWORK,
  MAX_DIFFICULTY,
  isNetworkName
} from "./chunk-TYN6C76O.js";
import {
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";

// src/net/lan-mode.ts
var LAN_MODES = ["auto", "on", "off"];

// src/node/settings.ts
import { open } from "node:fs/promises";
import { join } from "node:path";
var MAX_CONFIG_BYTES = 64 * 1024;
var CONFIG_NAME = DATA_DIR_NAMES.config;
var DURABILITIES = ["default", "strict"];
function kindSetting(kind, examples) {
  return {
    variable: `TALOS_${kind.toUpperCase()}_LIMIT`,
    about: `most bytes of a file of kind ${kind} (${examples}), sent or received`,
    builtIn: sizeText(FILE_LIMITS[kind]),
    parse: (text, name) => sizeBytes(text, name, MAX_FILE_LIMIT_BYTES)
  };
}
var SETTINGS = {
  port: {
    variable: "TALOS_PORT",
    about: "port to listen on; 0: any; another free one where 8766 is taken and none was asked for",
    builtIn: "8766",
    parse: (text, name) => wholeNumber(text, name, 0, 65535)
  },
  host: {
    variable: "TALOS_HOST",
    about: "address to listen on",
    builtIn: "0.0.0.0",
    parse: (text, name) => hostText(text, name)
  },
  expires: {
    variable: "TALOS_EXPIRES",
    about: "life of a capability",
    builtIn: "24h",
    parse: (text, name) => durationS(text, name)
  },
  "invite-expires": {
    variable: "TALOS_INVITE_EXPIRES",
    about: "life of an invitation",
    builtIn: "15m",
    parse: (text, name) => durationS(text, name)
  },
  durability: {
    variable: "TALOS_DURABILITY",
    about: "when an entry counts as recorded: written (default) or on the disk (strict)",
    builtIn: "default",
    parse: (text, name) => choice(text, name, DURABILITIES)
  },
  server: {
    variable: "TALOS_SERVER",
    about: "server that `talos register` registers with, where none is named",
    builtIn: "",
    parse: (text, name) => serverText(text, name)
  },
  network: {
    variable: "TALOS_NETWORK",
    about: "network that a new ledger begins in; one that is there stays in its own",
    builtIn: DEFAULT_NETWORK.name,
    parse: (text, name) => networkText(text, name)
  },
  difficulty: {
    variable: "TALOS_DIFFICULTY",
    about: "leading zero bits of the block hashes of a new ledger; one that is there keeps its own",
    builtIn: String(DEFAULT_NETWORK.difficulty),
    parse: (text, name) => wholeNumber(text, name, 0, MAX_DIFFICULTY)
  },
  relay: {
    variable: "TALOS_RELAY",
    about: "relays to be reached through, as talos relay prints them, separated by commas; those of the own servers where none is named",
    builtIn: "",
    parse: (text, name) => relayTexts(text, name)
  },
  deadline: {
    variable: "TALOS_DEADLINE",
    about: "how long mcp-connect and mcp-call let a request wait for its answer; without end where none is named",
    builtIn: "",
    parse: (text, name) => deadlineS(text, name)
  },
  linger: {
    variable: "TALOS_LINGER",
    about: "how long a tool that is lent waits for a caller whose connection was lost; 0: not at all",
    builtIn: durationText(TUNNEL_LINGER_MS / 1e3),
    parse: (text, name) => lingerS(text, name)
  },
  lan: {
    variable: "TALOS_LAN",
    about: "whether addresses of private networks are published, and dialled where others name them; auto: while there are servers, or mdns is on, and no server is public",
    builtIn: "auto",
    parse: (text, name) => choice(text, name, LAN_MODES)
  },
  bootstrap: {
    variable: "TALOS_BOOTSTRAP",
    about: "nodes of the DHT to begin with, beside the own servers: multiaddrs that end in /p2p/\u2026, separated by commas",
    builtIn: "",
    parse: (text, name) => bootstraps(text, name)
  },
  dht: {
    variable: "TALOS_DHT",
    about: "whether agents are looked for, and this one is published, in the distributed hash table: on or off",
    builtIn: "on",
    parse: (text, name) => choice(text, name, ["on", "off"]) === "on"
  },
  mdns: {
    variable: "TALOS_MDNS",
    about: "whether agents are looked for, and this one is told of, in the local network by multicast DNS: on or off",
    builtIn: "off",
    parse: (text, name) => choice(text, name, ["on", "off"]) === "on"
  },
  "nat-pmp": {
    variable: "TALOS_NAT_PMP",
    about: "whether the router is asked by NAT-PMP for a port that leads here: on or off",
    builtIn: "off",
    parse: (text, name) => choice(text, name, ["on", "off"]) === "on"
  },
  upnp: {
    variable: "TALOS_UPNP",
    about: "whether the router is asked by UPnP for a port that leads here: on or off",
    builtIn: "off",
    parse: (text, name) => choice(text, name, ["on", "off"]) === "on"
  },
  metrics: {
    variable: "TALOS_METRICS",
    about: "port of the loopback interface where Prometheus reads what the agent counts; 0: any; none where not named",
    builtIn: "",
    parse: (text, name) => metricsText(text, name)
  },
  "image-limit": kindSetting("image", "jpg, png, gif, webp"),
  "audio-limit": kindSetting("audio", "mp3, wav, ogg, flac"),
  "video-limit": kindSetting("video", "mp4, webm, mov"),
  "document-limit": kindSetting("document", "pdf, txt, doc, zip and all others"),
  "downloads-quota": {
    variable: "TALOS_DOWNLOADS_QUOTA",
    about: "most bytes that downloads/ of the data directory holds in all",
    builtIn: sizeText(DOWNLOADS_QUOTA_BYTES),
    parse: (text, name) => sizeBytes(text, name, Number.MAX_SAFE_INTEGER)
  }
};
var SIZE_SETTINGS = [
  "image-limit",
  "audio-limit",
  "video-limit",
  "document-limit",
  "downloads-quota"
];
function fileSettings(settings) {
  const { value: quotaBytes } = settings["downloads-quota"];
  const limitOf = (kind) => settings[`${kind}-limit`].value;
  const limits = {
    image: limitOf("image"),
    audio: limitOf("audio"),
    video: limitOf("video"),
    document: limitOf("document")
  };
  return { limits, quotaBytes };
}
function settingText(name, settings) {
  const { value } = settings[name];
  if (name === "deadline") return value === 0 ? "" : durationText(Number(value));
  if (typeof value === "boolean") return value ? "on" : "off";
  if (SIZE_SETTINGS.includes(name)) return sizeText(Number(value));
  return name === "expires" || name === "invite-expires" || name === "linger" ? durationText(Number(value)) : String(value);
}
function settingsMade(settings) {
  return Object.keys(SETTINGS).flatMap((id) => {
    const { source } = settings[id];
    return source === "built in" ? [] : [{ id, value: settingText(id, settings), source }];
  });
}
function resolveSettings(sources) {
  const { flags = {}, flagText = (name) => `--${name}`, env, file, preset = {} } = sources;
  const settings = {};
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const flag = flags[name];
    const variable = env[setting.variable];
    const inFile = file?.get(name);
    if (flag !== void 0) settings[name] = { value: setting.parse(flag, flagText(name)), source: "flag" };
    else if (variable !== void 0 && variable !== "")
      settings[name] = { value: configured(setting, variable, setting.variable), source: "environment" };
    else if (inFile !== void 0) settings[name] = { value: configured(setting, inFile, name), source: "file" };
    else settings[name] = { value: setting.parse(preset[name] ?? setting.builtIn, name), source: "built in" };
  }
  return settings;
}
async function readSettings(dataDir, env, flags = {}, more = {}) {
  return resolveSettings({ ...more, flags, env, file: await readConfig(join(dataDir, CONFIG_NAME)) });
}
function configured(setting, text, name) {
  try {
    return setting.parse(text, name);
  } catch (cause) {
    if (!isTalosError(cause)) throw cause;
    throw new TalosError("E_CONFIG", cause.message, { cause, hint: cause.hint, details: { key: name } });
  }
}
async function readConfig(path) {
  const text = await readOwnFile(path);
  const values = /* @__PURE__ */ new Map();
  if (text === void 0) return values;
  const yaml = await import("./dist-UJ2X52MV.js");
  const { parse } = "default" in yaml ? yaml.default : yaml;
  const wrong = (message, key, cause) => new TalosError("E_CONFIG", message, { details: { key }, cause, hint: path });
  let content;
  try {
    content = parse(text, { maxAliasCount: 0, uniqueKeys: true, schema: "core" });
  } catch (cause) {
    throw wrong(`${CONFIG_NAME} is not YAML`, "", cause);
  }
  if (content === null || content === void 0) return values;
  if (typeof content !== "object" || Array.isArray(content)) throw wrong(`${CONFIG_NAME} is not a map of settings`, "");
  for (const [key, value] of Object.entries(content)) {
    if (!Object.hasOwn(SETTINGS, key)) throw wrong(`${CONFIG_NAME} has the unknown key "${key}"`, key);
    if (typeof value !== "string" && typeof value !== "number") throw wrong(`"${key}" is no text and no number`, key);
    values.set(key, String(value));
  }
  return values;
}
async function readOwnFile(path) {
  let file;
  try {
    file = await open(path, "r");
  } catch (cause) {
    if (cause.code === "ENOENT") return void 0;
    throw new TalosError("E_CONFIG", `${CONFIG_NAME} cannot be read`, { cause, hint: path });
  }
  try {
    const { mode, size } = await file.stat();
    if ((mode & 18) !== 0)
      throw new TalosError("E_CONFIG", `${CONFIG_NAME} may be written by others`, { hint: `chmod go-w ${path}` });
    if (size > MAX_CONFIG_BYTES)
      throw new TalosError("E_CONFIG", `${CONFIG_NAME} has ${size} bytes, limit ${MAX_CONFIG_BYTES}`, { hint: path });
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}
function hostText(text, name) {
  if (!/^[0-9a-zA-Z.:-]{1,253}$/.test(text)) throw new TalosError("E_USAGE", `${name} is no address: "${text}"`);
  return text;
}
function serverText(text, name) {
  if (!/^[!-~]{0,512}$/.test(text)) throw new TalosError("E_USAGE", `${name} is no server: "${text}"`);
  return text;
}
function deadlineS(text, name) {
  const seconds = text === "" ? 0 : durationS(text, name);
  if (seconds * 1e3 > MAX_DEADLINE_MS) throw new TalosError("E_USAGE", `${name} is at most 1d: "${text}"`);
  return seconds;
}
function lingerS(text, name) {
  const seconds = text === "0" ? 0 : durationS(text, name);
  if (seconds * 1e3 > TUNNEL_LINGER_MS) throw new TalosError("E_USAGE", `${name} is at most 5m: "${text}"`);
  return seconds;
}
var RELAY = /^\/(?:ip4|ip6|dns[46]?)\/[^/,\s]{1,253}\/tcp\/[1-9][0-9]{0,4}(?:\/ws)?\/p2p\/12D3Koo[1-9A-HJ-NP-Za-km-z]{45}$/;
function relayTexts(text, name) {
  const texts = text.split(",").flatMap((each) => each.trim() === "" ? [] : [each.trim()]);
  if (texts.length > MAX_RELAYS_USED)
    throw new TalosError("E_USAGE", `${name}: at most ${MAX_RELAYS_USED} relays are used`);
  if (texts.every((each) => RELAY.test(each))) return texts.join(",");
  throw new TalosError("E_USAGE", `${name} is no relay: "${text}"`, {
    hint: "such as /ip4/192.0.2.7/tcp/8767/p2p/12D3Koo\u2026, as talos relay prints it"
  });
}
function networkText(text, name) {
  if (!isNetworkName(text))
    throw new TalosError("E_USAGE", `${name} is no name of a network: "${text}"`, {
      hint: 'a letter, then letters, digits, "." and "-", all lower case, at most 64'
    });
  return text;
}
var BOOTSTRAP = /^\/(?:ip4|ip6|dns[46]?)\/[^/,\s]{1,253}\/tcp\/[1-9][0-9]{0,4}(?:\/ws)?\/p2p\/12D3Koo[1-9A-HJ-NP-Za-km-z]{45}$/;
var MAX_BOOTSTRAPS = 16;
function metricsText(text, name) {
  if (text !== "") metricsPlace(text, name);
  return text;
}
function bootstraps(text, name) {
  const texts = text.split(",").flatMap((each) => each.trim() === "" ? [] : [each.trim()]);
  if (texts.length > MAX_BOOTSTRAPS) throw new TalosError("E_USAGE", `${name}: at most ${MAX_BOOTSTRAPS} addresses`);
  if (!texts.every((each) => BOOTSTRAP.test(each)))
    throw new TalosError("E_USAGE", `${name}: an address of a node of the DHT is none`, {
      hint: "such as /ip4/192.0.2.7/tcp/8765/p2p/12D3Koo\u2026, more of them separated by commas"
    });
  return texts;
}
function choice(text, name, among) {
  const found = among.find((each) => each === text);
  if (found !== void 0) return found;
  const [last, ...others] = among.toReversed();
  throw new TalosError("E_USAGE", `${name} must be ${others.toReversed().join(", ")} or ${last}, got "${text}"`);
}

export {
  LAN_MODES,
  SETTINGS,
  SIZE_SETTINGS,
  fileSettings,
  settingText,
  settingsMade,
  readSettings,
  hostText,
  bootstraps,
  choice
};
