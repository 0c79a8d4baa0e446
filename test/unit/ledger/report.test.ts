import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../../src/base/bytes.ts';
import { ERROR_CODES } from '../../../src/base/errors.ts';
import { sha256 } from '../../../src/crypto/hash.ts';
import { type EntryBody, makeEntry } from '../../../src/ledger/entry/entry.ts';
import {
  type AcknowledgementStatement,
  type SignedStatement,
  signStatements,
} from '../../../src/ledger/entry/statement.ts';
import { FINDING_RULES, finding, type ReportModel } from '../../../src/ledger/report/report.ts';
import {
  ANSWER_GRACE_MS,
  MAX_COUNTED,
  MAX_LISTED_FINDINGS,
  MAX_OPEN_ANSWERS,
  QUIET_MS,
  ReportBuilder,
  type ReportContext,
} from '../../../src/ledger/report/report-builder.ts';
import { reportHtml } from '../../../src/ledger/report/report-html.ts';
import { reportMarkdown } from '../../../src/ledger/report/report-markdown.ts';
import { reportSarif } from '../../../src/ledger/report/report-sarif.ts';
import {
  callBody,
  callStatement,
  decisionBody,
  denial,
  hashText,
  intentBody,
  NEW_YEAR,
  type Person,
  person,
  receiptBody,
  resultBody,
  signedCall,
  signedIntent,
  signedResult,
} from '../../fixtures/ledger.ts';

/** Control characters, and those that are not seen. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('reports', () => {
  let alice: Person;
  let bob: Person;
  beforeAll(() => {
    alice = person(1);
    bob = person(2);
  });
  const context = (change: Partial<ReportContext> = {}): ReportContext => ({
    author: alice.did,
    name: 'alice',
    version: '0.0.0',
    nowMs: NEW_YEAR + ANSWER_GRACE_MS,
    range: {},
    verification: { entries: 3, blocks: 2, archived: 0, checkpoint: '' },
    peers: [],
    anchors: [],
    findings: [],
    tokens: new Set(),
    ...change,
  });
  /** The report on entries that say `bodies`, at these times. */
  const reported = (
    bodies: readonly ((before: readonly string[]) => EntryBody)[],
    change: Partial<ReportContext> = {},
    times: readonly number[] = [],
  ): ReportModel => {
    const builder = new ReportBuilder();
    const ids: string[] = [];
    for (const [seq, body] of bodies.entries()) {
      const entry = makeEntry(body(ids), seq, times[seq] ?? NEW_YEAR);
      ids.push(entry.id);
      builder.take(entry);
    }
    return builder.finish(context(change));
  };
  const numbers = ({ findings }: ReportModel): number[] => findings.map(({ number }) => number);
  const acknowledgement = (results: readonly string[], answers: readonly string[]): EntryBody => {
    const [signed] = signStatements(bob.signing, bob.did, [{ kind: 'acknowledgement', time: NEW_YEAR, results }]);
    const statement = signed as SignedStatement<AcknowledgementStatement>;
    return { type: 'acknowledgement', peer: bob.did, statement, answers };
  };
  /** A call of bob's that alice served: decision, result. */
  const served = (number: number) => {
    const call = signedCall(bob, alice, number);
    return [
      () => decisionBody(bob.did, call),
      (ids: readonly string[]) => resultBody(bob.did, signedResult(alice, call), ids.at(-1) ?? ''),
    ];
  };

  it('count entries by type, peer and tool, refusals by code, and revocations', () => {
    const report = reported([
      ...served(0),
      () => callBody(bob.did, signedCall(alice, bob)),
      () => denial(bob.did, 3),
      () => ({ type: 'revocation', token: hashText(1), issuer: alice.did, reason: hashText(2) }),
      () => ({ ...decisionBody(bob.did, signedCall(bob, alice, 1)), decision: 'EXPIRED' }),
    ]);
    expect(report.entries).toBe(6);
    expect(report.types).toContainEqual({ type: 'decision', count: 2 });
    expect(report.peers).toEqual([{ peer: bob.did, alias: '', verified: false, entries: 5, calls: 3, denied: 4 }]);
    expect(report.tools).toEqual([{ service: 'files', target: 'read_file', made: 1, served: 1, denied: 1 }]);
    expect(report.denials).toEqual([
      { code: 'SCOPE_MISMATCH', count: 3 },
      { code: 'EXPIRED', count: 1 },
    ]);
    expect(report.revocations).toBe(1);
    expect(report.verification.valid).toBe(true);
  });

  it('find results without acknowledgement, calls without receipt, decisions without result, once they are due', () => {
    const statement = signedResult(alice, signedCall(bob, alice, 0)).hash;
    const own = signedCall(alice, bob, 7);
    const bodies = [
      ...served(0),
      ...served(1),
      () => callBody(bob.did, own),
      () => decisionBody(bob.did, signedCall(bob, alice, 2)),
    ];
    const report = reported(bodies);
    expect(report.findings.map(({ number, seq }) => [number, seq])).toEqual(
      [
        [611, 1],
        [611, 3],
        [612, 4],
        [613, 5],
        [641, undefined],
      ].slice(0, 4),
    );
    expect(numbers(reported(bodies, { nowMs: NEW_YEAR + ANSWER_GRACE_MS - 1 }))).toEqual([]);
    const answered = reported([
      ...bodies,
      (ids) => acknowledgement([statement], [ids[1] ?? '']),
      (ids) => receiptBody(bob.did, signedResult(bob, own), ids[4] ?? ''),
    ]);
    expect(answered.findings.map(({ number, seq }) => [number, seq])).toEqual([
      [611, 3],
      [613, 5],
    ]);
  });

  it('flag a result whose call does not fit the intent that it names, one named twice, and one that is not there', () => {
    const call = signedCall(bob, alice, 0);
    const intent = signedIntent(bob, call);
    const underIntent =
      (named: string, of = call) =>
      (ids: readonly string[]) =>
        resultBody(bob.did, signedResult(alice, of, { intent: named }), ids.at(-1) ?? '');
    const soon = { nowMs: NEW_YEAR };
    const fits = [() => intentBody(bob.did, intent), () => decisionBody(bob.did, call), underIntent(intent.hash)];
    expect(numbers(reported(fits, soon))).toEqual([]);
    const other = signedIntent(bob, call, { target: 'write_file' });
    const wrong = [() => intentBody(bob.did, other), () => decisionBody(bob.did, call), underIntent(other.hash)];
    const report = reported(wrong, soon);
    expect(report.findings).toMatchObject([{ number: 606, seq: 2, peer: bob.did, level: 'error' }]);
    expect(report.verification.valid).toBe(false);
    const again = signedCall(bob, alice, 1);
    const twice = [...fits, () => decisionBody(bob.did, again), underIntent(intent.hash, again)];
    expect(reported(twice, soon).findings).toMatchObject([{ number: 606, seq: 4 }]);
    expect(reported(fits.slice(1), soon).findings).toMatchObject([{ number: 606, seq: 1 }]);
    // Where the report is about a part of the log, the intent may be before that.
    expect(numbers(reported(fits.slice(1), { ...soon, range: { fromMs: 1 } }))).toEqual([]);
    const own = signedCall(alice, bob, 3);
    const mine = signedIntent(alice, own, { arguments: hashText(9) });
    const received = [
      () => intentBody(bob.did, mine),
      () => callBody(bob.did, own),
      (ids: readonly string[]) => receiptBody(bob.did, signedResult(bob, own, { intent: mine.hash }), ids[1] ?? ''),
    ];
    expect(reported(received, soon).findings).toMatchObject([{ number: 606, seq: 2 }]);
  });

  it('flag a call that was refused because it was not what its caller had announced', () => {
    const refused = { ...decisionBody(bob.did, signedCall(bob, alice)), decision: 'INTENT_MISMATCH' };
    expect(numbers(reported([() => refused], { nowMs: NEW_YEAR }))).toEqual([642, 641]);
  });

  it('find gaps in time and clocks that went back, at the limit and beyond it', () => {
    const bodies = [() => denial(alice.did), () => denial(alice.did)];
    const at = (time: number): number[] =>
      numbers(reported(bodies, { nowMs: time }, [NEW_YEAR, time])).filter((number) => number < 630);
    expect(at(NEW_YEAR + QUIET_MS)).toEqual([]);
    expect(at(NEW_YEAR + QUIET_MS + 1)).toEqual([622]);
    expect(at(NEW_YEAR - 1000)).toEqual([]);
    expect(at(NEW_YEAR - 1001)).toEqual([621]);
  });

  it('find contacts that were never verified, other identities in their place, copied states and refusals', () => {
    const known = { did: bob.did, alias: 'bob', isVerified: false };
    const bodies = [
      () => denial(bob.did),
      () =>
        ({
          type: 'session-repair',
          peer: bob.did,
          session: hashText(1),
          message: '01890a5d-ac96-774b-bcce-b302099a8057',
          by: 'peer',
          cause: 'copied',
        }) as const,
    ];
    expect(numbers(reported(bodies, { peers: [known] }))).toEqual([632, 633, 641]);
    expect(numbers(reported(bodies, { peers: [{ ...known, isVerified: true, offered: alice.did }] }))).toEqual([
      631, 632, 641,
    ]);
    expect(numbers(reported([], { peers: [known] }))).toEqual([]);
  });

  it('find anchors that do not hold, and those whose token is lost', () => {
    const token = utf8('token');
    const anchor = (): EntryBody => ({
      type: 'anchor',
      kind: 'rfc3161',
      size: 1,
      root: hashText(1),
      digest: toHex(sha256(token)),
      at: NEW_YEAR,
    });
    const line = { source: 'ab', size: 1, atMs: NEW_YEAR };
    expect(numbers(reported([anchor], { anchors: [line] }))).toEqual([605]);
    expect(numbers(reported([anchor], { anchors: [line], tokens: new Set([toHex(sha256(token))]) }))).toEqual([]);
    const bad = reported([], { anchors: [{ ...line, reason: 'other log' }] });
    expect(bad.findings).toMatchObject([{ number: 604, level: 'error', code: 'ANCHOR_MISMATCH' }]);
    expect(bad.verification.valid).toBe(false);
  });

  it('find peers that signed two histories, which says nothing against the own ledger', () => {
    const builder = new ReportBuilder();
    const body = { type: 'equivocation', peer: bob.did, evidence: 'ab'.repeat(32) } as const;
    builder.take(makeEntry({ ...body, what: 'fork' }, 4, NEW_YEAR));
    builder.take(makeEntry({ ...body, what: 'rollback' }, 5, NEW_YEAR));
    const report = builder.finish(context());
    expect(report.findings).toMatchObject([
      { number: 603, level: 'warning', seq: 4, peer: bob.did, message: `${bob.did} signed two histories` },
      { number: 603, seq: 5, message: `${bob.did} showed an older history after a newer` },
    ]);
    expect(report.verification.valid).toBe(true);
  });

  it('list 200 findings of a rule and count the rest; 1,000 tools and peers, the others together', () => {
    const denials = Array.from({ length: MAX_LISTED_FINDINGS + 2 }, (_, i) => NEW_YEAR - 2000 * i);
    const back = reported(
      denials.map(() => () => denial(alice.did)),
      { nowMs: 0 },
      denials,
    );
    expect(back.findings.filter(({ number }) => number === 621)).toHaveLength(MAX_LISTED_FINDINGS);
    expect(back.unlisted).toBe(1);
    const calls = Array.from({ length: MAX_COUNTED + 5 }, (_, i) => () => {
      const [signed] = signStatements(alice.signing, alice.did, [
        callStatement(alice.did, bob.did, i, { target: `tool ${i}` }),
      ]);
      return callBody(bob.did, signed as NonNullable<typeof signed>);
    });
    const report = reported(calls);
    expect(report.tools).toHaveLength(MAX_COUNTED + 1);
    expect(report.tools[0]).toEqual({ service: '(others)', target: '(others)', made: 5, served: 0, denied: 0 });
    expect(report.findings).toHaveLength(MAX_LISTED_FINDINGS);
    expect(report.unlisted).toBe(MAX_COUNTED + 5 - MAX_LISTED_FINDINGS);
    expect(MAX_OPEN_ANSWERS).toBe(65_536);
  });

  it('have numbers and names of their own, and say the worst first', () => {
    const rules = Object.values(FINDING_RULES);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(Object.fromEntries(Object.entries(FINDING_RULES).map(([number, { name }]) => [number, name]))).toEqual({
      601: 'ledger-invalid',
      602: 'rolled-back',
      603: 'equivocation',
      604: 'anchor-mismatch',
      605: 'anchor-lost',
      606: 'intent-mismatch',
      611: 'unacknowledged',
      612: 'unanswered',
      613: 'undecided',
      621: 'clock-back',
      622: 'quiet',
      631: 'identity-changed',
      632: 'copied-state',
      633: 'unverified-contact',
      641: 'denials',
      642: 'intent-refused',
    });
    const report = reported([() => denial(bob.did)], { findings: [finding(601, 'entry 2 differs', { seq: 2 })] });
    expect(numbers(report)).toEqual([601, 641]);
  });

  describe('as documents, with hostile text in every place', () => {
    const HOSTILE = [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='alert(1)",
      '</title></style><svg/onload=alert(1)>',
      '`](javascript:alert(1)) | evil | ``` x',
      '[click](https://evil.example) ![i](https://evil.example/p.png)',
      'https://evil.example/ www.evil.example <https://evil.example>',
      '\u001b[2J\u0000\r\n# heading\n- item',
      '\u202etxt.exe\u2066\u200b',
      '&lt;b&gt; &#60;script&#62; &amp;',
      '\\`\\| a \\',
    ];
    let hostile: ReportModel;
    beforeAll(() => {
      const text = HOSTILE.join(' ');
      const base = reported([() => denial(bob.did)]);
      hostile = {
        ...base,
        name: text,
        version: text,
        author: text,
        verification: { ...base.verification, valid: false, checkpoint: text },
        types: [{ type: text as 'call', count: 1 }],
        peers: HOSTILE.map((peer) => ({ peer, alias: peer, verified: false, entries: 1, calls: 1, denied: 1 })),
        tools: HOSTILE.map((target) => ({ service: target, target, made: 1, served: 1, denied: 1 })),
        denials: [{ code: text, count: 1 }],
        anchors: HOSTILE.map((by) => ({ source: by, size: 1, atMs: 0, by, reason: by })),
        findings: HOSTILE.map((message) => finding(641, message, { peer: message })),
      };
    });

    it('L03: the page has no markup but its own, no script, no reference, and a policy that allows none', () => {
      const page = reportHtml(hostile);
      const tags = new Set([...page.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, tag]) => tag?.toLowerCase()));
      const own = '!doctype body h1 h2 head html meta p style table td th title tr';
      expect(tags).toEqual(new Set(own.split(' ')));
      // Every attribute that there is.
      const attributes = [...page.matchAll(/<[a-z0-9]+((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/gi)].map(([, text]) =>
        text?.trim(),
      );
      for (const text of attributes.filter((each) => each !== ''))
        expect(text).toMatch(/^(?:lang|charset|http-equiv|name|class)="[^"]*"(?: content="[^"]*")?$/);
      expect(page).not.toMatch(/<[^>]*\s(?:src|href|style|on[a-z]+)\s*=/i);
      expect(page.replaceAll('\n', '')).not.toMatch(INVISIBLE);
      const policy =
        /content="(default-src 'none'; style-src 'sha256-([^']+)'; base-uri 'none'; form-action 'none')"/.exec(page);
      const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
      expect(policy?.[2]).toBe(createHash('sha256').update(style).digest('base64'));
      expect(style).not.toMatch(/url|import|expression/);
    });

    it('L03: nothing in Markdown ends its code span or its cell', () => {
      const text = reportMarkdown(hostile);
      expect(text.replaceAll('\n', '')).not.toMatch(INVISIBLE);
      const lines = text.split('\n').filter((each) => each.startsWith('|'));
      const rows = lines.filter((_, at) => !lines[at + 1]?.startsWith('| ---') && !lines[at]?.startsWith('| ---'));
      expect(rows.length).toBeGreaterThan(5 * HOSTILE.length);
      for (const row of rows) expect(row).toMatch(/^\|(?: (?:`[^`|]+`)? \|)+$/);
      for (const line of text.split('\n').filter((each) => !each.startsWith('|')))
        expect(line).toMatch(/^(?:#{1,2} [A-Z][a-z ,A-Z]+|\*\*VERIFICATION[^*<[`]+\*\*|)$/);
    });

    it('L03: JSON of SARIF holds no control characters, and its messages nothing that is not shown', () => {
      const text = reportSarif(hostile);
      expect(text.replaceAll('\n', '')).not.toMatch(INVISIBLE);
      expect(JSON.parse(text)).toMatchObject({ version: '2.1.0' });
    });

    it('say first that verification failed, where it did', () => {
      expect(reportMarkdown(hostile).split('\n')[2]).toMatch(/^\*\*VERIFICATION FAILED/);
      const page = reportHtml(hostile);
      expect(page.indexOf('VERIFICATION FAILED')).toBeLessThan(page.indexOf('<h2>'));
      const sound = reported([]);
      expect(reportMarkdown(sound)).toContain('The ledger verifies: 3 entries in 2 blocks.');
      expect(reportHtml(sound)).not.toContain('FAILED');
    });
  });

  it('are SARIF 2.1.0: what its schema demands is there, and every result names a rule of the run', () => {
    const report = reported([() => denial(bob.did)], {
      findings: [finding(601, 'the entry is damaged', { seq: 5, height: 2, code: 'E_STORAGE_CORRUPT' })],
    });
    const log = JSON.parse(reportSarif(report)) as {
      $schema: string;
      version: string;
      runs: {
        tool: { driver: { name: string; rules: { id: string; defaultConfiguration: { level: string } }[] } };
        invocations: { executionSuccessful: boolean; endTimeUtc: string }[];
        artifacts: { location: { uri: string } }[];
        results: {
          ruleId: string;
          ruleIndex: number;
          level: string;
          message: { text: string };
          locations: {
            physicalLocation: { artifactLocation: { uri: string; index: number }; region: { startLine: number } };
          }[];
        }[];
      }[];
    };
    // sarif-schema-2.1.0.json: required of the log, a run, a tool, a driver, an invocation, a rule, a result, a message.
    expect(log.version).toBe('2.1.0');
    expect(log.$schema).toMatch(/sarif-schema-2\.1\.0\.json$/);
    const [run] = log.runs;
    expect(run?.tool.driver.name).toBe('talos');
    expect(typeof run?.invocations[0]?.executionSuccessful).toBe('boolean');
    expect(run?.invocations[0]?.endTimeUtc).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(['error', 'warning', 'note', 'none']).toContain(result.level);
      expect(result.message.text).not.toBe('');
      const [at] = result.locations;
      expect(run?.artifacts[at?.physicalLocation.artifactLocation.index ?? -1]?.location.uri).toBe(
        at?.physicalLocation.artifactLocation.uri,
      );
      expect(at?.physicalLocation.region.startLine).toBeGreaterThanOrEqual(1);
    }
    expect(run?.results.map(({ ruleId }) => ruleId)).toEqual(['TALOS601', 'TALOS641']);
    expect(run?.results[0]?.locations[0]?.physicalLocation.region.startLine).toBe(6);
    for (const { defaultConfiguration } of run?.tool.driver.rules ?? [])
      expect(['error', 'warning', 'note']).toContain(defaultConfiguration.level);
    expect(Object.keys(ERROR_CODES)).toContain(report.findings[0]?.code);
  });
});
