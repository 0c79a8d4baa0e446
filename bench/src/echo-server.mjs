/**
 * The MCP server that every tunnel leads to: JSON-RPC by hand over standard input and output, one tool that answers
 * with 1 KiB of text. It does next to nothing, so that what is measured is the way to it.
 *
 * @module
 */
import { answerLines } from './lines.mjs';

const TEXT = 'r'.repeat(1024);
const TOOLS = [
  {
    name: 'echo',
    description: 'answers with 1 KiB of text',
    inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  },
];

/** @type {Record<string, (params: any) => object>} */
const METHODS = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'echo', version: '1.0.0' },
  }),
  ping: () => ({}),
  'tools/list': () => ({ tools: TOOLS }),
  'tools/call': () => ({ content: [{ type: 'text', text: TEXT }] }),
};

answerLines(process.stdin, (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answer = METHODS[method];
  const rest = answer ? { result: answer(params) } : { error: { code: -32601, message: 'no such method' } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...rest })}\n`);
});
