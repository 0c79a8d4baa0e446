import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TalosError } from '../../src/base/errors.ts';
import { type Json, writeJson } from '../../src/codec/json.ts';
import { parseDid } from '../../src/identity/did.ts';
import { agentOfDocument, documentOfDid, readDidDocument } from '../../src/identity/did-document.ts';
import { ALICE, documentOf, OF_ANOTHER, TOO_MANY, WEB, withEndpoint } from '../fixtures/did-documents.ts';
import { WORDS, World } from './fake-io.ts';

describe('talos did', () => {
  let world: World;
  let folder: string;
  beforeEach(() => {
    world = new World();
    folder = mkdtempSync(join(tmpdir(), 'talos-did-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const fileOf = (document: Json | string): string => {
    const path = join(folder, 'document.json');
    writeFileSync(path, typeof document === 'string' ? document : writeJson(document));
    return `@${path}`;
  };
  const code = (): unknown => (world.json as { error: { code: string } }).error.code;

  it('show says what the own DID, a peer in full, or an alias stands for', async () => {
    const own = parseDid(world.agents.agent.did);
    expect(await world.run('--json', 'did', 'show')).toBe(0);
    expect(world.json).toMatchObject({ id: own, did: own, document: documentOfDid(own).json });
    world.out = '';
    expect(await world.run('did', 'show', ALICE)).toBe(0);
    expect(world.out.split('\n')[0]).toBe(`did         ${ALICE}`);
    expect(world.agents.opened).toEqual([]);
    world.out = '';
    world.agents.agent.identities.peers.set('alice', ALICE);
    expect(await world.run('--json', 'did', 'show', 'alice')).toBe(0);
    expect(world.json).toMatchObject({ did: ALICE });
    world.out = '';
    expect(await world.run('--json', 'did', 'show', 'nobody')).toBe(1);
    expect(code()).toBe('E_NOT_FOUND');
  });

  it('resolve gives the document of a did:key, without an identity', async () => {
    world.agents.hasIdentity = false;
    expect(await world.run('--json', 'did', 'resolve', ALICE)).toBe(0);
    expect(world.json).toEqual({ id: ALICE, did: ALICE, agent: ALICE, document: documentOfDid(parseDid(ALICE)).json });
  });

  it.each([
    '',
    'did:key:',
    `${ALICE}#key-1`,
    `${ALICE} `,
    ALICE.toUpperCase(),
    ALICE.replace('key', 'other'),
    'did:web:127.0.0.1',
    'did:web:example.com:..',
    'did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme',
    `did:key:z6Mk${'a'.repeat(1 << 20)}`,
  ])('I03: resolve %.40s is E_BAD_DID within a second', async (did) => {
    const before = performance.now();
    expect(await world.run('--json', 'did', 'resolve', did)).toBe(4);
    expect(code()).toBe('E_BAD_DID');
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('resolve @FILE checks a document, and shows what is in it without obeying it', async () => {
    const file = fileOf(
      documentOf({ alsoKnownAs: [ALICE], ...withEndpoint({ uri: 'https://a.example/', x: '\u001b[2J' }) }),
    );
    expect(await world.run('did', 'resolve', file)).toBe(0);
    expect(world.out).toContain(`agent          ${ALICE}`);
    expect(world.out).toContain('https://a.example/');
    expect(world.out).not.toContain('\u001b');
  });

  it.each(
    OF_ANOTHER.filter(([what]) => what !== 'an id of another DID' && what !== 'an id that starts as the DID does'),
  )('I04: resolve @FILE refuses a document with %s', async (_what, document) => {
    expect(await world.run('--json', 'did', 'resolve', fileOf(document))).toBe(4);
    expect(code()).toBe('E_BAD_DOCUMENT');
  });

  it.each(['file:///etc/passwd', 'http://169.254.169.254/'])(
    'I05: resolve @FILE refuses the endpoint %s',
    async (uri) => {
      expect(await world.run('--json', 'did', 'resolve', fileOf(withEndpoint(uri)))).toBe(4);
      expect(code()).toBe('E_BAD_DOCUMENT');
    },
  );

  it('I05: resolve @FILE refuses a document of 1 MiB, 10,000 methods, 10,000 services: E_LIMIT', async () => {
    const documents = [
      writeJson({ ...documentOf(), padding: 'a'.repeat(1 << 20) }),
      ...TOO_MANY.slice(0, 3).map(([, , of]) => of(10_000)),
      ...TOO_MANY.map(([, limit, of]) => of(limit + 1)),
    ];
    for (const document of documents) {
      world.out = '';
      expect(await world.run('--json', 'did', 'resolve', fileOf(document))).toBe(1);
      expect(code()).toBe('E_LIMIT');
    }
  });

  it('resolve stays off the network with --offline', async () => {
    expect(await world.run('--offline', '--json', 'did', 'resolve', WEB)).toBe(5);
    expect(code()).toBe('E_UNREACHABLE');
  });

  it('export writes the document, and the one to put at the place of a name', async () => {
    const own = parseDid(world.agents.agent.did);
    expect(await world.run('did', 'export')).toBe(0);
    expect(readDidDocument(world.out)).toEqual(documentOfDid(own));
    const out = join(folder, 'did.json');
    expect(await world.run('did', 'export', '--document', '--web', WEB, '--out', out)).toBe(0);
    const document = readDidDocument(readFileSync(out));
    expect([document.did, agentOfDocument(document)]).toEqual([WEB, own]);
    expect(await world.run('--json', 'did', 'export', '--web', 'did:web:127.0.0.1', '--out', join(folder, 'x'))).toBe(
      4,
    );
  });

  it('export --record writes the agent record as it is signed, or says that there is none', async () => {
    expect(await world.run('--json', 'did', 'export', '--record')).toBe(1);
    expect(code()).toBe('E_NOT_FOUND');
    world.out = '';
    const record = '{"body":{},"sig":"AA"}';
    const own = world.agents.agent.did;
    const times = { sequence: 1, issuedAtMs: 1, expiresAtMs: 2 };
    world.agents.agent.identities.known = { did: own, ...times, addresses: [], mailboxes: [], services: [], record };
    expect(await world.run('did', 'export', '--record')).toBe(0);
    expect(world.out).toBe(`${record}\n`);
    expect(await world.run('did', 'export', '--record', '--document')).toBe(2);
  });
});

describe('talos rotate identity', () => {
  it('says who goes on for whom, who has read it, and writes the words where it is told to', async () => {
    const world = new World();
    world.agents.agent.identities.announced = { told: [ALICE], notReached: [] };
    expect(await world.run('--json', 'rotate', 'identity', '--words-file', 'words', '--force')).toBe(0);
    expect(world.json).toEqual({
      id: world.agents.agent.did,
      from: 'did:key:before',
      to: world.agents.agent.did,
      atMs: 1_700_000_000_000,
      succession: { body: {} },
      told: [ALICE],
      notReached: [],
    });
    expect(readFileSync(join(world.home, 'words'), 'utf8')).toBe(`${WORDS}\n`);
    expect(world.agents.rotated).toMatchObject([
      { dataDir: join(world.home, '.talos'), passphrase: undefined, force: true },
    ]);
    expect(JSON.stringify([world.out, world.notes])).not.toContain('word0');
  });

  it('tells nobody with --offline, and says who was not told where the agent cannot be opened', async () => {
    const world = new World();
    expect(await world.run('--offline', 'rotate', 'identity')).toBe(0);
    expect(world.agents.opened).toEqual([]);
    world.agents.openFailure = new TalosError('E_LOCKED', 'busy');
    expect(await world.run('rotate', 'identity')).toBe(0);
    expect(world.notesText).toContain('nobody was told yet: busy');
  });

  it('changes nothing where there is no identity, or the file of the words is there', async () => {
    const world = new World();
    writeFileSync(join(world.home, 'words'), 'mine');
    expect(await world.run('rotate', 'identity', '--words-file', 'words')).not.toBe(0);
    expect(await world.run('rotate', 'identity', '--words-file', '-')).toBe(2);
    world.agents.hasIdentity = false;
    expect(await world.run('--json', 'rotate', 'identity')).toBe(6);
    expect(world.agents.rotated).toEqual([]);
    expect(readFileSync(join(world.home, 'words'), 'utf8')).toBe('mine');
  });
});
