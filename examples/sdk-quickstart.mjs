// Two agents in one process: a message, a tool that is lent, a call, a refusal, and the proof of the call.
//   node examples/sdk-quickstart.mjs
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from '@modelcontextprotocol/server';
import { isTalosError, TalosClient, verifyProofFile } from 'talos-protocol';

const folder = await mkdtemp(join(tmpdir(), 'talos-example-'));
// With TypeScript, or on Node 24: `await using owner = await TalosClient.create('owner')`, and no try/finally.
const owner = await TalosClient.create('owner', { dataDir: join(folder, 'owner') });
const agent = await TalosClient.create('agent', { dataDir: join(folder, 'agent') });
try {
  // A durable session and a message. `send` resolves when the other side has stored it.
  await owner.establishSession(agent.peerId, await agent.prekeyBundle());
  const sent = await owner.send(agent.peerId, new TextEncoder().encode('Hello with forward secrecy!'));
  for await (const message of agent.messages()) {
    console.log(`${sent.state}: "${new TextDecoder().decode(message.content)}"`);
    break;
  }

  // A tool of this process, lent to that agent, for files under /data, for 15 minutes.
  await owner.serveLocal({ server: readFileServer, service: 'files', allow: 'read_file' });
  const grant = await owner.grantCapability({
    subject: agent.did,
    service: 'files',
    tools: { read_file: { path: { under: '/data' } } },
    expiresIn: '15m',
  });
  const answer = await agent.callTool(owner.did, 'read_file', { path: '/data/config.json' }, { capability: grant });
  console.log('allowed:', JSON.stringify(answer.result));
  try {
    await agent.callTool(owner.did, 'read_file', { path: '/etc/passwd' }, { capability: grant });
    throw new Error('the call outside the grant was not refused');
  } catch (error) {
    if (!isTalosError(error, 'CONSTRAINT')) throw error;
    console.log('refused:', error.code);
  }

  // Evidence that anybody checks without either agent.
  const proof = await agent.audit.prove(answer.receipt);
  console.log('proof:', verifyProofFile(proof).valid);
} finally {
  await agent[Symbol.asyncDispose]();
  await owner[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}

async function readFileServer(transport) {
  const inputSchema = { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] };
  const server = new Server({ name: 'files', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools: [{ name: 'read_file', inputSchema }] }));
  server.setRequestHandler('tools/call', ({ params }) => ({
    content: [{ type: 'text', text: `the content of ${params.arguments?.path}` }],
  }));
  await server.connect(transport);
}
