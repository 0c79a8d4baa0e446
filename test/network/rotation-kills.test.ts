/** SIGKILL after each step of a rotation: the directory is the old identity's or the new one's, and whole. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initCrypto } from '../../src/crypto/init.ts';
import type { Did } from '../../src/identity/did.ts';
import { Identity } from '../../src/identity/identity.ts';
import { createKeystore } from '../../src/node/identity/keystore-file.ts';
import { runChild } from '../child.ts';

const NOW = Date.now();
const rotator = fileURLToPath(new URL('../fixtures/identity-rotator.mjs', import.meta.url));
/** What was built: threads run nothing else. */
const built = async <T>(path: string): Promise<T> =>
  (await import(new URL(`../../dist/${path}`, import.meta.url).href)) as T;
/** Of a rotation that nothing interrupts: `prepared`, `decided`, …, `finished`. */
const STEPS = 9;

describe('a rotation that is killed', () => {
  let root: string;
  let alice: Identity;
  let bob: Did;
  beforeAll(async () => {
    await initCrypto();
    alice = Identity.generate('alice', NOW);
    bob = Identity.generate('bob', NOW).did;
    root = mkdtempSync(join(tmpdir(), 'talos-rotation-kills-'));
    const home = join(root, 'home');
    createKeystore(home, { identity: alice, createdMs: NOW });
    await using agent = await agentOf(home);
    await agent.contacts.add({ did: bob, alias: 'bob', addresses: [] });
  });
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const agentOf = async (dataDir: string) => {
    const { initCrypto: init } = await built<typeof import('../../src/crypto/init.ts')>('crypto/init.js');
    await init();
    const { finishPending } = await built<typeof import('../../src/node/identity/pending-rotation.ts')>(
      'node/identity/pending-rotation.js',
    );
    const { openKeystore } = await built<typeof import('../../src/node/identity/keystore-file.ts')>(
      'node/identity/keystore-file.js',
    );
    const { openRunningAgent } = await built<typeof import('../../src/node/agent.ts')>('node/agent.js');
    await finishPending(dataDir, undefined);
    const { identity, method, createdMs } = openKeystore(dataDir, { nowMs: NOW });
    return openRunningAgent({ dataDir, identity, keystore: method.kind, createdMs, isOffline: true });
  };
  const copyOf = (name: string): string => {
    const home = join(root, name);
    cpSync(join(root, 'home'), home, { recursive: true });
    return home;
  };
  const run = (home: string, killAfter: number, what = 'rotate') =>
    runChild([process.execPath, rotator, home, String(killAfter), what]);

  it('has the steps that are killed below', async () => {
    const { status, stdout } = await run(copyOf('steps'), 0);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(STEPS);
  });

  it.each(Array.from({ length: STEPS }, (_, at) => at + 1))(
    'I13: after step %i is whole, and the next opening goes on; killed once more there too',
    async (at) => {
      const home = copyOf(`killed-${at}`);
      expect((await run(home, at)).signal).toBe('SIGKILL');
      // The next opening is killed as well, at its second step.
      if (existsSync(join(home, 'rotation'))) await run(home, 2, 'finish');
      await using agent = await agentOf(home);
      const { did } = agent.core.identity;
      expect(agent.core.peers.called('bob')?.did).toBe(bob);
      expect(await agent.auditVerify()).toMatchObject({ valid: true });
      expect(existsSync(join(home, 'rotation'))).toBe(false);
      const isOver = did !== alice.did;
      // It is decided with the second step, and by nothing before.
      expect(isOver).toBe(at >= 2);
      expect(existsSync(join(home, 'former', alice.did.slice('did:key:'.length), 'ledger', 'journal'))).toBe(isOver);
      expect(agent.core.successions.formers(did)).toEqual(isOver ? [alice.did] : []);
    },
  );
});
