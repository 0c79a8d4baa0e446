// All of it in one go, between three agents in one process: identity, session, messages, a tool that is lent, a call that
// is announced with a reason, refusals, authority passed on, revocation, the ledgers, and evidence for a third party.
//   node examples/full-demo.mjs
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeScope, LightClient, parseDid, readToken, verifyProofFile } from 'talos-protocol';
import { filesServer } from './parts/files-server.mjs';
import { check, refusal, withClients } from './parts/scene.mjs';

const bytes = (text) => new TextEncoder().encode(text);
const part = (title) => console.log(`\n${title}`);

await withClients(['owner', 'agent', 'helper'], async (owner, agent, helper, folder) => {
  part('Who is there: keys, no accounts');
  for (const { name, did } of [owner, agent, helper]) console.log(`${name}: ${did}`);

  part('A session, and a message both ways (X25519 and ML-KEM-768, then the Double Ratchet)');
  await owner.establishSession(agent.peerId, await agent.prekeyBundle());
  const there = await agent.channel(owner.did);
  const { state } = await owner.send(agent.did, bytes('the figures are ready'));
  for await (const { content } of there) {
    check(`${state}: "${new TextDecoder().decode(content)}"`, state === 'delivered');
    break;
  }
  check('the answer is delivered too', (await there.send(bytes('thank you'))).state === 'delivered');
  await there.close();

  part('A tool is lent, for some of its arguments');
  await owner.serveLocal({ server: filesServer, service: 'files', allow: '*' });
  const grant = await owner.grantCapability({
    subject: agent.did,
    service: 'files',
    tools: { read_file: { path: { under: '/data' } } },
    expiresIn: '15m',
    depth: 1,
  });
  for (const line of describeScope(readToken(grant.token).claims.scope)) console.log(line);
  const read = (client, path, options) => client.callTool(owner.did, 'read_file', { path }, options);

  part('Calls: within the grant, outside of it, announced with a reason');
  const answer = await read(agent, '/data/may', { capability: grant });
  check(`allowed: ${answer.result.content[0].text}`, answer.result.content[0].text === 'read_file: /data/may');
  for (const path of ['/etc/passwd', '/data/../etc/passwd', '/database']) {
    const code = await refusal(read(agent, path, { capability: grant }));
    check(`${path}: ${code}`, code === 'CONSTRAINT');
  }
  const given = { path: '/data/june' };
  const intent = await agent.createIntent(owner.did, 'read_file', given, {
    capability: grant,
    justification: 'for the report of the second quarter',
  });
  const announced = await read(agent, given.path, { capability: grant, intent });
  check('a call that was announced is answered', announced.receipt !== '');

  part('Authority that is passed on, and taken back');
  const passedOn = await agent.delegateCapability(grant, {
    subject: helper.did,
    tools: { read_file: { path: { under: '/data/reports' } } },
    expiresIn: '1m',
  });
  const helped = await read(helper, '/data/reports/q2', { capability: passedOn });
  check('the helper reads its part', helped.receipt !== '');
  const outside = await refusal(read(helper, '/data/may', { capability: passedOn }));
  check(`and no more: ${outside}`, outside === 'CONSTRAINT');
  await owner.revokeCapability(grant.id, 'the quarter is over');
  for (const [client, capability] of [
    [agent, grant],
    [helper, passedOn],
  ]) {
    const code = await refusal(read(client, '/data/reports/q2', { capability }));
    check(`after the revocation ${client.name} gets: ${code}`, code === 'REVOKED');
  }

  part('What is on record');
  for (const client of [owner, agent, helper]) {
    const { valid, entries, blocks } = await client.audit.verify();
    check(`the ledger of ${client.name} verifies: ${entries} entries in ${blocks} blocks`, valid);
  }
  const journal = await readFile(join(folder, 'owner', 'ledger', 'journal'), 'utf8');
  check('no argument and no answer is in it, only commitments', !journal.includes('/data/may'));

  part('Evidence for somebody who trusts neither of them');
  const proof = await agent.audit.prove(answer.receipt);
  const verdict = verifyProofFile(proof);
  check(`the proof of the first call holds: ${proof.length} bytes, both signed`, verdict.valid);
  const forged = proof.replace('"decision":"allowed"', '"decision":"denied!"');
  check('changed, it does not', forged !== proof && !verifyProofFile(forged).valid);
  const light = new LightClient(parseDid(agent.did));
  light.addCheckpoint(verdict.checkpoint.note, { source: agent.did });
  check('a light client that follows the agent finds the call in its log', light.verifyProof(proof).valid);
});
