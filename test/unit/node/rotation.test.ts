import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { initCrypto } from '../../../src/crypto/init.ts';
import { Identity } from '../../../src/identity/identity.ts';
import { openRunningAgent } from '../../../src/node/agent.ts';
import { createKeystore, openKeystore, readKeystoreHead } from '../../../src/node/identity/keystore-file.ts';
import { finishRotation, formerName, formerOf, rotateIdentity } from '../../../src/node/identity/rotation.ts';

const NOW = Date.now();
const cost = { passes: 1, memory: 8192 };
const code = (name: string) => expect.objectContaining({ code: name });
const alice = Identity.generate('alice', NOW);
const bob = Identity.generate('bob', NOW);

let root: string;
let folder: string;
beforeAll(async () => {
  await initCrypto();
  root = mkdtempSync(join(tmpdir(), 'talos-rotation-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(root, 'home-'));
});

const made = (passphrase?: string) => createKeystore(folder, { identity: alice, createdMs: NOW, passphrase, cost });
const agentOf = (passphrase?: string) => {
  const { identity, method, createdMs } = openKeystore(folder, { passphrase, nowMs: NOW });
  return openRunningAgent({ dataDir: folder, identity, keystore: method.kind, createdMs, isOffline: true });
};
const withBob = async (passphrase?: string) => {
  await using agent = await agentOf(passphrase);
  await agent.contacts.add({ did: bob.did, alias: 'bob', addresses: ['/ip4/192.0.2.7/tcp/8766'] });
  await agent.core.grants.issue(bob.did, { service: 'files', tools: {} } as never, 3600).catch(() => undefined);
};

describe('another identity in a data directory', () => {
  it('I13: takes the place of the one before, with its contacts, name and network; the old key is nowhere', async () => {
    made();
    await withBob();
    const before = readFileSync(join(folder, 'keystore.json'), 'utf8');
    const { step, words } = await rotateIdentity({ dataDir: folder });
    expect(step).toMatchObject({ from: alice.did, sequence: 1 });
    expect(words.split(' ')).toHaveLength(24);
    const opened = openKeystore(folder, { nowMs: NOW });
    expect(opened).toMatchObject({ did: step.to, name: 'alice' });
    expect(opened.identity.words()).toBe(words);
    expect(existsSync(join(folder, 'rotation'))).toBe(false);
    expect(readFileSync(join(folder, 'keystore.json'), 'utf8')).not.toBe(before);
    expect(filesOf(folder).filter((path) => readFileSync(path).includes(before))).toEqual([]);
    await using agent = await agentOf();
    expect(agent.core.peers.called('bob')?.did).toBe(bob.did);
    expect(agent.core.successions.formers(step.to)).toEqual([alice.did]);
    const entries = await agent.core.ledger.query({ type: 'identity' });
    expect(entries.map(({ body }) => body)).toEqual([
      { type: 'identity', did: step.to, event: 'created' },
      { type: 'identity', did: step.to, event: 'succeeds', peer: alice.did, succession: step.text },
    ]);
    expect(await agent.auditVerify()).toMatchObject({ valid: true });
  });

  it('I13: leaves the log of before whole, ended by its own key', async () => {
    made();
    await withBob();
    const { step } = await rotateIdentity({ dataDir: folder });
    const former = join(folder, 'former', formerName(alice.did));
    expect(formerOf(former)).toBe(alice.did);
    expect(readdirSync(former).sort()).toEqual(['ledger', 'store', 'succession.json']);
    for (const path of [former, join(folder, 'former')]) expect(statSync(path).mode & 0o777).toBe(0o700);
    const { nodeAgents } = await import('../../../src/cli/node-agents.ts');
    expect(await nodeAgents.audit(former, {}, {})).toMatchObject({ valid: true, problems: [] });
    expect(readFileSync(join(former, 'ledger', 'journal'), 'utf8')).toContain('"event":"succeeded"');
    expect(readFileSync(join(former, 'succession.json'), 'utf8')).toBe(step.text);
  });

  it('is sealed as the one before was, and needs its passphrase', async () => {
    made('correct horse');
    await expect(rotateIdentity({ dataDir: folder, passphrase: 'wrong', cost })).rejects.toThrow(code('E_PASSPHRASE'));
    await expect(rotateIdentity({ dataDir: folder, cost })).rejects.toThrow(code('E_PASSPHRASE'));
    expect(readKeystoreHead(folder)?.did).toBe(alice.did);
    const { step } = await rotateIdentity({ dataDir: folder, passphrase: 'correct horse', cost });
    expect(readKeystoreHead(folder)).toMatchObject({ did: step.to, method: { kind: 'passphrase' } });
    expect(() => openKeystore(folder, { passphrase: 'wrong', nowMs: NOW })).toThrow(code('E_PASSPHRASE'));
    expect(openKeystore(folder, { passphrase: 'correct horse', nowMs: NOW }).did).toBe(step.to);
  });

  it('goes on a line, step by step', async () => {
    made();
    const first = await rotateIdentity({ dataDir: folder });
    const second = await rotateIdentity({ dataDir: folder });
    expect(second.step).toMatchObject({ from: first.step.to, sequence: 2 });
    await using agent = await agentOf();
    expect(agent.core.successions.lineTo(second.step.to).map(({ to }) => to)).toEqual([first.step.to, second.step.to]);
    expect(readdirSync(join(folder, 'former'))).toHaveLength(2);
  });

  it('E_REFUSED: is not made while messages wait to be sent, unless they are given up; nothing has changed', async () => {
    made();
    {
      await using agent = await agentOf();
      const key = new Uint8Array([2, ...utf8(bob.did), ...new Uint8Array(16)]);
      await agent.core.store.apply([{ kind: 'put', space: 'message', key, value: new Uint8Array(40) }]);
    }
    await expect(rotateIdentity({ dataDir: folder })).rejects.toThrow(code('E_REFUSED'));
    expect(readKeystoreHead(folder)?.did).toBe(alice.did);
    expect(readdirSync(folder).filter((name) => name.includes('rotation'))).toEqual([]);
    expect((await rotateIdentity({ dataDir: folder, force: true })).step.from).toBe(alice.did);
  });

  it('takes nothing away where the keystore is missing that is to be replaced', async () => {
    mkdirSync(join(folder, 'rotation'));
    await finishRotation({ dataDir: folder });
    expect(readdirSync(folder)).toEqual(['rotation']);
    // One that is of neither identity was made by force meanwhile: what was decided is over.
    made();
    await finishRotation({ dataDir: folder });
    expect(existsSync(join(folder, 'rotation'))).toBe(false);
    expect(readKeystoreHead(folder)?.did).toBe(alice.did);
  });

  it('E_NO_IDENTITY: is not made where there is none', async () => {
    await expect(rotateIdentity({ dataDir: folder })).rejects.toThrow(code('E_NO_IDENTITY'));
    await finishRotation({ dataDir: folder });
    expect(readdirSync(folder)).toEqual([]);
  });
});

function filesOf(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
