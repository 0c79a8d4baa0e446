/** What a light client takes, beside the whole chain: calls with statements, results, messages, a block each. */
import { expect, it } from 'vitest';
import { LightStore } from '../../../src/agent/record/light-store.ts';
import { lightView } from '../../../src/agent/record/light-views.ts';
import { BLOCK_FRAME_BYTES } from '../../../src/ledger/block.ts';
import { decodeSignedHeader } from '../../../src/ledger/chain/chain-header.ts';
import { OwnChain } from '../../../src/ledger/chain/served-chain.ts';
import { signStatements } from '../../../src/ledger/entry/statement.ts';
import type { Ledger } from '../../../src/ledger/journal/ledger.ts';
import { LightClient } from '../../../src/ledger/light/light.ts';
import type { LightKeep } from '../../../src/ledger/light/light-types.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import {
  callStatement,
  decisionBody,
  LedgerBench,
  NEW_YEAR,
  type Person,
  person,
  resultBody,
  signedResult,
} from '../../fixtures/ledger.ts';

const SLOW = process.env['TALOS_SLOW'] === '1';
const BLOCKS = SLOW ? 2000 : 60;
/** How often a client is brought up to date. */
const SYNC_EVERY = 50;

/** A call as its server records it, with the checkpoints of both sides, and now and then a message. */
function recordOne(ledger: Ledger, caller: Person, server: Person, number: number): void {
  const { checkpoint } = ledger;
  const [call] = signStatements(caller.signing, caller.did, [callStatement(caller.did, server.did, number)]);
  if (call?.statement.kind !== 'call') throw new Error('no call');
  const signed = call as Parameters<typeof decisionBody>[1];
  const { id } = ledger.append(decisionBody(caller.did, signed));
  ledger.append(resultBody(caller.did, signedResult(server, signed, { checkpoint }), id));
  if (number % 3 === 0)
    ledger.append({
      type: 'message',
      peer: caller.did,
      message: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      direction: 'received',
      commitment: 'ab'.repeat(32),
    });
}

it('a light client of checkpoints takes less than a hundredth of the chain, one of headers less than an eighth', {
  timeout: 300_000,
}, async () => {
  const [caller, server] = [person(2), person(1)];
  const bench = new LedgerBench(server);
  await using ledger = await bench.open();
  const chain = new OwnChain(bench.store, ledger);
  const [light, headers] = (['checkpoints', 'headers'] as const).map(
    (keep: LightKeep) => new LightClient(server.did, { keep }),
  ) as [LightClient, LightClient];
  const source = 'peer';
  for (let number = 1; number <= BLOCKS; number++) {
    recordOne(ledger, caller, server, number);
    await ledger.seal();
    if (number % SYNC_EVERY !== 0 && number < BLOCKS) continue;
    const { note, logSize, height } = await chain.head();
    const path = light.log.size === 0 ? [] : await chain.consistency(light.log.size, logSize);
    const [record] = await chain.headers(height, 1);
    const head = { header: decodeSignedHeader(record ?? new Uint8Array(0)), nowMs: NEW_YEAR + 1e9 };
    expect(light.addCheckpoint(note, { source, path, head })).toMatchObject({ taken: true });
    const missing = (await chain.headers(headers.headers, 1000)).map(decodeSignedHeader);
    expect(headers.addHeaders(missing, { source, nowMs: NEW_YEAR + 1e9 }).refused).toBeUndefined();
  }
  const whole = bench.journal.size + (BLOCKS + 1) * BLOCK_FRAME_BYTES;
  const figures: Record<string, number> = { blocks: BLOCKS, entries: ledger.size, whole };
  for (const client of [light, headers]) {
    const store = new LightStore(openMemoryStore(), {});
    await store.save(client, 0);
    const view = lightView(client, (await store.load(server.did))?.bytes ?? 0);
    expect(view.size).toBe(ledger.size);
    // What it says itself that the chain has is no more than it has.
    expect(view.chainBytesAtLeast).toBeLessThan(whole);
    figures[client.keep] = view.keptBytes;
    figures[`${client.keep} at least`] = view.chainBytesAtLeast;
  }
  if (SLOW) process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect(figures['checkpoints']).toBeLessThan(whole / (SLOW ? 100 : 50));
  expect(figures['headers']).toBeLessThan(whole / 8);
});
