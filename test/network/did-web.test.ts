/** `did:web` as people use it, over HTTPS to a server of this machine whose authority Node is told of (`NODE_EXTRA_CA_CERTS`). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeJson } from '../../src/codec/json.ts';
import { parseDid } from '../../src/identity/did.ts';
import { webDocumentOf } from '../../src/identity/did-web.ts';
import { ALICE } from '../fixtures/did-documents.ts';
import { hasOpenssl, WebDocuments } from '../fixtures/web-documents.ts';
import { type Ended, Terminals } from '../scenario/terminals.ts';
import { agent } from '../unit/session/actors.ts';

const BOB = agent('bob').did;

describe.skipIf(!hasOpenssl)('a did:web on the command line', () => {
  let web: WebDocuments;
  let terminals: Terminals;
  let name: string;
  beforeAll(async () => {
    [web, terminals] = [await WebDocuments.open(), new Terminals()];
    name = `did:web:localhost%3A${web.port}`;
    await run('init', '--name', 'me');
  });
  afterAll(async () => {
    await terminals[Symbol.asyncDispose]();
    await web[Symbol.asyncDispose]();
  });
  const names = (did: string): void => web.give(writeJson(webDocumentOf(name, parseDid(did))));
  const run = (...args: string[]): Promise<Ended> => runWith({}, args);
  const runWith = (env: Record<string, string>, args: readonly string[]): Promise<Ended> =>
    terminals.start('me', ['--json', ...args], {
      input: '',
      env: { NODE_EXTRA_CA_CERTS: web.caFile, TALOS_LAN: 'on', ...env },
    }).ended;
  const codeOf = ({ stdout }: Ended): unknown => (JSON.parse(stdout) as { error?: { code: string } }).error?.code;

  it('is resolved to the agent that its document names', async () => {
    names(ALICE);
    const ended = await run('did', 'resolve', name);
    expect(JSON.parse(ended.stdout)).toMatchObject({ id: name, agent: ALICE });
    expect(ended.status).toBe(0);
  });

  it('I05: is not asked for on this machine outside LAN mode, nor under an authority that Node does not know', async () => {
    names(ALICE);
    const before = web.asked.length;
    const outside = await runWith({ TALOS_LAN: 'auto' }, ['did', 'resolve', name]);
    expect([outside.status, codeOf(outside)]).toEqual([5, 'E_UNREACHABLE']);
    const unknown = await runWith({ NODE_EXTRA_CA_CERTS: '' }, ['did', 'resolve', name]);
    expect([unknown.status, codeOf(unknown)]).toEqual([5, 'E_UNREACHABLE']);
    expect(web.asked).toHaveLength(before);
  });

  it('names a contact, pinned; what it names later is followed only once that is accepted', async () => {
    names(ALICE);
    const added = await run('contacts', 'add', 'alice', name);
    expect(JSON.parse(added.stdout), added.stderr).toMatchObject({ did: ALICE, alias: 'alice' });
    names(BOB);
    const changed = await run('send', name, 'hello');
    expect([changed.status, codeOf(changed)]).toEqual([6, 'E_IDENTITY_CHANGED']);
    const shown = await run('did', 'show', name);
    expect(codeOf(shown)).toBe('E_IDENTITY_CHANGED');
    const accepted = await run('contacts', 'accept', name, '--did', BOB);
    expect(JSON.parse(accepted.stdout), accepted.stderr).toMatchObject({ contact: { did: BOB } });
    expect(JSON.parse((await run('did', 'show', name)).stdout)).toMatchObject({ did: BOB });
  });
});
