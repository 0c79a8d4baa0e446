import { beforeAll, describe, expect, it } from 'vitest';
import { fromUtf8, toHex, utf8 } from '../../../src/base/bytes.ts';
import { canonicalJson, type Json, type JsonObject, parseJson } from '../../../src/codec/json.ts';
import { commit } from '../../../src/ledger/entry/commitment.ts';
import {
  ENTRY_TYPES,
  type EntryBody,
  MAX_ENTRY_BYTES,
  makeEntry,
  peerOf,
  readEntry,
} from '../../../src/ledger/entry/entry.ts';
import { type CallStatement, type SignedStatement, signStatements } from '../../../src/ledger/entry/statement.ts';
import { leafHash } from '../../../src/ledger/log/merkle.ts';
import {
  callBody,
  callStatement,
  decisionBody,
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

const malformed = expect.objectContaining({ code: 'E_MALFORMED' });

describe('entries', () => {
  let alice: Person;
  let bob: Person;
  let bodies: Record<string, EntryBody>;
  beforeAll(() => {
    alice = person(1);
    bob = person(2);
    const call = signedCall(alice, bob);
    const result = signedResult(bob, call);
    const [file] = signStatements(bob.signing, bob.did, [
      {
        kind: 'file',
        time: NEW_YEAR,
        from: alice.did,
        to: bob.did,
        transfer: 'ab'.repeat(16),
        size: 7,
        commitment: hashText(14),
      } as const,
    ]);
    const [acknowledgement] = signStatements(alice.signing, alice.did, [
      { kind: 'acknowledgement', time: NEW_YEAR, results: [result.hash] } as const,
    ]);
    const token = { token: hashText(1), subject: bob.did, audience: alice.did, service: 'files' };
    bodies = {
      identity: { type: 'identity', did: alice.did, event: 'created' },
      succession: { type: 'succession', peer: bob.did, event: 'followed', succession: '{"body":{}}' },
      grant: { type: 'grant', ...token, expires: 1_800_000_000, scope: hashText(2) },
      'grant-received': {
        type: 'grant-received',
        ...token,
        expires: 1_800_000_000,
        scope: hashText(2),
        issuer: alice.did,
      },
      invitation: { type: 'invitation', invitation: hashText(3), service: 'files', event: 'redeemed', peer: bob.did },
      revocation: { type: 'revocation', token: hashText(1), issuer: alice.did, reason: hashText(4) },
      'revocation-list': { type: 'revocation-list', issuer: bob.did, size: 7, hash: hashText(2), event: 'taken' },
      session: {
        type: 'session',
        peer: bob.did,
        session: hashText(5),
        role: 'initiator',
        kind: 'live',
        oneTime: false,
      },
      intent: intentBody(bob.did, signedIntent(alice, call)),
      call: callBody(bob.did, call),
      approval: {
        type: 'approval',
        peer: alice.did,
        approval: 'ab'.repeat(16),
        call: call.hash,
        digest: hashText(13),
        event: 'allowed',
        by: 'terminal',
      },
      decision: decisionBody(alice.did, call),
      result: resultBody(alice.did, result, hashText(6)),
      receipt: receiptBody(bob.did, result, hashText(7)),
      acknowledgement: {
        type: 'acknowledgement',
        peer: alice.did,
        statement: acknowledgement as NonNullable<typeof acknowledgement>,
        answers: [hashText(8)],
      },
      denial: { type: 'denial', peer: bob.did, subject: 'tunnel', code: 'REVOKED', count: 2 },
      message: {
        type: 'message',
        peer: bob.did,
        message: '01890a5d-ac96-774b-bcce-b302099a8057',
        direction: 'sent',
        commitment: hashText(9),
      },
      file: {
        type: 'file',
        peer: bob.did,
        direction: 'sent',
        statement: file as NonNullable<typeof file>,
      },
      'session-repair': {
        type: 'session-repair',
        peer: bob.did,
        session: hashText(10),
        message: '01890a5d-ac96-774b-bcce-b302099a8057',
        by: 'self',
        cause: 'copied',
      },
      rotation: { type: 'rotation', what: 'prekeys', prekey: 0xffffffff },
      forget: { type: 'forget', entry: hashText(11) },
      archive: { type: 'archive', from: 0, to: 3, size: 9, block: hashText(12) },
      anchor: {
        type: 'anchor',
        kind: 'rfc3161',
        size: 12,
        root: hashText(11),
        digest: hashText(12),
        at: NEW_YEAR,
      },
      equivocation: { type: 'equivocation', peer: bob.did, what: 'fork', evidence: hashText(11) },
      tool: { type: 'tool', service: 'files', tool: 'read_file', event: 'changed', definition: hashText(13) },
      acl: { type: 'acl', digest: hashText(13), event: 'loaded' },
    };
  });
  const edited = (bytes: Uint8Array, edit: (json: Record<string, Json>) => void): Uint8Array => {
    const json = { ...(parseJson(bytes) as JsonObject) };
    edit(json);
    return utf8(canonicalJson(json));
  };

  it('every type of the table is made, read back the same, and named by its leaf hash', () => {
    expect(Object.keys(bodies).toSorted()).toEqual([...ENTRY_TYPES].toSorted());
    for (const body of Object.values(bodies)) {
      const made = makeEntry(body, 7, NEW_YEAR);
      const read = readEntry(made.bytes);
      expect(read.seq).toBe(7);
      expect(read.timeMs).toBe(NEW_YEAR);
      expect(read.id).toBe(toHex(leafHash(made.bytes)));
      expect(makeEntry(read.body, 7, NEW_YEAR).bytes).toEqual(made.bytes);
      expect(peerOf(read.body)).toBe(peerOf(body));
    }
  });

  it('an approval says who answered where somebody did, and only then, or it is E_MALFORMED', () => {
    const { by: _, ...asked } = bodies['approval'] as EntryBody & { type: 'approval' };
    for (const event of ['asked', 'expired'] as const) {
      const body: EntryBody = { ...asked, event };
      expect(readEntry(makeEntry(body, 0, 0).bytes).body).toEqual(body);
      expect(() => readEntry(makeEntry({ ...body, by: 'command' }, 0, 0).bytes), event).toThrow(malformed);
    }
    for (const event of ['allowed', 'denied'] as const)
      expect(() => readEntry(makeEntry({ ...asked, event }, 0, 0).bytes), event).toThrow(malformed);
    for (const change of [
      { by: 'peer' },
      { event: 'used', by: 'terminal' },
      { approval: 'ab' },
      { digest: '' },
      { call: 'x' },
    ])
      expect(() => makeEntry({ ...asked, event: 'allowed', by: 'terminal', ...change } as EntryBody, 0, 0)).toThrow(
        malformed,
      );
  });

  it('an invitation that nobody redeemed has no peer', () => {
    const body: EntryBody = { type: 'invitation', invitation: hashText(3), service: 'files', event: 'created' };
    expect(readEntry(makeEntry(body, 0, 0).bytes).body).toEqual(body);
    expect(peerOf(body)).toBeUndefined();
  });

  it('a revocation names one matter, with what belongs to that, or it is E_MALFORMED', () => {
    const body = { type: 'revocation', issuer: alice.did, reason: hashText(4) } as const;
    const good: readonly object[] = [
      { chain: hashText(1) },
      { subject: bob.did },
      { subject: bob.did, under: hashText(1) },
      { signer: bob.did },
      { signer: bob.did, before: 7 },
    ];
    for (const matter of good)
      expect(readEntry(makeEntry({ ...body, ...matter }, 1, 2).bytes).body).toEqual({ ...body, ...matter });
    const bad: readonly object[] = [
      {},
      { token: hashText(1), chain: hashText(1) },
      { token: hashText(1), under: hashText(2) },
      { subject: bob.did, before: 7 },
      { signer: bob.did, under: hashText(1) },
      { before: 7 },
    ];
    for (const matter of bad) expect(() => makeEntry({ ...body, ...matter }, 1, 2)).toThrow(malformed);
  });

  it('a grant is about the other side of the token', () => {
    expect(peerOf(bodies['grant'] as EntryBody)).toBe(bob.did);
    expect(peerOf(bodies['grant-received'] as EntryBody)).toBe(alice.did);
    expect(peerOf(bodies['identity'] as EntryBody)).toBeUndefined();
  });

  it('B09: a field that lacks, is unknown or of another type is E_MALFORMED, in every type', () => {
    for (const body of Object.values(bodies)) {
      const { bytes } = makeEntry(body, 0, NEW_YEAR);
      for (const name of Object.keys(parseJson(bytes) as JsonObject)) {
        const optional = ['invitation.peer', 'message.commitment', 'tool.tool'].includes(`${body.type}.${name}`);
        const without = edited(bytes, (json) => void delete json[name]);
        const code = name === 'v' ? 'E_VERSION' : 'E_MALFORMED';
        if (!optional)
          expect(() => readEntry(without), `${body.type} without ${name}`).toThrow(expect.objectContaining({ code }));
        for (const value of [null, [], {}, -1, 0.5, '', true] as const) {
          if (name === 'oneTime' && value === true) continue;
          const other = edited(bytes, (json) => void (json[name] = value));
          expect(() => readEntry(other), `${body.type}.${name}`).toThrow(expect.objectContaining({ code }));
        }
      }
      expect(() => readEntry(edited(bytes, (json) => void (json['more'] = 1)))).toThrow(malformed);
    }
  });

  it('B09: another spelling of the same entry is E_MALFORMED', () => {
    const { bytes } = makeEntry(bodies['denial'] as EntryBody, 0, NEW_YEAR);
    const text = fromUtf8(bytes);
    const others = [
      ` ${text}`,
      `${text}\n`,
      text.replace('"count":2', '"count":2.0'),
      text.replace('{"code"', '{ "code"'),
      text.replace('"count":2', '"count":2,"count":2'),
      text.replace('tunnel', '\\u0074unnel'),
      `\ufeff${text}`,
    ];
    for (const other of others) expect(() => readEntry(utf8(other)), other).toThrow(malformed);
    expect(() => readEntry(new Uint8Array([0xff]))).toThrow(malformed);
    expect(() => readEntry(utf8('[]'))).toThrow(malformed);
  });

  it('a version or type of later is refused', () => {
    const { bytes } = makeEntry(bodies['denial'] as EntryBody, 0, NEW_YEAR);
    expect(() => readEntry(edited(bytes, (json) => void (json['v'] = 2)))).toThrow(
      expect.objectContaining({ code: 'E_VERSION' }),
    );
    expect(() => readEntry(edited(bytes, (json) => void (json['type'] = 'rotation')))).toThrow(malformed);
    expect(() => readEntry(edited(bytes, (json) => void (json['type'] = 'toString')))).toThrow(malformed);
  });

  it('an acknowledgement answers each result once, and no more than its statement names, or it is E_MALFORMED', () => {
    const { bytes } = makeEntry(bodies['acknowledgement'] as EntryBody, 0, NEW_YEAR);
    for (const answers of [[], [hashText(8), hashText(8)], [hashText(8), hashText(9)], ['8'], hashText(8)] as Json[])
      expect(() => readEntry(edited(bytes, (json) => void (json['answers'] = answers)))).toThrow(malformed);
    expect(readEntry(edited(bytes, (json) => void (json['answers'] = [hashText(9)]))).body.type).toBe(
      'acknowledgement',
    );
  });

  it('a statement of another kind is E_MALFORMED', () => {
    const call = makeEntry(bodies['call'] as EntryBody, 0, NEW_YEAR);
    const result = parseJson(makeEntry(bodies['result'] as EntryBody, 0, NEW_YEAR).bytes) as JsonObject;
    const other = edited(call.bytes, (json) => void (json['statement'] = result['statement'] as Json));
    expect(() => readEntry(other)).toThrow(malformed);
  });

  it('a body with a field in another form makes no entry', () => {
    const bad: object[] = [
      { ...bodies['denial'], count: 0 },
      { ...bodies['denial'], code: 'lower' },
      { ...bodies['grant'], token: 'ab' },
      { ...bodies['grant'], service: 'x'.repeat(65) },
      { ...bodies['message'], message: 'no uuid' },
      { ...bodies['denial'], more: 1 },
      { type: 'denial', peer: bob.did },
    ];
    for (const body of bad) expect(() => makeEntry(body as EntryBody, 0, NEW_YEAR)).toThrow(malformed);
    expect(() => makeEntry(bodies['denial'] as EntryBody, -1, NEW_YEAR)).toThrow(malformed);
    expect(() => makeEntry(bodies['denial'] as EntryBody, 0, 0.5)).toThrow(malformed);
  });

  it('an entry may hold the largest statement; more than 65,535 bytes are E_LIMIT before they are read', () => {
    const [small] = signStatements(alice.signing, alice.did, [callStatement(alice.did, bob.did, 0, { target: '' })]);
    const target = 'x'.repeat(64_511 - (small as SignedStatement).bytes.length);
    const [large] = signStatements(alice.signing, alice.did, [callStatement(alice.did, bob.did, 0, { target })]);
    const entry = makeEntry(callBody(bob.did, large as SignedStatement<CallStatement>), 2 ** 53 - 1, 2 ** 53 - 1);
    expect(entry.bytes.length).toBeLessThanOrEqual(MAX_ENTRY_BYTES);
    expect(readEntry(entry.bytes).id).toBe(entry.id);
    expect(() => readEntry(new Uint8Array(MAX_ENTRY_BYTES))).toThrow(malformed);
    expect(() => readEntry(new Uint8Array(MAX_ENTRY_BYTES + 1))).toThrow(expect.objectContaining({ code: 'E_LIMIT' }));
  });

  it('B18: a short content cannot be found from its commitment without the salt', () => {
    const salt = new Uint8Array(32).fill(7);
    const commitment = commit(salt, 'yes');
    const guesses = [
      commit(new Uint8Array(32), 'yes'),
      toHex(leafHash(utf8('"yes"'))),
      toHex(leafHash(utf8('yes'))),
      commit(new Uint8Array(32).fill(8), 'yes'),
    ];
    expect(guesses).not.toContain(commitment);
    expect(commit(salt, 'yes')).toBe(commitment);
    expect(commit(salt, 'no')).not.toBe(commitment);
    expect(() => commit(new Uint8Array(0), 'yes')).toThrow(RangeError);
  });

  it('a commitment is to the number that was written', () => {
    const salt = new Uint8Array(32);
    expect(commit(salt, parseJson('9007199254740993'))).not.toBe(commit(salt, parseJson('9007199254740992')));
    expect(commit(salt, parseJson('1.0'))).toBe(commit(salt, 1));
    expect(commit(salt, { b: 1, a: 2 })).toBe(commit(salt, { a: 2, b: 1 }));
  });
});
