// Decides about calls under a capability token, as a server would, without a network and without the agent that issued it.
//   node examples/capability-offline-check.mjs
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  authorizeCall,
  describeScope,
  Identity,
  initCrypto,
  readToken,
  TalosClient,
  verifyChain,
} from 'talos-protocol';
import { NO_REVOCATIONS } from 'talos-protocol/capability';

await initCrypto();
const holder = Identity.generate('an agent', Date.now());
const token = await issue(holder.did);

const { claims } = readToken(token);
console.log(describeScope(claims.scope).join('\n'));

// The chain once: form, signature, issuer, holder, audience, times.
// What was revoked is not known offline.
const standing = { nowMs: Date.now(), revocations: NO_REVOCATIONS };
const verdict = verifyChain([token], {
  roots: [claims.issuer],
  audience: claims.issuer,
  service: 'files',
  holder: holder.did,
  ...standing,
});
if (!verdict.allowed) throw new Error(`the token does not hold: ${verdict.code}`);

// Then each call.
const codeOf = (name, given) => {
  const decision = authorizeCall(verdict.grant, { kind: 'tool', name, arguments: given }, standing);
  return decision.allowed ? 'allowed' : decision.code;
};
const expected = [
  ['read_file', { path: '/data/report.csv' }, 'allowed'],
  ['read_file', { path: '/data/../etc/passwd' }, 'CONSTRAINT'],
  ['read_file', { path: '/data/report.csv', follow: true }, 'CONSTRAINT'],
  ['write_file', { path: '/data/report.csv' }, 'SCOPE_MISMATCH'],
];
for (const [name, given, code] of expected) {
  const found = codeOf(name, given);
  console.log(`${name} ${JSON.stringify(given)}: ${found}`);
  if (found !== code) throw new Error(`expected ${code}`);
}

async function issue(subject) {
  const folder = await mkdtemp(join(tmpdir(), 'talos-example-'));
  const owner = await TalosClient.create('owner', { dataDir: folder });
  try {
    const tools = { read_file: { path: { under: '/data' } } };
    return (await owner.grantCapability({ subject, service: 'files', tools, expiresIn: '1h' })).token;
  } finally {
    await owner[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}
