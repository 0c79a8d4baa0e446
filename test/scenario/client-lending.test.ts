import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TalosClient } from '../../src/agent/client/client.ts';
import { MemoryNetwork } from '../../src/testing.ts';
import { readFileServer } from '../fixtures/lent-tool.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
let owner: TalosClient;
let agent: TalosClient;

beforeAll(async () => {
  const net = new MemoryNetwork();
  [owner, agent] = [await net.client('owner'), await net.client('agent')];
  await agent.addPeer(owner.peerId, await owner.listen());
});
afterAll(async () => {
  for (const each of [owner, agent]) await each[Symbol.asyncDispose]();
});

describe('a server of the own process that is lent', () => {
  it('asks a function about calls, and puts secrets into arguments that it does not see', async () => {
    const asked: unknown[] = [];
    const secrets = [{ name: 'KEY', value: 'a secret of the owner' }];
    let answer: unknown = true;
    const approver = async (question: unknown): Promise<boolean> => {
      asked.push(question);
      if (answer instanceof Error) throw answer;
      return answer as boolean;
    };
    const lending = { server: readFileServer, service: 'files', allow: 'read_file', secrets };
    for (const wrong of [
      { approver: true },
      { secrets: {} },
      { secrets: [{ name: 'A' }] },
      { secrets: [{ name: 'A', value: 'x'.repeat(9), file: '/f' }] },
    ])
      await expect(owner.serveLocal({ ...lending, approve: '*', ...wrong } as never)).rejects.toThrow(TypeError);
    await expect(owner.serveLocal({ ...lending, approver })).rejects.toThrow(RangeError);
    await expect(owner.serveLocal({ ...lending, secrets: [{ name: 'A', value: 'short' }] })).rejects.toThrow(
      RangeError,
    );
    const notices: string[] = [];
    const onNotice = ({ message }: { readonly message: string }): void => void notices.push(message);
    const service = await owner.serveLocal({ ...lending, approve: '*', approver }, { onNotice });
    const capability = await owner.grantCapability({ subject: agent.did, tools: ['read_file(*)'] });
    const path = '/${secret:KEY}';
    const call = () => agent.callTool(owner.did, 'read_file', { path }, { capability });
    const { result } = await call();
    expect(JSON.stringify(result)).not.toContain('a secret of the owner');
    expect(asked).toMatchObject([{ caller: agent.did, target: 'read_file', arguments: { path } }]);
    expect(asked[0]).not.toHaveProperty('v');
    for (const no of [false, 'yes', 1, new Error('out of order')]) {
      answer = no;
      await expect(call()).rejects.toThrow(code('APPROVAL_DENIED'));
    }
    expect(notices.filter((text) => /approver of calls failed: Error: out of order/.test(text))).toHaveLength(1);
    await expect(agent.callTool(owner.did, 'read_file', { path: '${secret:OTHER}' }, { capability })).rejects.toThrow(
      code('CONSTRAINT'),
    );
    await service.close();
  });
});
