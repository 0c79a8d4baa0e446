import { describe, expect, it } from 'vitest';
import { MAX_TIMED_CALLS, measureAgent } from '../../../src/agent/agent-metrics.ts';
import { WaitingMessages } from '../../../src/agent/message/waiting-messages.ts';
import { WatchedLedger } from '../../../src/agent/record/watched-ledger.ts';
import { isTalosError } from '../../../src/base/errors.ts';
import { initCrypto } from '../../../src/crypto/init.ts';
import { type FileStatement, type SignedStatement, signStatements } from '../../../src/ledger/entry/statement.ts';
import type { Ledger } from '../../../src/ledger/journal/ledger.ts';
import { Prometheus } from '../../../src/node/prometheus.ts';
import { openMemoryStore } from '../../../src/storage/memory.ts';
import {
  callBody,
  decisionBody,
  denial,
  hashText,
  LedgerBench,
  NEW_YEAR,
  person,
  receiptBody,
  recordCall,
  signedCall,
  signedResult,
} from '../../fixtures/ledger.ts';

await initCrypto();
const [own, other] = [person(1), person(2)];

async function opens(bench = new LedgerBench(own)) {
  const ledger = new WatchedLedger(await bench.open(), () => undefined);
  const prometheus = new Prometheus();
  let [nowMs, failures] = [0, 0];
  const end = measureAgent(
    {
      ledger,
      waiting: new WaitingMessages(openMemoryStore()),
      sessions: (role) => (role === 'initiator' ? 2 : 1),
      approvals: () => Promise.resolve(3),
      anchorFailures: (kind) => (kind === 'rfc3161' ? failures : 0),
      nowMs: () => nowMs,
    },
    prometheus,
  );
  const lines = async (): Promise<readonly string[]> => (await prometheus.text()).split('\n');
  return { ledger, end, lines, pass: (ms: number) => (nowMs += ms), fail: () => (failures += 1) };
}

describe('what an agent counts', () => {
  it('is what it records, by words of its own alone', async () => {
    const { ledger, lines, fail } = await opens();
    const peer = other.did;
    const message = { type: 'message', peer, message: '019012d0-0000-7000-8000-000000000001' } as const;
    ledger.append({ ...message, direction: 'received', commitment: hashText(9) });
    ledger.appendAll([{ ...message, direction: 'sent' }, denial(peer, 5)]);
    ledger.append({ ...decisionBody(peer, signedCall(other, own)), decision: 'TOKEN_EXPIRED' });
    ledger.append({ type: 'session', peer, session: hashText(1), role: 'initiator', kind: 'live', oneTime: false });
    const file: FileStatement = {
      kind: 'file',
      time: NEW_YEAR,
      from: own.did,
      to: peer,
      transfer: '0'.repeat(32),
      size: 4096,
      commitment: hashText(3),
    };
    const [statement] = signStatements(other.signing, peer, [file]);
    ledger.append({ type: 'file', peer, direction: 'sent', statement: statement as SignedStatement<FileStatement> });
    ledger.append({ type: 'anchor', kind: 'rfc3161', size: 1, root: hashText(1), digest: hashText(2), at: 1 });
    fail();
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'talos_messages_total{direction="received"} 1',
        'talos_messages_total{direction="sent"} 1',
        'talos_denials_total{subject="method",code="SCOPE_MISMATCH"} 5',
        'talos_denials_total{subject="call",code="TOKEN_EXPIRED"} 1',
        'talos_transfers_total{direction="sent"} 1',
        'talos_transfer_bytes_total{direction="sent"} 4096',
        'talos_sessions_total{kind="live"} 1',
        'talos_sessions{role="initiator"} 2',
        'talos_sessions{role="responder"} 1',
        'talos_anchors_total{kind="rfc3161"} 1',
        'talos_anchor_failures_total{kind="rfc3161"} 1',
        'talos_anchor_failures_total{kind="cosignature"} 0',
        'talos_queue_length{queue="inbox"} 0',
        'talos_queue_length{queue="outbox"} 0',
        'talos_queue_length{queue="approvals"} 3',
        'talos_entries_total{type="message"} 2',
        'talos_ledger_entries 7',
        'talos_ledger_height 0',
      ]),
    );
    const text = (await lines()).join('\n');
    for (const secret of [peer, own.did, 'read_file', 'files', hashText(1)]) expect(text).not.toContain(secret);
  });

  it('takes the time of a call at both ends, once; and of none that it does not know', async () => {
    const { ledger, lines, pass } = await opens();
    recordCall(ledger as Ledger, other, own);
    const call = signedCall(own, other, 1);
    const entry = ledger.append(callBody(other.did, call));
    pass(200);
    const receipt = receiptBody(other.did, signedResult(other, call, { outcome: 'error' }), entry.id);
    ledger.append(receipt);
    ledger.append(receipt);
    ledger.append({ ...receipt, answers: hashText(7) });
    const found = await lines();
    expect(found).toContain('talos_calls_total{side="server"} 1');
    expect(found).toContain('talos_calls_total{side="caller"} 1');
    expect(found).toContain('talos_call_seconds_count{side="server",outcome="result"} 1');
    expect(found).toContain('talos_call_seconds_count{side="caller",outcome="error"} 1');
    expect(found).toContain('talos_call_seconds_bucket{le="0.1",side="caller",outcome="error"} 0');
    expect(found).toContain('talos_call_seconds_bucket{le="0.25",side="caller",outcome="error"} 1');
  });

  it(`takes the time of ${MAX_TIMED_CALLS} calls at once; of one more, the oldest is not told of`, async () => {
    const { ledger, lines } = await opens();
    const call = signedCall(own, other);
    const ids: string[] = [];
    const begin = async (): Promise<void> => {
      try {
        ids.push(ledger.append(callBody(other.did, call)).id);
      } catch (error) {
        // Too many wait for a block.
        if (!isTalosError(error, 'E_LIMIT')) throw error;
        await ledger.seal();
        ids.push(ledger.append(callBody(other.did, call)).id);
      }
    };
    const answered = async (id: string | undefined): Promise<void> => {
      await ledger.seal();
      ledger.append(receiptBody(other.did, signedResult(other, call), id ?? ''));
    };
    for (let i = 0; i < MAX_TIMED_CALLS; i++) await begin();
    await answered(ids[0]);
    expect(await lines()).toContain('talos_call_seconds_count{side="caller",outcome="result"} 1');
    await begin();
    await begin();
    await answered(ids[1]);
    expect(await lines()).toContain('talos_call_seconds_count{side="caller",outcome="result"} 1');
    await answered(ids[2]);
    expect(await lines()).toContain('talos_call_seconds_count{side="caller",outcome="result"} 2');
  });

  it('is not counted any more once it is ended', async () => {
    const { ledger, lines, end } = await opens();
    end();
    ledger.append(denial(other.did));
    expect((await lines()).filter((line) => line.startsWith('talos_denials_total'))).toEqual([]);
  });
});
