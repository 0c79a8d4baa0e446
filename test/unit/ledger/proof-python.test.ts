/** Proof files, checked by the independent program of examples/: `verify_proof.py`. Skipped where Python cannot run it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../src/base/bytes.ts';
import { canonicalJson, type Json, parseJson } from '../../../src/codec/json.ts';
import { type Entry, type EntryBody, makeEntry } from '../../../src/ledger/entry/entry.ts';
import { signStatements } from '../../../src/ledger/entry/statement.ts';
import { signCheckpoint } from '../../../src/ledger/log/checkpoint.ts';
import { inclusionPath, rootHash } from '../../../src/ledger/log/merkle.ts';
import { formatProofFile, verifyProofFile } from '../../../src/ledger/log/proof-file.ts';
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

const SCRIPT = fileURLToPath(new URL('../../../examples/verify_proof.py', import.meta.url));
const PYTHON_MS = 60_000;
const hasPython = spawnSync('python3', ['-c', 'import cryptography']).status === 0;

/** What the program says of each text, in one run. */
function pythonOn(did: string, texts: readonly string[]): { readonly status: number | null; readonly lines: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'talos-proof-'));
  try {
    const paths = texts.map((_, i) => join(folder, String(i)));
    for (const [i, path] of paths.entries()) writeFileSync(path, texts[i] as string);
    const run = spawnSync('python3', [SCRIPT, did, ...paths], { encoding: 'utf8', timeout: PYTHON_MS });
    return { status: run.status, lines: run.stdout.trimEnd().split('\n') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function proofOf(author: Person, entries: readonly Entry[], order = [...entries.keys()].toReversed()): string {
  const leaves: Bytes[] = entries.map(({ leaf }) => leaf);
  const note = signCheckpoint(author.signing, author.did, leaves.length, rootHash(leaves));
  const proven = order.map((i) => ({ entry: entries[i] as Entry, path: inclusionPath(leaves, i) }));
  return formatProofFile(author.did, note, proven);
}

const made = (bodies: readonly EntryBody[]): Entry[] => bodies.map((body, i) => makeEntry(body, i, NEW_YEAR));

describe.skipIf(!hasPython)('proof files before a program in Python that knows nothing of ours', () => {
  let alice: Person;
  let bob: Person;
  let carol: Person;
  beforeAll(() => {
    alice = person(1);
    bob = person(2);
    carol = person(3);
  });

  /** A call that alice served, and its result, proved by her. */
  const served = (
    result: (call: ReturnType<typeof signedCall>) => ReturnType<typeof signedResult> = (call) =>
      signedResult(alice, call),
    change: { decision?: Partial<EntryBody>; result?: Partial<EntryBody> } = {},
    call = signedCall(bob, alice, 4),
  ): string => {
    const decision = { ...decisionBody(bob.did, call), ...change.decision } as EntryBody;
    const [first] = made([decision]);
    const body = { ...resultBody(bob.did, result(call), first?.id ?? ''), ...change.result } as EntryBody;
    return proofOf(alice, made([decision, body, denial(bob.did)]), [1, 0]);
  };

  it('B17: holds for those of every type that answers, and for one that stands alone', () => {
    const call = signedCall(alice, bob);
    const [own] = made([callBody(bob.did, call)]);
    const receipt = [callBody(bob.did, call), receiptBody(bob.did, signedResult(bob, call), own?.id ?? '')];
    const texts = [served(), proofOf(alice, made(receipt)), proofOf(alice, made([denial(bob.did)]))];
    for (const text of texts) expect(verifyProofFile(text)).toMatchObject({ valid: true });
    const { status, lines } = pythonOn(alice.did, texts);
    expect(lines.map((line) => line.replace(/ entry.*of type/, ''))).toEqual([
      'valid: result',
      'valid: receipt',
      'valid: denial',
    ]);
    expect(status).toBe(0);
  });

  it('holds for results and receipts that name an intent, and refuses what does not fit it, as we do', () => {
    const call = signedCall(bob, alice, 4);
    const under = (
      intent = signedIntent(bob, call),
      named = intent.hash,
      peer = bob.did,
      order = [2, 1, 0],
    ): string => {
      const before = [intentBody(peer, intent), decisionBody(bob.did, call)];
      const result = signedResult(alice, call, { intent: named, approval: 'ab'.repeat(16) });
      return proofOf(alice, made([...before, resultBody(bob.did, result, made(before)[1]?.id ?? '')]), order);
    };
    const own = signedCall(alice, bob);
    const intent = signedIntent(alice, own);
    const first = [intentBody(bob.did, intent), callBody(bob.did, own)];
    const named = receiptBody(bob.did, signedResult(bob, own, { intent: intent.hash }), made(first)[1]?.id ?? '');
    const good = [under(), proofOf(alice, made([...first, named]), [2, 1, 0]), proofOf(alice, made(first), [0])];
    good.push(under(undefined, undefined, undefined, [0]));
    for (const text of good) expect(verifyProofFile(text)).toMatchObject({ valid: true });
    expect(pythonOn(alice.did, good).status).toBe(0);
    const bad: readonly (readonly [string, RegExp])[] = [
      [under(undefined, undefined, undefined, [2, 1]), /too many or too few/],
      [under(undefined, undefined, undefined, [2, 0, 1]), /too many or too few/],
      [under(undefined, undefined, undefined, [2, 1, 1]), /too many or too few/],
      [under(undefined, hashText(7)), /another intent/],
      [under(signedIntent(carol, call, { from: carol.did })), /between others|whom it must/],
      [under(signedIntent(carol, call)), /whom it must/],
      [under(undefined, undefined, carol.did), /between others|whom it must/],
      ...(['service', 'target', 'method'] as const).map(
        (name) => [under(signedIntent(bob, call, { [name]: 'other' })), /announced/] as const,
      ),
      ...(['token', 'session', 'arguments'] as const).map(
        (name) => [under(signedIntent(bob, call, { [name]: hashText(7) })), /announced/] as const,
      ),
    ];
    for (const [text] of bad) expect(verifyProofFile(text)).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
    const { status, lines } = pythonOn(
      alice.did,
      bad.map(([text]) => text),
    );
    expect(status).toBe(4);
    for (const [i, line] of lines.entries()) expect(line, `case ${i}`).toMatch(bad[i]?.[1] as RegExp);
  });

  it('refuses each of 37 changes, as we do', () => {
    const honest = served();
    const edit = (from: string | RegExp, to: string | ((...parts: string[]) => string)): string => {
      const text = honest.replace(from, to as string);
      expect(text).not.toBe(honest);
      return text;
    };
    const fields = (change: (proof: Record<string, Json>) => void): string => {
      const proof = parseJson(honest.trimEnd()) as Record<string, Json>;
      change(proof);
      return `${canonicalJson(proof)}\n`;
    };
    const items = (change: (entries: Json[]) => unknown): string =>
      fields((proof) => void change(proof['entries'] as Json[]));
    const path = (change: (hashes: Json[]) => unknown): string =>
      items(([first]) => change((first as Record<string, Json[]>)['path'] as Json[]));
    const other64 = (_: string, head = '', digit = ''): string => head + (digit === 'A' ? 'B' : 'A');
    const other = signedCall(bob, alice, 5);
    const [forged] = signStatements(carol.signing, carol.did, [callStatement(bob.did, alice.did)]);
    const young = signCheckpoint(alice.signing, alice.did, 2, new Uint8Array(32));
    const foreign = signCheckpoint(carol.signing, carol.did, 0, new Uint8Array(32));
    const mutations: readonly (readonly [string, RegExp])[] = [
      [edit(/\n$/, ''), /canonical/],
      [`${honest}\n`, /canonical/],
      [edit('{"author"', '{ "author"'), /canonical/],
      [edit('"kind":"talos-proof"', '"kind":"talos-proof","kind":"talos-proof"'), /canonical/],
      [edit('"talos-proof"', '"talos-poof"'), /no proof/],
      [fields((proof) => void (proof['v'] = 2)), /no proof/],
      [fields((proof) => void (proof['v'] = true)), /no proof/],
      [fields((proof) => void (proof['more'] = 1)), /no proof/],
      [fields((proof) => void (proof['author'] = bob.did)), /no proof of this author/],
      [edit(/\\n3\\n/, '\\n4\\n'), /InvalidSignature/],
      [edit(/(\\n3\\n)(.)/, other64), /InvalidSignature/],
      [edit(/— did:key:[^ ]+/, `— ${bob.did}`), /no note/],
      [edit(/(— did:key:[^ ]+ )(.)/, other64), /form/],
      [fields((proof) => void (proof['checkpoint'] = foreign)), /no note/],
      [items((entries) => entries.pop()), /too many or too few/],
      [items((entries) => entries.reverse()), /too many or too few/],
      [items((entries) => entries.push(entries[1] as Json)), /too many or too few/],
      [path((hashes) => hashes.pop()), /too short/],
      [path((hashes) => hashes.push('00'.repeat(32))), /too long/],
      [path((hashes) => hashes.reverse()), /not in the log/],
      [path((hashes) => hashes.splice(0, 1, '00'.repeat(32))), /not in the log/],
      [path((hashes) => hashes.splice(0, 1, 'no hash')), /not in its form/],
      [edit('"seq":1', '"seq":0'), /not in the log/],
      [edit('"seq":1', '"seq":1.5'), /place/],
      [edit(/"time":\d+,"type":"result"/, '"time":1,"type":"result"'), /not in the log/],
      [edit('"target":"read_file"', '"target":"write_file"'), /not in the log/],
      [edit('"decision":"allowed","peer"', '"decision":"EXPIRED","peer"'), /not in the log/],
      [served(() => signedResult(carol, signedCall(bob, alice, 4))), /whom it must/],
      [served(() => signedResult(alice, other)), /another call/],
      [served((call) => signedResult(alice, call, { decision: 'EXPIRED' })), /decisions differ/],
      [served((call) => signedResult(alice, call, { checkpoint: young })), /younger/],
      [served((call) => signedResult(alice, call, { checkpoint: foreign })), /no note/],
      [served(undefined, { result: { answers: '00'.repeat(32) } }), /another entry/],
      [served(undefined, { decision: { decision: 'EXPIRED' } }), /decisions differ/],
      [served(undefined, {}, signedCall(bob, carol)), /between others/],
      [served(undefined, {}, forged), /whom it must/],
      [proofOf(alice, made([callBody(bob.did, signedCall(bob, alice))])), /whom it must/],
    ];
    expect(mutations).toHaveLength(37);
    for (const [text] of mutations)
      expect(verifyProofFile(text)).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
    const { status, lines } = pythonOn(
      alice.did,
      mutations.map(([text]) => text),
    );
    expect(status).toBe(4);
    expect(lines).toHaveLength(mutations.length);
    for (const [i, line] of lines.entries()) {
      expect(line, `mutation ${i}`).toMatch(/^not valid: /);
      expect(line, `mutation ${i}`).toMatch(mutations[i]?.[1] as RegExp);
    }
  });

  it('proves nothing of another issuer', () => {
    expect(pythonOn(bob.did, [served()])).toEqual({
      status: 4,
      lines: ['not valid: the file is no proof of this author'],
    });
  });
});
