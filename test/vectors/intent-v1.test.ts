import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, utf8 } from '../../src/base/bytes.ts';
import { type JsonObject, parseJson } from '../../src/codec/json.ts';
import { signingKey } from '../../src/crypto/sign.ts';
import { keyOfDid, parseDid } from '../../src/identity/did.ts';
import { approvalDigest } from '../../src/ledger/entry/approval-digest.ts';
import { commit } from '../../src/ledger/entry/commitment.ts';
import { makeEntry, readEntry } from '../../src/ledger/entry/entry.ts';
import { intentFault } from '../../src/ledger/entry/intent.ts';
import {
  type CallStatement,
  type IntentStatement,
  readSignedStatement,
  type Statement,
  signStatements,
} from '../../src/ledger/entry/statement.ts';
import { verifyProofFile } from '../../src/ledger/log/proof-file.ts';
import { loadVectors } from './files.ts';

interface Committed {
  readonly salt: string;
  readonly value: string;
  readonly commitment: string;
}

interface IntentVectors {
  readonly server: { readonly seed: string; readonly did: string };
  readonly caller: { readonly seed: string; readonly did: string };
  readonly arguments: Committed;
  readonly result: Committed;
  readonly statements: readonly { readonly body: string; readonly hash: string; readonly signed: string }[];
  readonly approval: { readonly id: string; readonly digest: string };
  readonly entries: readonly { readonly entry: string; readonly id: string }[];
  readonly checkpoint: string;
  readonly proof: string;
}

const vectors = loadVectors<IntentVectors>('talos/intent-v1.json');
const [intentText, callText, resultText] = vectors.statements.map(({ body }) => body) as [string, string, string];
const statementOf = (body: string): Statement => {
  const { v: _, ...statement } = parseJson(body) as JsonObject;
  return statement as unknown as Statement;
};

describe('an announced and approved call, made and read by our code', () => {
  it('statements, what fits, and the digest of the approval', () => {
    const [intent, call, result] = [intentText, callText, resultText].map(statementOf) as [
      Statement,
      Statement,
      Statement,
    ];
    const made = [
      ...signStatements(signingKey(fromHex(vectors.caller.seed)), parseDid(vectors.caller.did), [intent, call]),
      ...signStatements(signingKey(fromHex(vectors.server.seed)), parseDid(vectors.server.did), [result]),
    ];
    for (const [i, { hash, signed }] of vectors.statements.entries()) {
      expect(made[i]?.bytes).toEqual(utf8(signed));
      expect(readSignedStatement(utf8(signed)).hash).toBe(hash);
    }
    expect(intentFault(intent as IntentStatement, call as CallStatement)).toBeUndefined();
    expect(approvalDigest(call as CallStatement)).toBe(vectors.approval.digest);
    for (const { salt, value, commitment } of [vectors.arguments, vectors.result])
      expect(commit(fromHex(salt), parseJson(value))).toBe(commitment);
  });

  it('entries and the proof of three of them; without the intent it is refused', () => {
    for (const [seq, { entry, id }] of vectors.entries.entries()) {
      const read = readEntry(utf8(entry));
      expect(read).toMatchObject({ seq, id });
      expect(makeEntry(read.body, read.seq, read.timeMs).bytes).toEqual(utf8(entry));
    }
    expect(verifyProofFile(vectors.proof)).toMatchObject({
      valid: true,
      entry: { seq: 4, body: { statement: { statement: { approval: vectors.approval.id } } } },
      answered: { seq: 3 },
      intent: { seq: 0 },
    });
    const proof = JSON.parse(vectors.proof) as { entries: unknown[] };
    const without = `${JSON.stringify({ ...proof, entries: proof.entries.slice(0, 2) })}\n`;
    expect(verifyProofFile(without)).toMatchObject({ valid: false, code: 'E_PROOF_INVALID' });
  });
});

describe('an announced and approved call, by node:crypto and the text of PROTOCOL.md §9 alone', () => {
  const sha = (...parts: (Uint8Array | string)[]): Buffer => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  const keyOf = (did: string): KeyObject => {
    const raw = keyOfDid(parseDid(did));
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  };

  it('§9.3: hashes, and the signature over intent and call together', () => {
    const root = sha(Buffer.of(1), sha(Buffer.of(0), intentText), sha(Buffer.of(0), callText));
    for (const [i, { body, hash, signed }] of vectors.statements.entries()) {
      expect(sha('talos/v1/statement-hash\0', body).toString('hex')).toBe(hash);
      const { by, sig, size } = JSON.parse(signed) as { by: string; sig: string; size: number };
      const top = i < 2 ? root : sha(Buffer.of(0), body);
      const message = Buffer.concat([Buffer.from('talos/v1/statement\0'), Buffer.of(0, 0, 0, size), top]);
      expect(verify(null, message, keyOf(by), Buffer.from(sig, 'base64url'))).toBe(true);
    }
  });

  it('§9.3: the call fits the intent, both under the commitment to the arguments; the result names intent and call', () => {
    const [intent, call, result] = [intentText, callText, resultText].map(
      (text) => JSON.parse(text) as Record<string, unknown>,
    );
    for (const name of ['from', 'to', 'service', 'token', 'session', 'method', 'target', 'arguments'])
      expect(intent?.[name], name).toEqual(call?.[name]);
    const { salt, value } = vectors.arguments;
    expect(sha('talos/v1/commitment\0', Buffer.from(salt, 'hex'), value).toString('hex')).toBe(intent?.['arguments']);
    expect(result).toMatchObject({ intent: vectors.statements[0]?.hash, call: vectors.statements[1]?.hash });
  });

  it('§9.1: the digest of the approval', () => {
    const call = JSON.parse(callText) as Record<string, string>;
    const names = ['arguments', 'from', 'method', 'service', 'target', 'to', 'token'];
    const text = `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(call[name])}`).join(',')},"v":1}`;
    expect(sha('talos/v1/approval\0', text).toString('hex')).toBe(vectors.approval.digest);
  });
});
