import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runHere } from './in-process.ts';

it('says that both terminals use one data directory, where an agent is to call itself', async () => {
  const home = await mkdtemp(join(tmpdir(), 'talos-itself-'));
  try {
    await runHere(['init', '--name', 'one', '--words-file', join(home, 'words')], { home });
    const { peerId } = JSON.parse((await runHere(['--json', 'whoami'], { home })).out) as { peerId: string };
    const address = `/ip4/127.0.0.1/tcp/9/p2p/${peerId}`;
    const { status, code, notes } = await runHere(['--json', 'mcp-call', address, 'any', '{}'], { home });
    expect([status, code]).toEqual([5, 'E_UNREACHABLE']);
    expect(notes).toContain('the peer is this agent itself');
    expect(notes).toContain('TALOS_HOME');
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});
