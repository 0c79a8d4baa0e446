import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TalosClient } from '../../src/agent/client/client.ts';
import { Messenger } from '../../src/agent/message/messenger.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { Identity } from '../../src/identity/identity.ts';
import { seedsOfEntropy } from '../../src/identity/mnemonic.ts';
import { pairLinks } from '../../src/net/memory-link.ts';
import { createKeystore, openKeystore } from '../../src/node/identity/keystore-file.ts';
import { openRecordSealer } from '../../src/storage/sealed.ts';
import { ADDRESS, type Made, MemoryNet, makeAgent } from '../fixtures/agents.ts';
import { shows } from '../shown.ts';

const PASSPHRASE = 'a passphrase that is nowhere to be seen';

const secretsOf = (identity: Identity): readonly Uint8Array[] => {
  const { ed25519Seed, x25519Secret, recoverySeed } = seedsOfEntropy(identity.entropy());
  return [identity.entropy(), ed25519Seed, x25519Secret, recoverySeed, identity.atRestSecret()];
};
const outcomeOf = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

async function messengerOf({ identity, store, clock }: Made): Promise<Messenger> {
  const records = await openRecordSealer(store, identity.atRestSecret());
  return Messenger.open({ identity, store, records, clock, connect: () => Promise.reject(new Error('no dialling')) });
}

function clientOf(made: Made, messenger: Messenger): TalosClient {
  const { agent, core } = made;
  const listen = (): Promise<readonly string[]> => Promise.resolve([ADDRESS]);
  return new TalosClient({ agent, core, messenger: () => Promise.resolve(messenger), listen, close: made.end });
}

describe('what is handed out', () => {
  it('E12: by the SDK shows no key or seed, inspected, cloned or written as JSON', async () => {
    const net = new MemoryNet();
    const [one, two] = [await makeAgent('owner', net), await makeAgent('agent', net)];
    await using from = await messengerOf(one);
    await using to = await messengerOf(two);
    await using owner = clientOf(one, from);
    await using agent = clientOf(two, to);
    const keys = { diallerKey: one.key, listenerKey: two.key };
    const pair = pairLinks({ ...keys, purpose: 'message' });
    from.accept(pair.dialler);
    to.accept(pair.listener);
    const offer = await agent.prekeyBundle();
    await owner.establishSession(agent.did, offer);
    const iterator = agent.messages();
    const sent = await owner.send(agent.did, utf8('hello'));
    const capability = await owner.grantCapability({ subject: agent.did, service: 'files', tools: { read: {} } });
    const handedOut = {
      owner,
      audit: owner.audit,
      offer,
      sent,
      iterator,
      received: await iterator.next(),
      capability,
      entries: await owner.audit.query(),
      report: await owner.audit.verify(),
      transport: owner.transport(agent.did),
      'an unknown proof': await outcomeOf(owner.audit.prove('0'.repeat(64))),
      'a bad bundle': await outcomeOf(owner.establishSession(agent.did, { ...offer, bundle: utf8('no bundle') })),
      'a refused call': await outcomeOf(agent.callTool(owner.did, 'write', {}, { capability })),
      messenger: from,
      agent: one.agent,
      core: one.core,
    };
    expect(sent.state).toBe('delivered');
    expect(handedOut['a bad bundle']).toMatchObject({ code: 'E_MALFORMED' });
    const secrets = [one, two].flatMap(({ identity }) => secretsOf(identity));
    for (const [name, holder] of Object.entries(handedOut)) expect(shows(holder, secrets), name).toBe(false);
  });

  it('E12: by a keystore shows neither what it seals nor the passphrase, also where that is wrong, E_PASSPHRASE', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'talos-shown-'));
    try {
      const createdMs = 1_800_000_000_000;
      const identity = Identity.generate('owner', createdMs);
      createKeystore(dataDir, { identity, createdMs, passphrase: PASSPHRASE });
      const open = (passphrase: string): unknown => openKeystore(dataDir, { nowMs: createdMs, passphrase });
      const wrong = await outcomeOf(Promise.resolve().then(() => open(`${PASSPHRASE}!`)));
      expect(wrong).toMatchObject({ code: 'E_PASSPHRASE' });
      for (const holder of [identity, open(PASSPHRASE), wrong])
        expect(shows(holder, [...secretsOf(identity), PASSPHRASE])).toBe(false);
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });
});
