import { beforeAll, describe, expect, it } from 'vitest';
import { type JsonObject, parseJson } from '../../../src/codec/json.ts';
import { makeEntry } from '../../../src/ledger/entry/entry.ts';
import { intentFault } from '../../../src/ledger/entry/intent.ts';
import {
  type IntentStatement,
  MAX_JUSTIFICATION_CHARACTERS,
  type ResultStatement,
  readSignedStatement,
  signStatements,
} from '../../../src/ledger/entry/statement.ts';
import { isStatementOfEntry } from '../../../src/ledger/entry/statement-check.ts';
import { verifyProofFile } from '../../../src/ledger/log/proof-file.ts';
import {
  callBody,
  decisionBody,
  hashText,
  intentBody,
  LedgerBench,
  NEW_YEAR,
  type Person,
  person,
  receiptBody,
  resultBody,
  resultStatement,
  signedCall,
  signedIntent,
  signedResult,
} from '../../fixtures/ledger.ts';

describe('intents', () => {
  let alice: Person;
  let bob: Person;
  let carol: Person;
  beforeAll(() => {
    alice = person(1);
    bob = person(2);
    carol = person(3);
  });
  const malformed = expect.objectContaining({ code: 'E_MALFORMED' });

  it('fit the call whose parties, token, session, action and commitment they name, and no other', () => {
    const call = signedCall(bob, alice);
    const intent = signedIntent(bob, call);
    expect(intentFault(intent.statement, call.statement)).toBeUndefined();
    const changes: Partial<IntentStatement>[] = [
      { from: carol.did },
      { to: carol.did },
      { service: 'other' },
      { token: hashText(9) },
      { session: hashText(9) },
      { method: 'resources/read' },
      { target: 'write_file' },
      { arguments: hashText(9) },
    ];
    for (const change of changes)
      expect(intentFault({ ...intent.statement, ...change }, call.statement)).toBe(Object.keys(change)[0]);
    // What only one of them has decides nothing.
    expect(intentFault({ ...intent.statement, time: 1, justification: '' }, call.statement)).toBeUndefined();
  });

  it('read back as they were signed, by their caller alone', () => {
    const call = signedCall(bob, alice);
    const intent = signedIntent(bob, call);
    expect(readSignedStatement(intent.bytes, { by: bob.did, kind: 'intent' }).statement).toEqual(intent.statement);
    const invalid = expect.objectContaining({ code: 'SIGNATURE_INVALID' });
    expect(() => readSignedStatement(signedIntent(carol, call).bytes)).toThrow(invalid);
    expect(() => readSignedStatement(intent.bytes, { by: carol.did })).toThrow(invalid);
    expect(() => readSignedStatement(intent.bytes, { kind: 'call' })).toThrow(malformed);
    for (let at = 0; at < intent.bytes.length; at += 7) {
      const other = new Uint8Array(intent.bytes);
      other[at] = (other[at] as number) ^ 1;
      expect(() => readSignedStatement(other), `byte ${at}`).toThrow();
    }
  });

  it(`a justification has at most ${MAX_JUSTIFICATION_CHARACTERS} characters, or is E_MALFORMED; it may be empty`, () => {
    const call = signedCall(bob, alice);
    for (const justification of ['', 'x'.repeat(MAX_JUSTIFICATION_CHARACTERS), '\u001b[2J'])
      expect(signedIntent(bob, call, { justification }).statement.justification).toBe(justification);
    for (const justification of ['x'.repeat(MAX_JUSTIFICATION_CHARACTERS + 1), '\ud800', 7 as unknown as string])
      expect(() => signedIntent(bob, call, { justification })).toThrow(malformed);
    const { justification: _, ...without } = signedIntent(bob, call).statement;
    expect(() => signStatements(bob.signing, bob.did, [without as IntentStatement])).toThrow(malformed);
    expect(() =>
      signStatements(bob.signing, bob.did, [{ ...without, justification: '', number: 0 } as IntentStatement]),
    ).toThrow(malformed);
  });

  it('a result names an intent by its hash and an approval by its id, either may be absent, another form is E_MALFORMED', () => {
    const call = signedCall(bob, alice);
    const approval = '0f'.repeat(16);
    for (const fields of [{}, { intent: hashText(1) }, { approval }, { intent: hashText(1), approval }]) {
      const signed = signedResult(alice, call, fields);
      expect(readSignedStatement(signed.bytes, { kind: 'result' }).statement).toEqual(resultStatement(call, fields));
    }
    for (const fields of [
      { intent: '' },
      { intent: approval },
      { approval: '' },
      { approval: hashText(1) },
      { more: 1 },
    ])
      expect(() => signedResult(alice, call, fields as Partial<ResultStatement>), JSON.stringify(fields)).toThrow(
        malformed,
      );
  });

  it('are in the log of the caller and of the server, and of nobody else', () => {
    const intent = signedIntent(bob, signedCall(bob, alice));
    expect(isStatementOfEntry(intentBody(alice.did, intent), bob.did)).toBe(true);
    expect(isStatementOfEntry(intentBody(bob.did, intent), alice.did)).toBe(true);
    for (const [peer, author] of [
      [carol, alice],
      [bob, carol],
      [carol, bob],
      [alice, carol],
      [alice, alice],
    ] as const)
      expect(isStatementOfEntry(intentBody(peer.did, intent), author.did)).toBe(false);
    // One that another signed is none, whatever it says.
    expect(isStatementOfEntry(intentBody(bob.did, signedIntent(carol, signedCall(bob, alice))), alice.did)).toBe(false);
  });

  it('are proved with the result and the receipt that name them, from either log', async () => {
    const call = signedCall(bob, alice);
    const intent = signedIntent(bob, call);
    const result = signedResult(alice, call, { intent: intent.hash, approval: 'ab'.repeat(16) });
    for (const [author, peer, isServer] of [
      [alice, bob, true],
      [bob, alice, false],
    ] as const) {
      const ledger = await new LedgerBench(author).open();
      const announced = ledger.append(intentBody(peer.did, intent));
      const called = ledger.append((isServer ? decisionBody : callBody)(peer.did, call));
      const { id } = ledger.append((isServer ? resultBody : receiptBody)(peer.did, result, called.id));
      const proof = await ledger.prove(id);
      expect(verifyProofFile(proof)).toMatchObject({
        valid: true,
        answered: { id: called.id },
        intent: { id: announced.id },
      });
      expect((parseJson(proof.trimEnd()) as JsonObject)['entries']).toHaveLength(3);
      expect(verifyProofFile(await ledger.prove(announced.id))).toMatchObject({ valid: true, intent: undefined });
      const found = await ledger.query({ tool: 'read_file' });
      expect(found.map(({ body }) => body.type)).toContain('intent');
      await ledger[Symbol.asyncDispose]();
    }
  });

  it('a ledger proves no result whose intent is not on record, E_NOT_FOUND, or that its call does not fit, E_LEDGER_INVALID', async () => {
    const call = signedCall(bob, alice);
    const ledger = await new LedgerBench(alice).open();
    const decision = ledger.append(decisionBody(bob.did, call));
    const named = (intent: string) => resultBody(bob.did, signedResult(alice, call, { intent }), decision.id);
    const missing = ledger.append(named(hashText(5)));
    await expect(ledger.prove(missing.id)).rejects.toThrow(expect.objectContaining({ code: 'E_NOT_FOUND' }));
    const other = signedIntent(bob, call, { arguments: hashText(8) });
    ledger.append(intentBody(bob.did, other));
    const wrong = ledger.append(named(other.hash));
    await expect(ledger.prove(wrong.id)).rejects.toThrow(expect.objectContaining({ code: 'E_LEDGER_INVALID' }));
    await ledger[Symbol.asyncDispose]();
  });

  it('an entry that holds another kind of statement is E_MALFORMED', () => {
    const call = signedCall(bob, alice);
    expect(() => makeEntry({ ...intentBody(bob.did, signedIntent(bob, call)), more: 1 } as never, 0, NEW_YEAR)).toThrow(
      malformed,
    );
  });
});
