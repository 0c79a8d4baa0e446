import { createRequire as __talosRequire } from 'node:module';
const require = __talosRequire(import.meta.url);
import {
  ValidationEngine
} from "./chunk-N5QQWJN7.js";
import {
  UsageAccounts,
  limitedToken,
  toolOf
} from "./chunk-5WBOYPRU.js";
import {
  RpcCaller
} from "./chunk-XZPTRYSX.js";
import "./chunk-QF2SMNT7.js";
import "./chunk-NYCHEQ5T.js";
import {
  openLmdbStore
} from "./chunk-3XQ3PJ7F.js";
import "./chunk-VU4BQLDS.js";
import "./chunk-46BQ5UYA.js";
import {
  authorizeCall,
  scopeCheckOf,
  standingDenial,
  verifyChain
} from "./chunk-KMHR7AZL.js";
import {
  NO_REVOCATIONS
} from "./chunk-AGDCSQEJ.js";
import {
  NONCE_BYTES,
  TAG_BYTES,
  open,
  seal
} from "./chunk-IDTG2NVN.js";
import {
  Identity
} from "./chunk-GODHKPSB.js";
import "./chunk-UEVFT7Q3.js";
import "./chunk-DT4EQJ6R.js";
import "./chunk-T6VEM7CY.js";
import "./chunk-QWERRDFN.js";
import {
  Frontier
} from "./chunk-ELIUXP3L.js";
import {
  splitChain
} from "./chunk-NJ3XV43X.js";
import {
  issueToken
} from "./chunk-MWVEHJ3N.js";
import {
  parseScope
} from "./chunk-HFRJ7ZGY.js";
import "./chunk-HMUT3PKD.js";
import {
  ALLOWED,
  deny
} from "./chunk-6LWAUCQS.js";
import {
  readRpc,
  writeRpc
} from "./chunk-FX2GLV37.js";
import "./chunk-ZWVE4A5M.js";
import "./chunk-7H45WMXX.js";
import "./chunk-YOEFOITE.js";
import "./chunk-XGLJQYNB.js";
import "./chunk-TYN6C76O.js";
import "./chunk-54GDCRVT.js";
import "./chunk-76WDXPVO.js";
import {
  VERSION
} from "./chunk-KJ5PCUWR.js";
import {
  mineSlice
} from "./chunk-M6P7E2C5.js";
import "./chunk-RSCYTSLH.js";
import {
  initCrypto,
  primitivesInUse
} from "./chunk-ZCE2KQBH.js";
import "./chunk-SVWQ5RWK.js";
import "./chunk-IRN4JU72.js";
import "./chunk-O5SJSCRQ.js";
import "./chunk-KCG6GPTE.js";
import "./chunk-IOKT6ZGB.js";
import {
  DIFFICULTY,
  HEADER_BYTES,
  chainIdOf,
  encodeBlock,
  encodeHeader,
  hashHeader
} from "./chunk-KEZCLDZJ.js";
import {
  makeEntry
} from "./chunk-IP5NY5SG.js";
import "./chunk-5PLSURYL.js";
import {
  rootHash
} from "./chunk-5ZXZSGQE.js";
import "./chunk-MNGPKMNL.js";
import "./chunk-RIQO26JO.js";
import "./chunk-UJMLH56T.js";
import {
  sha256
} from "./chunk-IOG4ONSQ.js";
import "./chunk-HROBTZ6Q.js";
import {
  decodeCbor,
  encodeCbor
} from "./chunk-DCRUBV73.js";
import "./chunk-SDVHVV53.js";
import {
  u64
} from "./chunk-LQJYXGFI.js";
import {
  didOfKey
} from "./chunk-ONC5ALCL.js";
import {
  generateSigningKey,
  verifyRaw
} from "./chunk-SKIXSPG3.js";
import {
  randomBytes
} from "./chunk-2LF6EQRB.js";
import {
  SIGNING_LABELS
} from "./chunk-EFNEG736.js";
import {
  loadSodium
} from "./chunk-QRYLKG2A.js";
import {
  canonicalBytes,
  parseCanonicalJson
} from "./chunk-XPPVS7Z5.js";
import "./chunk-LHINULLD.js";
import "./chunk-RREDWCKR.js";
import {
  fromBase64url,
  toBase64url
} from "./chunk-YHWXIR64.js";
import "./chunk-4RR5MITZ.js";
import "./chunk-32PEM522.js";
import "./chunk-5TFZHIIP.js";
import {
  concat,
  toHex,
  utf8
} from "./chunk-BYUQUT5F.js";
import {
  EXIT,
  TalosError,
  isTalosError
} from "./chunk-WYABWEJE.js";
import "./chunk-ZSKQGKJD.js";

// src/cli/commands/bench.ts
import { fileURLToPath } from "node:url";

// src/bench/figures.ts
import { arch, cpus, platform, totalmem } from "node:os";
var Figures = class {
  #sections = [];
  #say;
  /** @param say - Told what is being measured. */
  constructor(say) {
    this.#say = say;
  }
  /** Begins a section. */
  begin(section) {
    const now = performance.now();
    this.#sections.push({ section, figures: [], from: now, to: now });
    this.#say(`measuring: ${section}`);
  }
  /** Adds a figure to the section that was begun last. */
  add(name, value, unit, { below, atLeast, ...about } = {}) {
    const isNumber = Number.isFinite(value);
    let aim = {};
    if (below !== void 0) aim = { aim: `< ${below}`, reached: isNumber && value < below };
    if (atLeast !== void 0) aim = { aim: `>= ${atLeast}`, reached: isNumber && value >= atLeast };
    this.#push({ name, value: isNumber ? value : null, unit, ...aim, ...about });
  }
  /** Says what could not be measured, and why. */
  missing(name, reason) {
    this.#push({ name, value: null, unit: "", note: `not measured: ${reason}` });
  }
  #push(figure) {
    const section = this.#sections.at(-1);
    if (section === void 0) throw new TypeError("begin a section first");
    section.figures.push(figure);
    section.to = performance.now();
  }
  /** What was found so far. */
  get sections() {
    return this.#sections.map(({ section, figures, from, to }) => ({
      section,
      figures: [...figures],
      seconds: Math.round((to - from) / 100) / 10
    }));
  }
  /** All of it, with machine and versions. */
  report(versions = {}) {
    return {
      v: 1,
      kind: "talos-bench",
      time: (/* @__PURE__ */ new Date()).toISOString(),
      machine: thisMachine(),
      versions: { "talos-protocol": VERSION, node: process.versions.node, ...versions },
      sections: this.sections
    };
  }
};
function thisMachine() {
  const all = cpus();
  return {
    processor: all[0]?.model.trim() ?? "unknown",
    processors: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${arch()}`
  };
}
function formatNumber(value) {
  if (value === null) return "-";
  const size = Math.abs(value);
  if (size >= 1e3) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(size >= 100 || value === 0 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3);
}
function remarksOf({ beside = [], aim, reached, note }) {
  const remarks = beside.map(({ name, value, ratio }) => `${formatNumber(ratio)} \xD7 ${name} (${formatNumber(value)})`);
  if (aim !== void 0) remarks.push(`aim ${aim}: ${reached === true ? "reached" : "not reached"}`);
  if (note !== void 0) remarks.push(note);
  return remarks.join("; ");
}
function tableLines({ sections, machine, versions }) {
  const all = sections.flatMap(({ figures }) => figures);
  const width = Math.max(...all.map(({ name }) => name.length));
  const lines = [];
  for (const { section, figures } of sections) {
    lines.push(section, "-".repeat(section.length));
    for (const figure of figures) {
      const shown = `${figure.name.padEnd(width)} ${formatNumber(figure.value).padStart(11)} ${figure.unit.padEnd(8)}`;
      lines.push(`${shown} ${remarksOf(figure)}`.trimEnd());
    }
    lines.push("");
  }
  const { processor, processors, memoryGiB } = machine;
  const where = `${processors} x ${processor}, ${memoryGiB} GiB, ${machine.platform}`;
  lines.push(
    `${where}, ${Object.entries(versions).map((each) => each.join(" ")).join(", ")}`
  );
  lines.push("medians of several rounds in turn: trust the ratios more than the figures");
  return lines;
}

// src/capability/authorizer.ts
var DEFAULT_REMEMBERED_CHAINS = 1024;
var Remembered = class {
  holder;
  grant;
  usage;
  constructor(holder, grant, usage) {
    this.holder = holder;
    this.grant = grant;
    this.usage = usage;
  }
};
var Authorizer = class {
  #options;
  #roots;
  #now;
  #limit;
  #accounts = new UsageAccounts();
  /** By the text of the chain. What is not asked for while the other half fills is forgotten with its half. */
  #young = /* @__PURE__ */ new Map();
  #old = /* @__PURE__ */ new Map();
  /** One for all checks, so that none makes its own. */
  #standing;
  /**
   * @throws {RangeError} for `remembered` below 2 or no whole number.
   */
  constructor(options) {
    const { self, roots = [self], revocations = NO_REVOCATIONS, environment, now = Date.now } = options;
    const { remembered = DEFAULT_REMEMBERED_CHAINS } = options;
    if (!Number.isSafeInteger(remembered) || remembered < 2)
      throw new RangeError(`remembered must be 2 or more, got ${remembered}`);
    this.#options = options;
    this.#roots = [...roots];
    this.#now = now;
    this.#limit = Math.floor(remembered / 2);
    this.#standing = { nowMs: 0, revocations, ...environment === void 0 ? {} : { environment } };
  }
  /** The server's own identity. */
  get self() {
    return this.#options.self;
  }
  /**
   * Decides about one request, and charges it where the tokens have limits.
   *
   * @param chain - The text of the chain, as the caller presented it.
   * @param holder - Who calls: proved by whoever asks, never read from what was presented.
   * @param bytes - Length of the request.
   * @returns Allowed, or why not: a code of PROTOCOL.md §8.3 or §8.4.
   */
  authorize(chain, holder, request, bytes = 0) {
    return this.#decide(chain, holder, request, bytes, true);
  }
  /** As {@link authorize}, of a request that is not charged. */
  check(chain, holder, request) {
    return this.#decide(chain, holder, request, 0, false);
  }
  /** Charges what came of a request that was allowed: where it exceeds what is left, the next one is refused. */
  settle(chain, holder, request, bytes) {
    const found = this.#find(chain, holder);
    if ("allowed" in found || found.usage === void 0) return;
    const tool = toolOf(request);
    if (!found.usage.countsBytes(tool)) return;
    found.usage.settle(tool, typeof bytes === "number" ? bytes : bytes());
    this.#save(found.usage);
  }
  /** What the chain covers at this moment, for lists; the requests themselves are not decided by it. */
  coverage(chain, holder) {
    this.#tick();
    const found = this.#find(chain, holder);
    if ("allowed" in found) return found;
    return standingDenial(found.grant, this.#standing) ?? scopeCheckOf(found.grant.scope);
  }
  #decide(chain, holder, request, bytes, isCharged) {
    this.#tick();
    const known = this.#young.get(chain);
    const found = known !== void 0 && known.holder === holder ? known : this.#find(chain, holder);
    if ("allowed" in found) return found;
    const verdict = authorizeCall(found.grant, request, this.#standing);
    if (!verdict.allowed || found.usage === void 0 || !isCharged) return verdict;
    return this.#charge(found.usage, request, bytes);
  }
  #charge(usage, request, bytes) {
    const tool = toolOf(request);
    const counted = typeof bytes === "number" ? bytes : usage.countsBytes(tool) ? bytes() : 0;
    const denial = usage.take(tool, counted, this.#standing.nowMs);
    if (denial !== void 0) return denial;
    if (this.#options.usage !== void 0) this.#save(usage);
    return ALLOWED;
  }
  #save(usage) {
    for (const { token, state } of usage.accounts.map((account) => ({ token: account.token, state: account.state() })))
      this.#options.usage?.save(token.id, state, token.expiresAtS);
  }
  #tick() {
    const nowMs = this.#now();
    if (!(nowMs <= this.#standing.nowMs)) this.#standing.nowMs = nowMs;
  }
  /** The chain as it was verified; now, where it was not. */
  #find(chain, holder) {
    const young = this.#young.get(chain);
    const known = young ?? this.#old.get(chain);
    if (known === void 0 || known.holder !== holder) return this.#verify(chain, holder);
    if (young === void 0) this.#remember(chain, known);
    return known;
  }
  #verify(chain, holder) {
    const { self: audience, service } = this.#options;
    const texts = textsOf(chain);
    if ("allowed" in texts) return texts;
    const verdict = verifyChain(texts, { ...this.#standing, roots: this.#roots, audience, service, holder });
    if (!verdict.allowed) return verdict;
    const { grant } = verdict;
    const usage = this.#usageOf(grant);
    if (usage !== void 0 && "allowed" in usage) return usage;
    const found = new Remembered(holder, grant, usage);
    this.#remember(chain, found);
    return found;
  }
  #usageOf(grant) {
    const usage = this.#accounts.open(grant.tokens.map(limitedToken), this.#standing.nowMs);
    if (usage !== void 0 && !("allowed" in usage)) for (const account of usage.accounts) this.#load(account);
    return usage;
  }
  #load(account) {
    if (account.isKept) return;
    const state = this.#options.usage?.load(account.token.id);
    if (state !== void 0) account.restore(state);
    account.isKept = true;
  }
  #remember(chain, found) {
    if (this.#young.size >= this.#limit) [this.#old, this.#young] = [this.#young, /* @__PURE__ */ new Map()];
    this.#young.set(chain, found);
  }
};
function textsOf(chain) {
  if (typeof chain !== "string" || chain === "") return deny("NO_CAPABILITY", "no token was presented");
  try {
    return splitChain(chain);
  } catch (error) {
    if (isTalosError(error, "MALFORMED")) return deny("MALFORMED", error.message);
    throw error;
  }
}

// src/bench/primitives.ts
import { createCipheriv, createDecipheriv, createPublicKey, verify as opensslVerify } from "node:crypto";

// src/bench/rounds.ts
var ROUND_MS = 40;
var ROUNDS = 15;
var WARM_UP_MS = 300;
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
function median(values) {
  return quantile(values, 0.5);
}
function ratioOf(ours, theirs) {
  return median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}
function ratesOf(runs, { rounds = ROUNDS, ms = ROUND_MS } = {}) {
  const measured = runs.map((run) => ({ run, batch: batchOf(run), rates: [] }));
  for (let round = 0; round < rounds; round++)
    for (const { run, batch, rates } of measured) rates.push(rateOnce(run, batch, ms));
  return measured.map(({ rates }) => rates);
}
function batchOf(run) {
  rateOnce(run, 1, WARM_UP_MS);
  for (let batch = 1; ; batch *= 2) {
    const from = performance.now();
    for (let i = 0; i < batch; i++) run();
    if (performance.now() - from > 1) return batch;
  }
}
function rateOnce(run, batch, ms) {
  const from = processorMs();
  let calls = 0;
  let passed = 0;
  do {
    for (let i = 0; i < batch; i++) run();
    calls += batch;
    passed = processorMs() - from;
  } while (passed < ms);
  return calls / passed * 1e3;
}
function processorMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}
async function awaitedRatesOf(runs, { rounds = ROUNDS, ms = ROUND_MS, computes = false } = {}) {
  const passed = computes ? processorMs : () => performance.now();
  const rates = runs.map(() => []);
  for (const run of runs) await awaitedRate(run, WARM_UP_MS, passed);
  for (let round = 0; round < rounds; round++)
    for (const [at, run] of runs.entries()) rates[at]?.push(await awaitedRate(run, ms, passed));
  return rates;
}
async function awaitedRate(run, ms, now) {
  const from = now();
  let calls = 0;
  let passed = 0;
  do {
    await run();
    calls++;
    passed = now() - from;
  } while (passed < ms);
  return calls / passed * 1e3;
}

// src/bench/primitives.ts
var SIGNED_BYTES = 256;
var HEADER_BYTES2 = 64;
var SEALED_BYTES = [1024, 65536];
function benchPrimitives(figures) {
  figures.begin("primitives");
  const sodium = nativeSodium();
  signatures(figures, sodium);
  for (const bytes of SEALED_BYTES) sealing(figures, sodium, bytes);
}
function nativeSodium() {
  try {
    return loadSodium();
  } catch {
    return void 0;
  }
}
function signatures(figures, sodium) {
  const key = generateSigningKey();
  const message2 = randomBytes(SIGNED_BYTES);
  const signature = key.signRaw(message2);
  const jwk = { kty: "OKP", crv: "Ed25519", x: toBase64url(key.publicKey) };
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  const others = [["node:crypto", () => opensslVerify(null, message2, publicKey, signature)]];
  if (sodium !== void 0)
    others.unshift(["libsodium", () => sodium.crypto_sign_verify_detached(signature, message2, key.publicKey)]);
  compare(
    figures,
    `Ed25519 signatures verified, ${SIGNED_BYTES} B`,
    () => verifyRaw(key.publicKey, message2, signature),
    others
  );
}
function sealing(figures, sodium, bytes) {
  const [key, nonce, header, text] = [32, NONCE_BYTES, HEADER_BYTES2, bytes].map((length) => randomBytes(length));
  const others = [["node:crypto", () => opensslBoth(key, nonce, header, text)]];
  if (sodium !== void 0) {
    const sealed = new Uint8Array(bytes + TAG_BYTES);
    const opened = new Uint8Array(bytes);
    const both = () => {
      sodium.crypto_aead_chacha20poly1305_ietf_encrypt(sealed, text, header, null, nonce, key);
      sodium.crypto_aead_chacha20poly1305_ietf_decrypt(opened, null, sealed, header, nonce, key);
    };
    others.unshift(["libsodium", both]);
  }
  const name = `ChaCha20-Poly1305 sealed and opened, ${bytes === 1024 ? "1 KiB" : `${bytes / 1024} KiB`}`;
  compare(figures, name, () => open(key, nonce, seal(key, nonce, text, header), header), others);
}
function opensslBoth(key, nonce, header, text) {
  const plaintextLength = text.length;
  const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(header, { plaintextLength });
  const sealed = cipher.update(text);
  cipher.final();
  const decipher = createDecipheriv("chacha20-poly1305", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(header, { plaintextLength });
  decipher.setAuthTag(cipher.getAuthTag());
  const opened = decipher.update(sealed);
  decipher.final();
  return opened;
}
function compare(figures, name, ours, others, note) {
  const [rates = [], ...theirs] = ratesOf([ours, ...others.map(([, run]) => run)], { rounds: 9, ms: 25 });
  const beside = others.map(([other], at) => {
    const found = theirs[at] ?? [];
    return { name: other, value: median(found), ratio: ratioOf(rates, found) };
  });
  figures.add(name, median(rates), "/s", { beside, ...note === void 0 ? {} : { note } });
}

// src/bench/authority.ts
var SERVICE = "files";
var COMPARED = 2e3;
var RULES = {
  path: { under: "/data" },
  mode: { oneOf: ["text", "binary"] },
  limit: { range: { min: 1, max: 100 } }
};
var READ = {
  kind: "tool",
  name: "read_file",
  arguments: { path: "/data/report.csv", mode: "text", limit: 10 }
};
function benchAuthority(figures) {
  figures.begin("authorisation of a call");
  const [owner, guest] = [generateSigningKey(), generateSigningKey()];
  const [self, holder] = [didOfKey(owner.publicKey), didOfKey(guest.publicKey)];
  const issuedAtS = Math.floor(Date.now() / 1e3);
  const scope = parseScope({ service: SERVICE, tools: { read_file: RULES } });
  const fields = { issuer: self, subject: holder, audience: self, issuedAtS, expiresAtS: issuedAtS + 3600, scope };
  const { text } = issueToken(owner, { ...fields, nonce: randomBytes(16) });
  const split = text.lastIndexOf(".");
  const [message2, signature] = [utf8(text.slice(0, split)), fromBase64url(text.slice(split + 1))];
  const about = { revocations: NO_REVOCATIONS, roots: [self], audience: self, service: SERVICE, holder };
  const cold = (request) => {
    const context = { ...about, nowMs: Date.now() };
    const verdict = verifyChain([text], context);
    if (!verdict.allowed) return verdict.code;
    const decision = authorizeCall(verdict.grant, request, context);
    return decision.allowed ? "allowed" : decision.code;
  };
  const authorizer = new Authorizer({ self, service: SERVICE });
  const cached = (request) => {
    const decision = authorizer.authorize(text, holder, request);
    return decision.allowed ? "allowed" : decision.code;
  };
  const signed = [["Ed25519 verification", () => verifyRaw(owner.publicKey, message2, signature)]];
  compare(figures, "cold: token read, verified, call decided", () => cold(READ), signed);
  const map = /* @__PURE__ */ new Map([[text, holder]]);
  const looked = [["Map look-up and Date.now", () => map.get(text) === holder && Date.now() > 0]];
  const note = "clock, expiry, revocation, tool and three constraints, each time";
  compare(figures, "cached: the same call again", () => cached(READ), looked, note);
  const requests = Array.from({ length: COMPARED }, (_, i) => requestAt(i));
  const verdicts = requests.map((request) => [cold(request), cached(request)]);
  const other = verdicts.filter(([first, second]) => first !== second).length;
  const kinds = new Set(verdicts.map(([first]) => first)).size;
  const compared = `of ${COMPARED.toLocaleString("en-US")} requests with ${kinds} different verdicts`;
  figures.add("cached verdicts that are not the uncached one", other, "requests", { below: 1, note: compared });
  return other === 0;
}
function requestAt(i) {
  if (i % 7 === 6) return { kind: "resource", uri: `file:///data/${i}` };
  const path = [`/data/${i}`, `/database/${i}`, "/data", "/data/../etc", i][i % 5];
  const mode = ["text", "binary", "TEXT", ""][i % 4];
  const given = { path, mode, limit: i % 130 - 10 };
  if (i % 11 === 0) given["follow"] = true;
  if (i % 13 === 0) delete given["mode"];
  return { kind: "tool", name: i % 17 === 0 ? "write_file" : "read_file", arguments: given };
}

// src/bench/blocks.ts
var BLOCKS = 100;
var ENTRIES = 10;
var MOST_NONCES = 1e6;
var ROOT_NODES = 9;
async function benchBlocks(figures) {
  figures.begin(`blocks of ${ENTRIES} entries`);
  const author = Identity.generate("author", Date.now());
  const chain = makeChain(author);
  const validate = async () => {
    const report2 = await new ValidationEngine({ author: author.did, level: "strict" }).validateChain(chain);
    if (!report2.isValid) throw new TypeError(`an honest block was refused: ${JSON.stringify(report2.firstBad)}`);
  };
  const bare = bareBlock(author, chain.at(-1) ?? new Uint8Array());
  const floor = async () => {
    for (let i = 0; i < BLOCKS; i++) bare();
  };
  const [rates = [], theirs = []] = await awaitedRatesOf([validate, floor], { rounds: 7, ms: 60, computes: true });
  const beside = [{ name: "bare signature and hashes", value: BLOCKS * median(theirs), ratio: ratioOf(rates, theirs) }];
  figures.add("validated, strict, on one thread", BLOCKS * median(rates), "/s", { atLeast: 3700, beside });
}
function makeChain(author) {
  const [frontier, chainId, timeMs] = [new Frontier(), chainIdOf(author.signing.publicKey), Date.now()];
  const chain = [];
  let previousHash = new Uint8Array(32);
  for (let height = 0; height <= BLOCKS; height++) {
    const count = height === 0 ? 0 : ENTRIES;
    const entries = Array.from({ length: count }, (_, i) => makeEntry(bodyOf(author), frontier.size + i, timeMs));
    for (const { leaf } of entries) frontier.append(leaf);
    const header = {
      chainId,
      height,
      previousHash: new Uint8Array(previousHash),
      entryRoot: rootHash(entries.map(({ leaf }) => leaf)),
      logSize: frontier.size,
      logRoot: frontier.root(),
      timeMs,
      difficulty: DIFFICULTY,
      nonce: 0
    };
    const encoded = encodeHeader({ ...header, nonce: mineSlice(encodeHeader(header), 0, MOST_NONCES) ?? 0 });
    previousHash = hashHeader(encoded);
    const nonce = mineSlice(encodeHeader(header), 0, MOST_NONCES) ?? 0;
    const signature = author.signing.sign("block", encoded);
    chain.push(encodeBlock({ header: { ...header, nonce }, signature, entries: entries.map(({ bytes }) => bytes) }));
  }
  return chain;
}
var made = 0;
function bodyOf(author) {
  const digits = (made++).toString(16).padStart(12, "0");
  return {
    type: "message",
    peer: author.did,
    message: `01a202b8-a345-7095-9f67-${digits}`,
    direction: made % 2 === 0 ? "sent" : "received",
    commitment: toHex(randomBytes(32))
  };
}
function bareBlock(author, block) {
  const message2 = concat(utf8(`${SIGNING_LABELS.block}\0`), block.subarray(0, HEADER_BYTES));
  const signature = block.slice(HEADER_BYTES, HEADER_BYTES + 64);
  const entry = block.slice(-Math.floor((block.length - HEADER_BYTES) / ENTRIES));
  const node = new Uint8Array(65);
  const { publicKey } = author.signing;
  if (!verifyRaw(publicKey, message2, signature)) throw new TypeError("the block is not signed as it should be");
  return () => {
    verifyRaw(publicKey, message2, signature);
    for (let i = 0; i < ENTRIES; i++) sha256(entry);
    for (let i = 0; i < 2 * ENTRIES + ROOT_NODES; i++) sha256(node);
    sha256(message2);
  };
}

// src/bench/serialisation.ts
var TEXT_LENGTH = 640;
function message() {
  const id = "0123456789abcdef".repeat(4);
  return {
    v: 1,
    kind: "call",
    time: 17672256e5,
    from: `did:key:z6Mk${"a".repeat(44)}`,
    to: `did:key:z6Mk${"b".repeat(44)}`,
    session: id,
    number: 1234,
    allowed: true,
    tags: ["one", "two", "three"],
    text: "r".repeat(TEXT_LENGTH)
  };
}
function benchSerialisation(figures) {
  const value = message();
  const plain = new TextEncoder().encode(JSON.stringify(value));
  figures.begin(`serialisation of ${plain.length} bytes`);
  const json = canonicalBytes(value);
  const cbor = encodeCbor(value);
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const write = [["JSON.stringify", () => encoder.encode(JSON.stringify(value))]];
  const read = [["JSON.parse", () => JSON.parse(decoder.decode(plain))]];
  compare(figures, "canonical JSON (RFC 8785) written", () => canonicalBytes(value), write);
  compare(figures, "canonical JSON read, and found to be so", () => parseCanonicalJson(json), read);
  compare(figures, "deterministic CBOR written", () => encodeCbor(value), write);
  compare(figures, "deterministic CBOR read, and found to be so", () => decodeCbor(cbor), read);
}

// src/bench/storage.ts
import { closeSync, fdatasyncSync, openSync, readSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
var VALUE_BYTES = 256;
var TOGETHER = 500;
var READS = 200;
async function benchStorage(figures) {
  figures.begin(`storage of ${VALUE_BYTES}-byte records`);
  const folder = await mkdtemp(join(tmpdir(), "talos-bench-"));
  const store = await openLmdbStore({ path: join(folder, "store") });
  const file = openSync(join(folder, "file"), "w+", 384);
  try {
    await measure(figures, store, file);
  } finally {
    closeSync(file);
    await store[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}
async function measure(figures, store, file) {
  const value = randomBytes(VALUE_BYTES);
  let count = 0;
  let length = 0;
  const put = () => store.apply([{ kind: "put", space: "message", key: u64(count++), value }]);
  const append = async () => {
    length += writeSync(file, value, 0, value.length, length);
    fdatasyncSync(file);
  };
  const [durable = [], bare = []] = await awaitedRatesOf([put, append], { rounds: 7, ms: 80 });
  const beside = [{ name: "append and fdatasync", value: median(bare), ratio: ratioOf(durable, bare) }];
  figures.add("written durably, one after the other", median(durable), "/s", { beside });
  const together = () => Promise.all(Array.from({ length: TOGETHER }, put));
  const [many = [], alone = []] = await awaitedRatesOf([together, append], { rounds: 5, ms: 60 });
  const shared = [{ name: "append and fdatasync", value: median(alone), ratio: TOGETHER * ratioOf(many, alone) }];
  figures.add(`written durably, ${TOGETHER} at a time`, TOGETHER * median(many), "/s", { beside: shared });
  const into = new Uint8Array(VALUE_BYTES);
  let at = 0;
  const next = () => {
    at = (at + 7919) % count;
    return at;
  };
  const get = async () => {
    for (let i = 0; i < READS; i++) await store.get("message", u64(next()));
  };
  const records = Math.floor(length / VALUE_BYTES);
  const read = async () => {
    for (let i = 0; i < READS; i++) readSync(file, into, 0, VALUE_BYTES, next() % records * VALUE_BYTES);
  };
  const [found = [], raw = []] = await awaitedRatesOf([get, read], { rounds: 9, ms: 25, computes: true });
  const reads = [{ name: "read of a file, cached", value: READS * median(raw), ratio: ratioOf(found, raw) }];
  figures.add("read, checksum verified", READS * median(found), "/s", { beside: reads });
}

// src/bench/tunnel.ts
import { spawn } from "node:child_process";
import { mkdtemp as mkdtemp2, rm as rm2, writeFile } from "node:fs/promises";
import { tmpdir as tmpdir2 } from "node:os";
import { join as join2 } from "node:path";
import { createInterface } from "node:readline";
var DEADLINE_MS = 6e4;
var WARM_UP_CALLS = 600;
var ROUNDS2 = 6;
var CALLS_A_ROUND = 150;
var ARGUMENT = "a".repeat(256);
var TOOL = `
const tools = [{ name: 'echo', inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } }];
const content = [{ type: 'text', text: 'r'.repeat(1024) }];
const METHODS = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'echo', version: '1' } }),
  ping: () => ({}),
  'tools/list': () => ({ tools }),
  'tools/call': () => ({ content }),
};
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answer = METHODS[method];
  const rest = answer ? { result: answer(params) } : { error: { code: -32601, message: 'no such method' } };
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, ...rest }) + '\\n');
});
`;
async function benchTunnel(figures, options) {
  figures.begin("tool call, 256-byte argument, 1-KiB result");
  const folder = await mkdtemp2(join2(tmpdir2(), "talos-bench-"));
  const children = [];
  const env = { ...options.env, TALOS_HOME: void 0, TALOS_PASSPHRASE_FILE: void 0 };
  const start = (argv) => {
    const [command = "", ...args] = argv;
    const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "ignore"] });
    children.push(child);
    return child;
  };
  const kill = () => {
    for (const child of children) child.kill("SIGKILL");
  };
  const deadline = setTimeout(kill, DEADLINE_MS);
  options.signal?.addEventListener("abort", kill, { once: true });
  try {
    const tool = join2(folder, "tool.cjs");
    await writeFile(tool, TOOL);
    const talos = (dataDir, ...args) => [
      ...options.talos,
      "--data-dir",
      join2(folder, dataDir),
      "--quiet",
      ...args
    ];
    const lent = ["--json", "mcp-serve", "--allow", "echo", "--host", "127.0.0.1", "--port", "0"];
    const invitation = await invitationOf(start(talos("owner", ...lent, "--", process.execPath, tool)));
    const direct = await connected(start([process.execPath, tool]));
    const through = await connected(start(talos("agent", "mcp-connect", invitation)));
    const [tunnel, stdio] = await inTurn([through, direct]);
    report(figures, tunnel ?? [], stdio ?? []);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof TalosError)) throw error;
    figures.missing("through the tunnel", error.message);
  } finally {
    clearTimeout(deadline);
    options.signal?.removeEventListener("abort", kill);
    await Promise.all(children.map(ended));
    await rm2(folder, { recursive: true, force: true });
  }
}
function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
function over(what) {
  return new TalosError("E_TOOL_FAILED", `${what} ended, or did not answer in time`);
}
function invitationOf(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(over("mcp-serve")));
    linesOf(child).once("line", (line) => resolve(JSON.parse(line).invitation));
  });
}
function linesOf({ stdout }) {
  if (stdout === null) throw new TypeError("a process of the bench has pipes");
  return createInterface({ input: stdout });
}
async function connected(child) {
  const caller = new RpcCaller((json) => void child.stdin?.write(`${writeRpc(json)}
`));
  child.stdin?.on("error", () => void 0);
  linesOf(child).on("line", (line) => {
    const rpc = readRpc(line);
    if (rpc.kind !== "fault") caller.take(rpc, void 0);
  });
  child.once("error", (error) => caller.fail(error));
  child.once("exit", () => caller.fail(over(child.spawnargs.slice(-2).join(" "))));
  await caller.initialize(VERSION);
  return caller;
}
async function inTurn(callers) {
  for (const caller of callers) for (let i = 0; i < WARM_UP_CALLS; i++) await call(caller);
  const times = callers.map(() => []);
  for (let round = 0; round < ROUNDS2; round++)
    for (const [at, caller] of callers.entries()) {
      const ofRound = [];
      for (let i = 0; i < CALLS_A_ROUND; i++) ofRound.push(await call(caller));
      times[at]?.push(ofRound);
    }
  return times;
}
async function call(caller) {
  const from = performance.now();
  const outcome = await caller.request("tools/call", { name: "echo", arguments: { text: ARGUMENT } });
  const ms = performance.now() - from;
  if (outcome.kind !== "result") throw new TalosError("E_TOOL_FAILED", "a call of the bench was not answered");
  return ms;
}
function report(figures, tunnel, stdio) {
  const [ours, theirs] = [tunnel.map(median), stdio.map(median)];
  const [all, direct] = [tunnel.flat(), stdio.flat()];
  const p50 = [{ name: "direct stdio", value: median(direct), ratio: ratioOf(ours, theirs) }];
  figures.add("through the tunnel, p50", median(all), "ms", { beside: p50 });
  const added = ours.map((ms, round) => ms - (theirs[round] ?? Number.NaN));
  figures.add("added to direct stdio, p50", median(added), "ms", { below: 1.2 });
  const [slow, usual] = [quantile(all, 0.99), quantile(direct, 0.99)];
  const p99 = [{ name: "direct stdio", value: usual, ratio: slow / usual }];
  figures.add("through the tunnel, p99", slow, "ms", { beside: p99 });
  figures.add("added to direct stdio, p99", slow - usual, "ms", { below: 5 });
}

// src/bench/headline.ts
async function benchHeadline(figures, { talos, env, signal } = {}) {
  benchPrimitives(figures);
  signal?.throwIfAborted();
  benchSerialisation(figures);
  signal?.throwIfAborted();
  const isRight = benchAuthority(figures);
  signal?.throwIfAborted();
  await benchBlocks(figures);
  signal?.throwIfAborted();
  await benchStorage(figures);
  signal?.throwIfAborted();
  if (talos !== void 0) await benchTunnel(figures, { talos, env: env ?? process.env, signal });
  return isRight;
}

// src/cli/commands/bench.ts
var bench = async (context, _, options) => {
  await initCrypto();
  const figures = new Figures((line) => context.note(line));
  const talos = [process.execPath, fileURLToPath(new URL("./bin.js", import.meta.url))];
  const { env, signal } = context.io;
  const isRight = await benchHeadline(figures, { env, signal, ...options["tunnel"] === false ? {} : { talos } });
  const report2 = figures.report({ primitives: primitivesInUse() });
  await context.print(report2, () => tableLines(report2));
  return isRight ? EXIT.done : EXIT.failed;
};
export {
  bench
};
