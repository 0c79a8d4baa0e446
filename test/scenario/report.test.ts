import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signCheckpoint } from '../../src/ledger/log/checkpoint.ts';
import type { ReportModel } from '../../src/ledger/report/report.ts';
import { ANSWER_GRACE_MS } from '../../src/ledger/report/report-builder.ts';
import { reportHtml } from '../../src/ledger/report/report-html.ts';
import { reportMarkdown } from '../../src/ledger/report/report-markdown.ts';
import { reportSarif } from '../../src/ledger/report/report-sarif.ts';
import { type Made, settled } from '../fixtures/agents.ts';
import { lent, open, watchTests } from '../fixtures/tunnel-world.ts';

watchTests();

const documentsOf = (report: ReportModel): string =>
  [JSON.stringify(report), reportMarkdown(report), reportHtml(report), reportSarif(report)].join('\n');

/** Every proof that a ledger can export. */
async function proofsOf({ ledger, agent }: Made): Promise<string[]> {
  const proofs: string[] = [];
  for (const { id } of await ledger.query({})) proofs.push(await agent.proof(id));
  return proofs;
}

describe('the report of an agent', () => {
  it('B18: holds no argument, no result and no reason, nor do proofs, nor a hash of them that could be tried', async () => {
    const canary = 'CANARY-71c3';
    const world = await lent(() => ({ content: [{ type: 'text', text: `${canary} yes` }] }));
    const client = await open(world.caller, world.server);
    await client.call('echo', { path: `/tmp/${canary}.txt`, answer: 'yes' });
    await client.call('secret', { path: canary });
    const [grant] = world.server.core.grants.all();
    await world.server.agent.revoke({ id: grant?.token.id ?? '', reason: `${canary} yes` });
    for (const side of [world.server, world.caller]) {
      const shown = [documentsOf(await side.agent.reports.make({})), ...(await proofsOf(side))].join('\n');
      expect(shown).toContain('echo');
      expect(shown).not.toContain(canary);
      expect(shown).not.toContain(Buffer.from(canary).toString('base64').slice(0, 12));
      for (const text of ['yes', '"yes"', `${canary} yes`, `{"answer":"yes","path":"/tmp/${canary}.txt"}`])
        expect(shown).not.toContain(createHash('sha256').update(text).digest('hex'));
    }
    await settled();
  });

  it('compares the ledger with a note that was kept elsewhere: another history is 602, a longer one 601, and neither verifies', async () => {
    const world = await lent(() => ({ content: [] }));
    const { agent, ledger, identity } = world.server;
    await ledger.seal();
    const kept = await agent.reports.make({ checkpoint: ledger.checkpoint });
    expect([kept.verification.valid, kept.range]).toEqual([true, {}]);
    for (const [size, number, code] of [
      [1, 602, 'E_EQUIVOCATION'],
      [ledger.size + 5, 601, 'E_LEDGER_INVALID'],
    ] as const) {
      const checkpoint = signCheckpoint(identity.signing, identity.did, size, new Uint8Array(32));
      const report = await agent.reports.make({ checkpoint });
      expect(report.verification.valid).toBe(false);
      expect(report.findings).toMatchObject([{ number, level: 'error', code }]);
    }
  });

  it('counts a call on both sides, the denial of one, and in its range alone', async () => {
    const world = await lent(() => ({ content: [] }));
    const client = await open(world.caller, world.server);
    await client.call('echo', {});
    await client.call('secret', {});
    const { did } = world.caller.identity;
    const report = await world.server.agent.reports.make({});
    expect(report).toMatchObject({ kind: 'talos-report', author: world.server.identity.did });
    expect(report.verification).toMatchObject({ valid: true, entries: world.server.ledger.size });
    expect(report.peers).toMatchObject([{ peer: did, calls: 2, denied: 1 }]);
    expect(report.denials).toEqual([{ code: 'SCOPE_MISMATCH', count: 1 }]);
    const made = await world.caller.agent.reports.make({});
    const counts = Object.fromEntries(made.tools.map(({ target, made: count }) => [target, count]));
    expect(counts).toEqual({ echo: 1, secret: 1 });
    const none = await world.server.agent.reports.make({ fromMs: world.server.clock.now() + 1 });
    expect([none.entries, none.verification.entries]).toEqual([0, world.server.ledger.size]);
    await expect(world.server.agent.reports.make({}, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    await settled();
  });

  it('finds results that the caller did not acknowledge, once it had time to', async () => {
    const world = await lent(() => ({ content: [] }));
    const client = await open(world.caller, world.server);
    await client.call('echo', {});
    await client.close();
    const numbers = async (): Promise<number[]> =>
      (await world.server.agent.reports.make({})).findings.map(({ number }) => number);
    const acknowledged = (await world.server.entries('acknowledgement')).length > 0;
    expect(await numbers()).toEqual([]);
    world.server.clock.advance(ANSWER_GRACE_MS);
    expect(await numbers()).toEqual(acknowledged ? [] : [611]);
    await settled();
  });

  it('says first that the ledger does not verify, and reads nothing else of it', async () => {
    const world = await lent(() => ({ content: [] }));
    const client = await open(world.caller, world.server);
    await client.call('echo', {});
    await world.server.ledger.seal();
    const { journal } = world.server;
    const bytes = journal.bytes;
    const at = bytes.length - 20;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    journal.bytes = bytes;
    const report = await world.server.agent.reports.make({});
    expect(report.verification.valid).toBe(false);
    expect(report.entries).toBe(0);
    expect(report.findings).toMatchObject([{ number: 601, level: 'error', code: 'E_STORAGE_CORRUPT' }]);
    expect(reportMarkdown(report)).toContain('**VERIFICATION FAILED');
    await settled();
  });
});
