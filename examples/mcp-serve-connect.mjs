// The main job, as a person sets it up: one process lends an MCP server, another is that server to an MCP client. The
// server is the official filesystem server, the client the official SDK's; between them are two processes of Talos.
//   node examples/mcp-serve-connect.mjs
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { check, withFolder } from './parts/scene.mjs';
import { start, talos, talosArgv } from './parts/talos.mjs';

const manifest = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-filesystem/package.json');
const filesystemServer = join(dirname(manifest), 'dist/index.js');

await withFolder(async (folder) => {
  const share = join(folder, 'share');
  await mkdir(share);
  await writeFile(join(share, 'note.txt'), 'the quarterly figures are in the other folder\n');
  const [owner, agent] = [join(folder, 'owner'), join(folder, 'agent')];

  // Terminal 1: talos mcp-serve --allow 'read_*,list_*' -- npx -y @modelcontextprotocol/server-filesystem ~/share
  const lent = [
    'mcp-serve',
    '--allow',
    'read_*,list_*',
    '--port',
    '0',
    '--',
    process.execPath,
    filesystemServer,
    share,
  ];
  const serving = start('talos', owner, ...lent);
  const { invitation, tools } = await serving.next();
  console.log(`lent: ${tools.length} tools; the invitation has ${invitation.length} characters`);

  // Terminal 2, or an MCP client's configuration: talos mcp-connect INVITATION
  const [command, ...args] = talosArgv(agent, '--quiet', 'mcp-connect', invitation);
  const client = new Client({ name: 'example', version: '1.0.0' });
  await client.connect(new StdioClientTransport({ command, args, stderr: 'inherit' }));
  try {
    const listed = (await client.listTools()).tools.map(({ name }) => name);
    check('the client sees what was lent, and nothing else', listed.toSorted().join() === tools.toSorted().join());
    const note = join(share, 'note.txt');
    const { content } = await client.callTool({ name: 'read_text_file', arguments: { path: note } });
    check(`read_text_file: ${content[0].text.trim()}`, content[0].text.startsWith('the quarterly'));
    const refused = await client.callTool({ name: 'write_file', arguments: { path: note, content: '' } }).then(
      () => 'allowed',
      (error) => `${error.code} ${error.data?.code}`,
    );
    check(`write_file is refused: ${refused}`, refused === '-32003 SCOPE_MISMATCH');

    // Taken back beside the running server: the next call of the open connection is refused.
    const { capabilities } = (await talos(owner, 'capabilities', 'list')).json;
    await talos(owner, 'capabilities', 'revoke', capabilities[0].id, '--reason', 'the example is over');
    const after = await client
      .callTool({ name: 'read_text_file', arguments: { path: note } })
      .catch(({ data }) => data);
    check(`after the revocation: ${after.code}`, after.code === 'REVOKED');
  } finally {
    await client.close();
    await serving.stop();
  }

  // Both sides kept the same calls. A proof of one of them is checked by a third, who knows neither.
  const log = async (dataDir, type) =>
    (await talos(dataDir, 'audit', 'log', '--type', type)).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const [calls, decisions] = [await log(agent, 'call'), await log(owner, 'decision')];
  check(`${calls.length} calls are on record at the agent, and at the owner`, calls.length === decisions.length);
  const [receipt] = await log(agent, 'receipt');
  const proof = join(folder, 'proof');
  await talos(agent, 'proof', 'export', receipt.id, '--out', proof);
  const { status, json } = await talos(join(folder, 'nobody'), '--offline', 'proof', 'verify', proof);
  check(`the proof of the first call holds offline: signed by ${json.author}`, status === 0);
});
