// A tool of the Vercel AI SDK that calls a tool of another agent, with the capability that was granted for it. The model is
// the SDK's own mock: first it asks for the tool twice, then it answers with what came of that.
//   npm --prefix examples/frameworks ci && node examples/frameworks/ai-sdk-tool.mjs
import { generateText, stepCountIs, tool } from 'ai';
import { MockLanguageModelV3 } from 'ai/test';
import { z } from 'zod';
import { check, withLentTool } from '../parts/lent-tool.mjs';

/** `client` is a TalosClient, `owner` the DID of the agent that lends the tool. */
function readFileTool(client, owner, capability) {
  return tool({
    description: 'Reads a file of another agent.',
    inputSchema: z.object({ path: z.string().describe('absolute path, under /data') }),
    execute: async ({ path }, { abortSignal: signal }) => {
      const { result, receipt } = await client.callTool(owner, 'read_file', { path }, { capability, signal });
      return { text: result.content.map(({ text }) => text).join('\n'), receipt };
    },
  });
}

await withLentTool(async (client, owner, capability) => {
  const { text, steps } = await generateText({
    model: mockModel(),
    tools: { read_file: readFileTool(client, owner, capability) },
    stopWhen: stepCountIs(2),
    prompt: 'What do the files say?',
  });
  const [allowed, refused] = steps[0].content.filter(({ type }) => type === 'tool-result' || type === 'tool-error');
  check(`the model got: ${allowed.output.text}`, allowed.output.text === 'read_file: /data/report.csv');
  check('with the receipt that proves the call', (await client.audit.prove(allowed.output.receipt)).includes(owner));
  check(`and for the other one: ${refused.error.code}`, refused.error.code === 'CONSTRAINT');
  check(`it answers: ${text}`, text === 'one file was read, one was refused');
});

function mockModel() {
  const usage = {
    inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 1, text: 1, reasoning: 0 },
  };
  const callOf = (toolCallId, path) => ({
    type: 'tool-call',
    toolCallId,
    toolName: 'read_file',
    input: JSON.stringify({ path }),
  });
  return new MockLanguageModelV3({
    doGenerate: async ({ prompt }) => {
      const outputs = prompt.flatMap(({ role, content }) => (role === 'tool' ? content : []));
      if (outputs.length === 0) {
        const content = [callOf('call_1', '/data/report.csv'), callOf('call_2', '/etc/passwd')];
        return { content, finishReason: { unified: 'tool-calls' }, usage, warnings: [] };
      }
      const failed = outputs.filter(({ output }) => output.type.startsWith('error')).length;
      const text = failed === 1 && outputs.length === 2 ? 'one file was read, one was refused' : 'something else';
      return { content: [{ type: 'text', text }], finishReason: { unified: 'stop' }, usage, warnings: [] };
    },
  });
}
