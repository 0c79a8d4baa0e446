// An MCP server of the official SDK whose tools are lent by capability, without an agent: the client proves with each
// request that it holds the key of the capability that it presents. Both ends are in this process; over HTTP it is the same.
//   node examples/capability-server.mjs
import { randomBytes } from 'node:crypto';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  Authorizer,
  didOfKey,
  initCrypto,
  issueToken,
  parseScope,
  presentingCapability,
  SigningKey,
  withCapabilities,
} from 'talos-protocol/capability';

await initCrypto();
const [owner, guest] = [0, 1].map(() => new SigningKey(randomBytes(32)));
const [self, subject] = [owner, guest].map((key) => didOfKey(key.publicKey));

// The owner grants one tool, twice a minute, for an hour.
const scope = parseScope({
  service: 'clock',
  tools: { now: {} },
  limits: { rate: { count: 2, seconds: 60 } },
});
const issuedAtS = Math.floor(Date.now() / 1000);
const times = { issuedAtS, expiresAtS: issuedAtS + 3600 };
const { text } = issueToken(owner, { issuer: self, subject, audience: self, scope, nonce: randomBytes(16), ...times });

// The server has two tools.
const server = new McpServer({ name: 'clock', version: '1.0.0' });
const say = (message) => ({ content: [{ type: 'text', text: message }] });
server.registerTool('now', { description: 'the time' }, () => say(new Date().toISOString()));
server.registerTool('stop', { description: 'stops the clock' }, () => say('stopped'));
withCapabilities(server, { authorizer: new Authorizer({ self, service: 'clock' }) });

const [near, far] = InMemoryTransport.createLinkedPair();
await server.connect(far);
const client = new Client({ name: 'guest', version: '1.0.0' });
await client.connect(presentingCapability(near, { signing: guest, capability: text, server: self }));

const { tools } = await client.listTools();
console.log(`the guest sees: ${tools.map(({ name }) => name).join(', ')}`);
const outcomeOf = (name) =>
  client.callTool({ name }).then(
    ({ content }) => content[0].text,
    (error) => error.data.code,
  );
const outcomes = [];
for (const name of ['now', 'stop', 'now', 'now']) {
  const outcome = await outcomeOf(name);
  outcomes.push(outcome);
  console.log(`${name}: ${outcome}`);
}
await client.close();
if (tools.length !== 1 || outcomes[1] !== 'SCOPE_MISMATCH' || outcomes[3] !== 'RATE_LIMITED')
  throw new Error('the capability was not enforced');
