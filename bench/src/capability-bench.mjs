/**
 * Authorisation: the check of a call on a verified grant, and the full check of a token beside the bare signature.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { dist, sodium } from './dist.mjs';
import { median, ratesOf } from './figures.mjs';

const { Identity } = await dist('identity/identity');
const { issueToken } = await dist('capability/token');
const { parseScope } = await dist('capability/scope');
const { verifyChain } = await dist('capability/authorize');
const { CallAuthority } = await dist('agent/call-authority');
const { NO_REVOCATIONS, RevocationSet } = await dist('capability/revocations');
const { systemClock } = await dist('base/clock');

/** @param {import('./figures.mjs').Figures} figures */
export function benchCapabilities(figures) {
  figures.begin('capabilities');
  const nowMs = Date.now();
  const [owner, guest] = ['owner', 'guest'].map((name) => Identity.generate(name, nowMs));
  const rules = { path: { under: '/data' }, mode: { oneOf: ['text', 'binary'] } };
  const scope = scopeOf(rules);
  const issuedAtS = Math.floor(nowMs / 1000);
  const { text } = issueToken(owner.signing, {
    issuer: owner.did,
    subject: guest.did,
    audience: owner.did,
    scope,
    issuedAtS,
    expiresAtS: issuedAtS + 3600,
    nonce: randomBytes(16),
  });
  cached(figures, owner, guest, text);
  full(figures, owner, guest, text);
}

/** @param {object} rules */
function scopeOf(rules) {
  return parseScope({ service: 'files', tools: { read_file: rules, list_directory: rules } });
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {any} owner
 * @param {any} guest
 * @param {string} text
 */
function cached(figures, owner, guest, text) {
  const authority = new CallAuthority(owner.did, systemClock, () => 0, new RevocationSet());
  const verdict = authority.verify([text], guest.did, 'files');
  if (!verdict.allowed) throw new Error(verdict.code);
  const { grant } = verdict;
  const request = { kind: 'tool', name: 'read_file', arguments: { path: '/data/a/b.txt', mode: 'text' } };
  const refused = { kind: 'tool', name: 'write_file', arguments: { path: '/data/a/b.txt' } };
  if (!authority.authorize(grant, request).allowed) throw new Error('the call is not granted');
  if (authority.authorize(grant, refused).allowed) throw new Error('the call is granted');
  const [call = [], denial = [], chain = []] = ratesOf([
    () => authority.authorize(grant, request),
    () => authority.authorize(grant, refused),
    () => authority.verify([text], guest.did, 'files'),
  ]);
  const note = 'clock, expiry, revocation, tool and two constraints';
  figures.add('cached check of a call', median(call) / 1e6, 'M/s', { atLeast: 2, note });
  figures.add('cached check of a call, refused', median(denial) / 1e6, 'M/s');
  figures.add('chain verified before, again', median(chain) / 1e6, 'M/s');
}

/**
 * @param {import('./figures.mjs').Figures} figures
 * @param {any} owner
 * @param {any} guest
 * @param {string} text
 */
function full(figures, owner, guest, text) {
  const context = {
    nowMs: Date.now(),
    revocations: NO_REVOCATIONS,
    roots: [owner.did],
    audience: owner.did,
    service: 'files',
    holder: guest.did,
  };
  if (!verifyChain([text], context).allowed) throw new Error('the token does not verify');
  const message = Buffer.from(text.slice(0, text.lastIndexOf('.')));
  const signature = Buffer.from(text.slice(text.lastIndexOf('.') + 1), 'base64url');
  const { publicKey } = owner.signing;
  const bareVerify = () => sodium.crypto_sign_verify_detached(signature, message, publicKey);
  if (!bareVerify()) throw new Error('the signature does not verify');
  const [token = [], bare = []] = ratesOf([() => verifyChain([text], context), bareVerify]);
  figures.add('bare Ed25519 verification of its bytes', median(bare), '/s');
  figures.add('full check of one token', median(token), '/s');
  const shares = token.map((perSecond, i) => (100 * perSecond) / (bare[i] ?? Number.NaN));
  figures.add('full check / bare verification', median(shares), '%', { atLeast: 70 });
}
