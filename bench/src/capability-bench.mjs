/**
 * Authorisation: a call on a chain that was verified before, the full check of a token beside the bare signature, a chain
 * of three, 100,000 revocations, and others on the same task.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { ARGUMENTS, joseCheck, macaroonCheck, ucantoCheck } from './capability-peers.mjs';
import { dist, sodium } from './dist.mjs';
import { median, memoryInUse, ratesOf, settledRatesOf } from './figures.mjs';

const {
  Authorizer,
  authorizeCall,
  delegateToken,
  didOfKey,
  NO_REVOCATIONS,
  parseScope,
  provePossession,
  readPossession,
  readToken,
} = await dist('capability');
const { issueToken, PossessionChallenge, SigningKey, verifyChain } = await dist('capability');
const { RevocationSet } = await dist('capability/revocations');
const { CallAuthority } = await dist('agent/authority/call-authority');
const { systemClock } = await dist('base/clock');

const REVOKED = 100_000;
const SERVICE = 'files';
const RULES = {
  path: { under: '/data' },
  mode: { oneOf: ['text', 'binary'] },
  limit: { range: { min: 1, max: 100 } },
};
/** Never reached, always counted. */
const RATE = { limits: { rate: { count: 1_000_000_000, seconds: 60 } } };
const READ = { kind: 'tool', name: 'read_file', arguments: ARGUMENTS };

const [owner, guest, second, third] = Array.from({ length: 4 }, () => new SigningKey(randomBytes(32)));
const [self, holder, ...others] = [owner, guest, second, third].map((key) => didOfKey(key.publicKey));
const issuedAtS = Math.floor(Date.now() / 1000);

/** @param {object} tools @param {object} [more] @param {number} [depth] */
function granted(tools, more = {}, depth = 0) {
  const fields = { issuer: self, subject: holder, audience: self, issuedAtS, expiresAtS: issuedAtS + 3600, depth };
  const scope = parseScope({ service: SERVICE, tools, ...more });
  return issueToken(owner, { ...fields, scope, nonce: randomBytes(16) }).text;
}

/** A chain of three, all of one scope, and who holds the last. */
function chainOfThree() {
  const texts = [granted({ read_file: RULES }, {}, 2)];
  const keys = [guest, second];
  for (const [at, subject] of others.entries()) {
    const parent = readToken(texts.at(-1));
    const issuer = didOfKey(keys[at].publicKey);
    const { scope } = parent.claims;
    const fields = { issuer, subject, scope, issuedAtS, expiresAtS: issuedAtS + 600, depth: 1 - at };
    texts.push(delegateToken(keys[at], parent, { ...fields, nonce: randomBytes(16) }).text);
  }
  return { texts, holder: others.at(-1) };
}

/** @param {{ readonly allowed: boolean, readonly code?: string }} verdict */
function demand(verdict) {
  if (!verdict.allowed) throw new Error(`refused: ${verdict.code}`);
}

/** @param {import('./figures.mjs').Figures} figures */
export async function benchCapabilities(figures) {
  figures.begin('capabilities');
  cached(figures);
  revoked(figures);
  full(figures);
  await beside(figures);
}

/** @param {import('./figures.mjs').Figures} figures */
function cached(figures) {
  const authorizer = new Authorizer({ self, service: SERVICE });
  const plain = granted({ read_file: { '*': { any: true } } });
  const limited = granted({ read_file: RULES }, RATE);
  const open = { kind: 'tool', name: 'read_file', arguments: {} };
  const refused = { kind: 'tool', name: 'write_file', arguments: ARGUMENTS };
  const authority = new CallAuthority(self, systemClock, () => 0, new RevocationSet());
  const verdict = authority.verify([granted({ read_file: RULES })], holder, SERVICE);
  if (!verdict.allowed) throw new Error(verdict.code);
  demand(authorizer.authorize(plain, holder, open));
  demand(authorizer.authorize(limited, holder, READ));
  const [bare = [], rules = [], agent = [], denial = []] = ratesOf([
    () => authorizer.authorize(plain, holder, open),
    () => authorizer.authorize(limited, holder, READ),
    () => authority.authorize(verdict.grant, READ),
    () => authorizer.authorize(plain, holder, refused),
  ]);
  const always = 'holder, clock, expiry, revocation, tool';
  figures.add('cached check, plain', median(bare) / 1e6, 'M/s', { atLeast: 5, note: always });
  const more = `${always}, rate, three constraints`;
  figures.add('cached check, rate and three constraints', median(rules) / 1e6, 'M/s', { atLeast: 1.5, note: more });
  figures.add('the same in a tunnel, without rate', median(agent) / 1e6, 'M/s');
  figures.add('cached check, refused', median(denial) / 1e6, 'M/s');
}

/** @param {import('./figures.mjs').Figures} figures */
function revoked(figures) {
  const text = granted({ read_file: RULES }, RATE);
  const before = memoryInUse();
  const revocations = new RevocationSet();
  for (let n = 1; n <= REVOKED; n++)
    revocations.add(self, { n, revoked: { kind: 'token', id: n.toString(16).padStart(64, '0') } });
  const bytes = memoryInUse() - before;
  const without = new Authorizer({ self, service: SERVICE, revocations: new RevocationSet() });
  const withThem = new Authorizer({ self, service: SERVICE, revocations });
  demand(withThem.authorize(text, holder, READ));
  const [none = [], many = []] = ratesOf([
    () => without.authorize(text, holder, READ),
    () => withThem.authorize(text, holder, READ),
  ]);
  const slower = none.map((rate, i) => 100 * (1 - (many[i] ?? Number.NaN) / rate));
  figures.add('the same with 100,000 revoked ids: slower by', median(slower), '%', { below: 10 });
  figures.add('memory of 100,000 revoked ids', bytes / 2 ** 20, 'MiB');
}

/** @param {import('./figures.mjs').Figures} figures */
function full(figures) {
  const text = granted({ read_file: RULES });
  const about = { nowMs: Date.now(), revocations: NO_REVOCATIONS, roots: [self], audience: self, service: SERVICE };
  const context = { ...about, holder };
  demand(verifyChain([text], context));
  const three = chainOfThree();
  const ofThree = { ...about, holder: three.holder };
  demand(verifyChain(three.texts, ofThree));
  const message = Buffer.from(text.slice(0, text.lastIndexOf('.')));
  const signature = Buffer.from(text.slice(text.lastIndexOf('.') + 1), 'base64url');
  const bareVerify = () => sodium.crypto_sign_verify_detached(signature, message, owner.publicKey);
  if (!bareVerify()) throw new Error('the signature does not verify');
  const [token = [], bare = [], chain = []] = ratesOf([
    () => verifyChain([text], context),
    bareVerify,
    () => verifyChain(three.texts, ofThree),
  ]);
  figures.add('bare Ed25519 verification of its bytes', median(bare), '/s');
  figures.add('full check of one token', median(token), '/s');
  const shares = token.map((perSecond, i) => (100 * perSecond) / (bare[i] ?? Number.NaN));
  figures.add('full check / bare verification', median(shares), '%', { atLeast: 80 });
  figures.add('full check of a chain of three', 1000 / median(chain), 'ms', { below: 0.4 });
}

/** @param {import('./figures.mjs').Figures} figures */
async function beside(figures) {
  const terms = { holder, untilS: issuedAtS + 3600 };
  const text = granted({ read_file: RULES });
  const { current: challenge } = new PossessionChallenge();
  const params = { name: READ.name, arguments: ARGUMENTS };
  const asked = { audience: self, challenge, chain: text, method: 'tools/call', params };
  const proof = provePossession(guest, asked);
  // Nothing is remembered from one to the next.
  const about = { revocations: NO_REVOCATIONS, roots: [self], audience: self, service: SERVICE, holder };
  const first = () => {
    const context = { ...about, nowMs: Date.now() };
    const verdict = verifyChain([text], context);
    return verdict.allowed && authorizeCall(verdict.grant, READ, context).allowed;
  };
  const proven = () => readPossession(proof, asked).by === holder && first();
  const authorizer = new Authorizer({ self, service: SERVICE });
  const again = () => authorizer.authorize(text, holder, READ).allowed;
  const peers = [
    { name: 'jose: JWT EdDSA, claims by hand', make: joseCheck, against: 0 },
    { name: '@ucanto: invocation and delegation', make: ucantoCheck, against: 1 },
    { name: 'macaroon: six caveats, HMAC', make: macaroonCheck, against: 0 },
  ];
  /** @type {(() => unknown)[]} */
  const runs = [first, proven, again];
  const found = [];
  for (const peer of peers)
    try {
      const check = await peer.make(terms);
      if ((await check()) !== true) throw new Error('it refuses');
      runs.push(check);
      found.push(peer);
    } catch (error) {
      figures.missing(peer.name, String(error));
    }
  const rates = await settledRatesOf(runs);
  figures.add('talos: one token, first check', median(rates[0] ?? []), '/s');
  figures.add('talos: and a proof of its holder, one more signature', median(rates[1] ?? []), '/s');
  figures.add('talos: one token, further checks', median(rates[2] ?? []), '/s');
  for (const [at, { name, against }] of found.entries()) {
    const [ours, theirs] = [rates[against] ?? [], rates[at + 3] ?? []];
    figures.add(name, median(theirs), '/s');
    const times = ours.map((rate, i) => rate / (theirs[i] ?? Number.NaN));
    figures.add(`talos, first check, is faster than ${name.split(':')[0]} by`, median(times), 'x', { atLeast: 1 });
  }
}
