// An MCP server of this process with two tools, as several examples lend it. What a tool answers does not matter there.
import { Server } from '@modelcontextprotocol/server';

const path = { type: 'string' };
const TOOLS = [
  {
    name: 'read_file',
    description: 'reads a file',
    inputSchema: { type: 'object', properties: { path }, required: ['path'] },
  },
  {
    name: 'write_file',
    description: 'writes a file',
    inputSchema: { type: 'object', properties: { path, content: { type: 'string' } }, required: ['path', 'content'] },
  },
];

/** For `serveLocal`: called with a transport for each peer that uses it. */
export async function filesServer(transport) {
  const server = new Server({ name: 'files', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools: TOOLS }));
  server.setRequestHandler('tools/call', ({ params }) => ({
    content: [{ type: 'text', text: `${params.name}: ${params.arguments?.path}` }],
  }));
  await server.connect(transport);
}
