import { beforeAll, describe, expect, it } from 'vitest';
import { verifyProofFile } from '../../../src/ledger/proof-file.ts';
import { callBody, denial, LedgerBench, type Person, person, recordCall, signedCall } from '../../fixtures/ledger.ts';

describe('a ledger', () => {
  let alice: Person;
  let bob: Person;
  beforeAll(() => {
    alice = person(1);
    bob = person(2);
  });

  it('smoke', async () => {
    const bench = new LedgerBench(alice);
    const ledger = await bench.open();
    for (let i = 0; i < 300; i++) ledger.append(denial(bob.did, i + 1));
    await ledger.seal();
    const id = recordCall(ledger, bob, alice);
    expect(verifyProofFile(await ledger.prove(id))).toMatchObject({ valid: true });
    for (let i = 0; i < 30; i++) ledger.append(callBody(bob.did, signedCall(alice, bob, i)));
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 332 });
    await ledger[Symbol.asyncDispose]();
    bench.restart();
    const again = await bench.open();
    expect(await again.verify({ checkpoint: ledger.checkpoint })).toMatchObject({ ok: true, entries: 332 });
  });
});
