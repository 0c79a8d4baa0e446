import { describe, expect, it } from 'vitest';
import { toBase64url } from '../../../src/base/encoding.ts';
import { writeJson } from '../../../src/codec/json.ts';
import { parseDid } from '../../../src/identity/did.ts';
import {
  agentOfDocument,
  type DidText,
  documentOfDid,
  isDidText,
  MAX_DID_TEXT_CHARACTERS,
  MAX_DOCUMENT_BYTES,
  readDidDocument,
} from '../../../src/identity/did-document.ts';
import {
  ALICE,
  BAD_ENDPOINTS,
  documentOf,
  GOOD_ENDPOINTS,
  MALFORMED,
  method,
  OF_ANOTHER,
  OTHER,
  TOO_MANY,
  WEB,
  withEndpoint,
} from '../../fixtures/did-documents.ts';
import { agent } from '../session/actors.ts';

const code = (name: string) => expect.objectContaining({ code: name });
const read = (document: Parameters<typeof writeJson>[0], did: string = WEB) =>
  readDidDocument(writeJson(document), did as DidText);
const bob = agent('bob');

describe('the document of a did:key', () => {
  // did:key of the method's own test vectors (w3c-ccg/did-method-key, ed25519-x25519.json).
  const did = parseDid('did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp');
  const id = `${did}#${did.slice(8)}`;

  it('is the expansion of its key, and nothing else', () => {
    const document = documentOfDid(did);
    expect(document.json).toEqual({
      '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
      id: did,
      verificationMethod: [{ id, type: 'Multikey', controller: did, publicKeyMultibase: did.slice(8) }],
      authentication: [id],
      assertionMethod: [id],
      capabilityInvocation: [id],
      capabilityDelegation: [id],
    });
    expect(agentOfDocument(document)).toBe(did);
  });

  it('is read as it is made', () => {
    const document = documentOfDid(did);
    expect(read(document.json, did)).toEqual(document);
  });
});

describe('a DID document', () => {
  it('is read with its keys and what they are for', () => {
    const x = toBase64url(bob.agreement.publicKey);
    const document = read(
      documentOf({
        controller: WEB,
        alsoKnownAs: [ALICE, 'https://example.com/alice'],
        verificationMethod: [
          method('key-1', { type: 'Ed25519VerificationKey2020' }),
          { id: `${WEB}#key-2`, type: 'JsonWebKey', controller: WEB, publicKeyJwk: { kty: 'OKP', crv: 'X25519', x } },
          { id: `${WEB}#key-3`, type: 'JsonWebKey2020', controller: WEB, publicKeyJwk: { kty: 'EC', crv: 'P-256', x } },
          { id: `${WEB}#key-4`, type: 'EcdsaSecp256k1VerificationKey2019', controller: WEB, publicKeyHex: '02' },
          method('key-5', { publicKeyMultibase: 'zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme' }),
        ],
        keyAgreement: [`${WEB}#key-2`],
        authentication: [`${WEB}#key-1`, `${WEB}#key-4`],
        assertionMethod: [method('key-6')],
        somethingElse: [1, 2, 3],
      }),
    );
    expect(
      document.keys.map(({ id, type, key, purposes }) => [id.slice(WEB.length + 1), type, key.length, purposes]),
    ).toEqual([
      ['key-1', 'Ed25519', 32, ['authentication']],
      ['key-2', 'X25519', 32, ['keyAgreement']],
      ['key-3', 'other', 0, []],
      ['key-4', 'other', 0, ['authentication']],
      ['key-5', 'other', 0, []],
      ['key-6', 'Ed25519', 32, ['assertionMethod']],
    ]);
    expect(document.keys[1]?.key).toEqual(bob.agreement.publicKey);
    expect(document.alsoKnownAs).toEqual([ALICE, 'https://example.com/alice']);
    expect(agentOfDocument(document)).toBe(ALICE);
  });

  it('needs no context, as plain JSON has none', () => {
    const { '@context': _, ...plain } = documentOf();
    expect(agentOfDocument(read(plain))).toBe(ALICE);
  });

  it.each(OF_ANOTHER)('I04: with %s is E_BAD_DOCUMENT', (_what, document) => {
    expect(() => read(document)).toThrow(code('E_BAD_DOCUMENT'));
  });

  it('I04: of another DID than the one asked for is E_BAD_DOCUMENT, however it looks by itself', () => {
    expect(readDidDocument(writeJson(documentOf())).did).toBe(WEB);
    expect(() => read(documentOf(), OTHER)).toThrow(code('E_BAD_DOCUMENT'));
  });

  it.each(MALFORMED)('with %s is E_BAD_DOCUMENT', (_what, document) => {
    expect(() => read(document)).toThrow(code('E_BAD_DOCUMENT'));
  });

  it.each([
    ['no JSON', '{"id":'],
    ['a key twice', `{"id":"${WEB}","id":"${WEB}"}`],
    ['no object', '[]'],
    ['a byte-order mark', `\ufeff{"id":"${WEB}"}`],
    ['nesting without end', `{"id":"${WEB}","a":${'['.repeat(60)}${']'.repeat(60)}}`],
  ])('that is %s is E_BAD_DOCUMENT', (_what, text) => {
    expect(() => readDidDocument(text, WEB as DidText)).toThrow(code('E_BAD_DOCUMENT'));
  });

  it.each(TOO_MANY)('I05: has at most so many %s: one more is E_LIMIT', (_what, limit, of) => {
    expect(read(of(limit)).did).toBe(WEB);
    expect(() => read(of(limit + 1))).toThrow(code('E_LIMIT'));
  });

  it(`I05: has at most ${MAX_DOCUMENT_BYTES} bytes; one more is E_LIMIT before anything is read`, () => {
    const padded = (length: number): string => {
      const text = writeJson({ ...documentOf(), padding: '' });
      return text.replace('"padding":""', `"padding":"${'a'.repeat(length - text.length)}"`);
    };
    expect(readDidDocument(padded(MAX_DOCUMENT_BYTES)).did).toBe(WEB);
    expect(() => readDidDocument(padded(MAX_DOCUMENT_BYTES + 1))).toThrow(code('E_LIMIT'));
    const before = performance.now();
    expect(() => readDidDocument(padded(1 << 20))).toThrow(code('E_LIMIT'));
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('I05: counts methods that stand in relationships too', () => {
    const embedded = (from: number, count: number) => Array.from({ length: count }, (_, n) => method(`e${from + n}`));
    const both = (count: number) =>
      documentOf({
        verificationMethod: embedded(0, 32),
        authentication: embedded(100, 16),
        assertionMethod: embedded(200, count),
      });
    expect(read(both(16)).keys).toHaveLength(64);
    expect(() => read(both(17))).toThrow(code('E_LIMIT'));
  });

  it.each(BAD_ENDPOINTS.map((each) => [JSON.stringify(each)?.slice(0, 60), each] as const))(
    'I05: with the endpoint %s is E_BAD_DOCUMENT',
    (_name, endpoint) => {
      expect(() => read(withEndpoint(endpoint))).toThrow(code('E_BAD_DOCUMENT'));
    },
  );

  it.each(GOOD_ENDPOINTS.map((each) => [JSON.stringify(each), each] as const))(
    'shows the endpoint %s',
    (_name, endpoint) => {
      const [found] = read(withEndpoint(endpoint)).services;
      expect(found?.endpoints).toEqual(Array.isArray(endpoint) ? endpoint : [endpoint]);
    },
  );
});

describe('the agent that a document names', () => {
  const another = method('key-2', { publicKeyMultibase: bob.did.slice(8) });
  const two = { verificationMethod: [method('key-1'), another], authentication: [`${WEB}#key-1`, `${WEB}#key-2`] };

  it('is the one of several keys that alsoKnownAs names', () => {
    expect(agentOfDocument(read(documentOf({ ...two, alsoKnownAs: [bob.did] })))).toBe(bob.did);
  });

  it.each([
    ['authenticates with no key', { authentication: [] }],
    ['authenticates with several and names none', two],
    ['names two of several', { ...two, alsoKnownAs: [ALICE, bob.did] }],
    ['names an agent whose key it does not have', { alsoKnownAs: [bob.did] }],
    ['has the key for another purpose alone', { authentication: [], assertionMethod: [`${WEB}#key-1`] }],
  ])('is none where it %s: E_BAD_DOCUMENT', (_what, more) => {
    expect(() => agentOfDocument(read(documentOf(more)))).toThrow(code('E_BAD_DOCUMENT'));
  });
});

describe('a DID of any method', () => {
  it.each([ALICE, WEB, 'did:web:example.com%3A8443:a:b', 'did:example:a::b', `did:a:${'b'.repeat(506)}`])(
    'is %s',
    (text) => {
      expect(isDidText(text)).toBe(true);
    },
  );

  it.each([
    '',
    'did:',
    'did:key',
    'did:key:',
    'did:Key:a',
    'DID:key:a',
    'did:key:a#b',
    'did:key:a?b',
    'did:key:a/b',
    'did:key:a ',
    ' did:key:a',
    'did:key:a%2',
    'did:key:a%zz',
    'did:key:a:',
    'did:web:é.example',
    `did:a:${'b'.repeat(MAX_DID_TEXT_CHARACTERS - 5)}`,
    7,
    undefined,
  ])('is not %s', (text) => {
    expect(isDidText(text)).toBe(false);
  });
});
