// A LangChain.js tool that calls a tool of another agent, with the capability that was granted for it. What the model sees
// is the answer, or why it was refused; the receipt, which proves the call, goes along as the artifact.
//   npm --prefix examples/frameworks ci && node examples/frameworks/langchain-tool.mjs
import { tool } from '@langchain/core/tools';
import { z } from 'zod';
import { check, withLentTool } from '../parts/lent-tool.mjs';

/** `client` is a TalosClient, `owner` the DID of the agent that lends the tool. */
function readFileTool(client, owner, capability) {
  return tool(
    async ({ path }, { signal } = {}) => {
      const { result, receipt } = await client.callTool(owner, 'read_file', { path }, { capability, signal });
      return [result.content.map(({ text }) => text).join('\n'), receipt];
    },
    {
      name: 'read_file',
      description: 'Reads a file of another agent.',
      schema: z.object({ path: z.string().describe('absolute path, under /data') }),
      responseFormat: 'content_and_artifact',
    },
  );
}

await withLentTool(async (client, owner, capability) => {
  const readFile = readFileTool(client, owner, capability);

  // As an agent of LangChain calls it: with the tool call of a model's answer.
  const callOf = (path) => ({ type: 'tool_call', id: 'call_1', name: 'read_file', args: { path } });
  const message = await readFile.invoke(callOf('/data/report.csv'));
  check(`${message.getType()} message: ${message.content}`, message.content === 'read_file: /data/report.csv');
  check('its artifact proves the call', (await client.audit.prove(message.artifact)).includes(owner));

  const refused = await readFile.invoke(callOf('/etc/passwd')).catch((error) => error);
  check(`outside of the grant: ${refused.code}`, refused.code === 'CONSTRAINT');
  const mistaken = await readFile.invoke({ ...callOf(''), args: { file: '/data/report.csv' } }).catch((error) => error);
  check('arguments that do not fit are no call at all', mistaken.constructor.name === 'ToolInputParsingException');
});
