import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TalosClient } from '../../src/agent/client/client.ts';
import {
  type ClientEvent,
  type ClientEventMap,
  type ClientEventType,
  MAX_EVENT_READERS,
} from '../../src/agent/client/client-events.ts';
import { MemoryFiles } from '../../src/agent/transfer/memory-files.ts';
import { fromUtf8, utf8 } from '../../src/base/bytes.ts';
import { verifyProofFile } from '../../src/ledger/log/proof-file.ts';
import { ValidationEngine } from '../../src/ledger/validation/validation-engine.ts';
import { MemoryNetwork } from '../../src/testing.ts';
import { readFileServer } from '../fixtures/lent-tool.ts';

const code = (name: string): unknown => expect.objectContaining({ code: name });
const STOP = new Error('stop');

let net: MemoryNetwork;
let owner: TalosClient;
let agent: TalosClient;

beforeAll(async () => {
  net = new MemoryNetwork();
  [owner, agent] = [await net.client('owner'), await net.client('agent')];
  await owner.addPeer(agent.did, await agent.listen());
  await agent.addPeer(owner.peerId, await owner.listen());
});
afterAll(async () => {
  for (const each of [owner, agent]) await each[Symbol.asyncDispose]();
});

/** The next event of a type that fits. */
async function next<Type extends ClientEventType>(
  events: AsyncGenerator<ClientEvent>,
  type: Type,
  fits: (detail: ClientEventMap[Type]) => boolean,
): Promise<ClientEventMap[Type]> {
  for await (const event of { [Symbol.asyncIterator]: () => ({ next: () => events.next() }) }) {
    const detail = event.detail as ClientEventMap[Type];
    if (event.type === type && fits(detail)) return detail;
  }
  throw new Error('the events are over');
}

async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of from) found.push(each);
  return found;
}

describe('a client, by the names of the commands', () => {
  it('says who it is and what it does', async () => {
    expect(await owner.whoami()).toMatchObject({ did: owner.did, peerId: owner.peerId, name: 'owner' });
    expect(await owner.status()).toMatchObject({ did: owner.did, ledger: { size: expect.any(Number) } });
    const { answers } = await owner.ping(agent.did);
    expect(answers).toHaveLength(1);
  });

  it('names, compares and forgets contacts', async () => {
    expect(await owner.contacts.add('helper', agent.peerId)).toMatchObject({ did: agent.did, alias: 'helper' });
    await agent.contacts.add('boss', owner.did);
    const seen = await owner.contacts.fingerprint('helper');
    expect((await agent.contacts.fingerprint('boss')).fingerprint.words).toEqual(seen.fingerprint.words);
    expect((await owner.contacts.verify('helper', seen.fingerprint.words.join(' '))).verified).toBe(true);
    await expect(owner.contacts.verify('helper', 'one two three')).rejects.toThrow(code('E_IDENTITY_MISMATCH'));
    expect((await owner.contacts.rename('helper', 'reader')).alias).toBe('reader');
    expect(await owner.contacts.did('reader')).toBe(agent.did);
    expect((await owner.contacts.list()).map(({ alias }) => alias)).toEqual(['reader']);
    await expect(owner.contacts.remove('nobody')).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(owner.contacts.accept('nobody', agent.did)).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(owner.contacts.add('no alias', agent.did)).rejects.toThrow(RangeError);
  });

  it('tells what was sent and received, page by page, and follows it', async () => {
    const stop = new AbortController();
    const following = agent.history.follow({ peer: 'boss', signal: stop.signal });
    const first = following.next();
    await owner.send(agent.did, utf8('one'));
    await owner.send(agent.did, utf8('two'));
    expect((await first).value).toMatchObject({ text: 'one', direction: 'received', state: 'waiting' });
    const page = await owner.history.list({ peer: 'reader', last: 1 });
    expect(page.messages.map(({ text, state }) => [text, state])).toEqual([['two', 'delivered']]);
    const older = await owner.history.list({ peer: agent.peerId, last: 1, before: page.before });
    expect(older.messages.map(({ text }) => text)).toEqual(['one']);
    stop.abort(STOP);
    await expect(all(following)).rejects.toBe(STOP);
    await expect(owner.history.list({ peer: 'nobody' })).rejects.toThrow(code('E_NOT_FOUND'));
  });

  it('keeps sessions, and seals and opens without a network', async () => {
    expect(await owner.sessions.list()).toMatchObject([{ peer: agent.did }]);
    expect((await owner.sessions.reset('reader')).peer).toBe(agent.did);
    const { id } = await agent.sessions.rotatePrekeys();
    expect(id).toBeGreaterThan(0);
    await owner.sessions.open(await agent.sessions.bundle(), { requireOneTime: true });
    const { sealed } = await owner.sessions.seal('reader', Uint8Array.of(0, 255));
    const carried = JSON.parse(JSON.stringify(sealed)) as typeof sealed;
    expect([...(await agent.sessions.unseal(carried)).content]).toEqual([0, 255]);
    await expect(agent.sessions.unseal(carried)).rejects.toThrow(code('E_REPLAY'));
    await expect(owner.sessions.seal(owner.did, utf8('to myself'))).rejects.toThrow(RangeError);
    await expect(owner.sessions.open({ did: agent.did, bundle: 'AAAA', addresses: [] })).rejects.toThrow();
  });

  it('grants by phrases, lists, shows, delegates, verifies and takes back', async () => {
    const granted = await owner.capabilities.grant({
      subject: agent.did,
      service: 'files',
      tools: ['read_file(path under /data)'],
      depth: 1,
      expiresIn: '1h',
    });
    expect((await owner.capabilities.list()).map(({ id }) => id)).toContain(granted.id);
    expect(await owner.capabilities.get(granted.id.slice(0, 8))).toMatchObject({ token: granted.token, further: 1 });
    const passed = await agent.capabilities.delegate(granted, {
      subject: owner.did,
      tools: { read_file: { path: { under: '/data/logs' } } },
    });
    const asked = { tool: 'read_file', arguments: { path: '/data/logs/a' } };
    expect(await owner.capabilities.verify(passed.token, asked)).toMatchObject({ allowed: true });
    expect(await owner.capabilities.isRevoked(passed.token)).toBe(false);
    await owner.capabilities.revoke({ id: granted.id, chain: true, reason: 'no longer' });
    expect(await owner.capabilities.isRevoked(passed.token)).toBe(true);
    expect(await owner.capabilities.verify(passed.token, asked)).toMatchObject({ allowed: false, code: 'REVOKED' });
    expect(await agent.capabilities.renewAll()).toEqual([]);
    await expect(agent.capabilities.renew('0'.repeat(64))).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(owner.capabilities.get('00000000')).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(owner.capabilities.revoke({ reason: 'what?' })).rejects.toThrow(RangeError);
    const twice = { subject: agent.did, service: 'files', tools: ['list()', 'list()'] };
    await expect(owner.capabilities.grant(twice)).rejects.toThrow(RangeError);
    await expect(owner.capabilities.grant({ ...twice, tools: ['read_file(path beyond /)'] })).rejects.toThrow(
      RangeError,
    );
  });

  it('has a person answer calls, and tells of them as events', async () => {
    const lending = { service: 'files', allow: 'read_file', approve: 'read_file' };
    const service = await owner.serveLocal({ server: readFileServer, ...lending });
    const capability = await owner.grantCapability({ subject: agent.did, tools: ['read_file(*)'] });
    const events = owner.events({ types: ['approvals'] });
    const calls = [1, 2].map((n) => agent.callTool(owner.did, 'read_file', { path: `/${n}` }, { capability }));
    const refused = expect(calls[1]).rejects.toThrow(code('APPROVAL_DENIED'));
    const { pending } = await next(events, 'approvals', ({ pending }) => pending.length === 2);
    const [first, second] = pending;
    expect(await owner.approvals.list()).toHaveLength(2);
    expect((await owner.approvals.get(first?.id ?? '')).text).toContain('"path"');
    const idOf = (path: string): string =>
      pending.find(({ arguments: [argument] }) => argument?.value === `"${path}"`)?.id ?? '';
    await owner.approvals.allow(idOf('/1'));
    await owner.approvals.deny(idOf('/2'), { reason: 'not that one' });
    expect((await calls[0])?.result).toMatchObject({ content: [{ text: 'the content of /1' }] });
    await refused;
    await next(events, 'approvals', ({ pending }) => pending.length === 0);
    await expect(owner.approvals.allow(second?.id ?? '')).rejects.toThrow(code('E_NOT_FOUND'));
    expect(await owner.tools.list({ service: 'files' })).toMatchObject([{ tools: [{ standing: 'approved' }] }]);
    expect(await owner.tools.changes()).toEqual([]);
    await expect(owner.tools.approve({ tools: ['write_file'], service: 'files' })).rejects.toThrow(code('E_NOT_FOUND'));
    expect(await owner.acl.lists()).toEqual([]);
    await expect(owner.acl.check({ peer: 'reader', method: 'tools/call', target: 'read_file' })).rejects.toThrow(
      code('E_NOT_FOUND'),
    );
    await events.return();
    await service.close();
  });

  it('reads, proves, verifies and exports its ledger', async () => {
    const [call] = await owner.audit.log({ type: 'decision', last: 1 });
    const id = call?.id ?? '';
    expect(await owner.audit.get(id.slice(0, 12))).toEqual(call);
    expect(await owner.audit.layers(id)).toMatchObject({ identity: { caller: agent.did } });
    expect(verifyProofFile(await owner.audit.prove(id)).valid).toBe(true);
    const steps: number[] = [];
    expect(await owner.audit.verify({ onProgress: ({ blocks }) => steps.push(blocks) })).toMatchObject({ valid: true });
    const root = await owner.audit.root();
    expect(await owner.audit.verify({ checkpoint: root.checkpoint })).toMatchObject({ valid: true });
    const aborted = AbortSignal.abort(STOP);
    await expect(owner.audit.verify({ signal: aborted })).rejects.toBe(STOP);
    const lines = await all(owner.audit.export('jsonl', { type: 'decision' }));
    expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['decision', 'decision']);
    expect((await all(owner.audit.export('csv'))).length).toBeGreaterThan(root.size);
    await expect(all(owner.audit.export('xml' as 'csv'))).rejects.toThrow(RangeError);
    expect((await all(owner.audit.tiles())).at(-1)).toMatchObject({ path: 'checkpoint' });
    expect(await owner.audit.report()).toMatchObject({ author: owner.did });
    expect((await owner.audit.query({ type: 'decision' })).length).toBe(2);
    const [received] = await agent.audit.log({ type: 'message', last: 1 });
    expect(await agent.audit.forget(received?.id ?? '')).toMatchObject({ id: received?.id });
    await owner.audit.reindex();
    await expect(owner.audit.get('0'.repeat(64))).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(owner.audit.get('no id')).rejects.toThrow(RangeError);
    for await (const { size } of owner.audit.follow()) {
      expect(size).toBeGreaterThan(0);
      break;
    }
  });

  it('shares its chain, keeps that of another, and follows one by its checkpoints', async () => {
    const { chains } = owner.audit;
    await chains.share(agent.did, 'blocks');
    expect(await chains.shares()).toMatchObject([{ peer: agent.did, share: 'blocks' }]);
    const kept = await agent.audit.chains.sync('boss');
    expect(kept.chain).toMatchObject({ author: owner.did });
    expect(await agent.audit.chains.list()).toHaveLength(1);
    const { network, difficulty } = await agent.audit.chains.summary({ author: 'boss' });
    const engine = new ValidationEngine({ author: owner.did, network, difficulty });
    const report = await engine.validateChain(agent.audit.chains.blocks({ author: 'boss' }));
    expect(report).toMatchObject({ isValid: true });
    expect((await chains.block('0')).height).toBe(0);
    const { light, isComplete } = await agent.light.sync(['boss']);
    expect([light.id, isComplete]).toEqual([owner.did, true]);
    expect(await agent.light.status()).toHaveLength(1);
    const [entry] = await owner.audit.log({ last: 1, after: -1 });
    const proof = await owner.audit.prove(entry?.id ?? '');
    expect(await agent.light.verify(proof, { ask: true })).toMatchObject({ valid: true, author: owner.did });
    expect(await agent.light.exportCheckpoint(owner.did)).toContain('—');
    await agent.light.remove('boss');
    await agent.audit.chains.remove('boss');
    await chains.unshare('reader');
    await expect(chains.unshare('reader')).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(agent.audit.chains.sync(agent.did)).rejects.toThrow(RangeError);
    await expect(agent.audit.chains.sync('boss')).rejects.toThrow(code('E_REFUSED'));
  });

  it('has witnesses and anchors, documents and servers', async () => {
    const { witnesses, anchors } = owner.audit;
    expect(await witnesses.add('reader')).toMatchObject({ kind: 'peer', id: agent.did });
    expect(await witnesses.list()).toHaveLength(1);
    expect((await witnesses.root()).newest.size).toBeGreaterThan(0);
    expect(await witnesses.evidence()).toEqual([]);
    expect(await witnesses.peers()).toEqual(expect.any(Array));
    await expect(witnesses.clear('reader')).rejects.toThrow(code('E_NOT_FOUND'));
    await witnesses.remove('reader');
    await expect(witnesses.add('https://example.org/')).rejects.toThrow(RangeError);
    expect([await anchors.sources(), await anchors.list()]).toEqual([[], []]);
    expect(await anchors.verify()).toMatchObject({ valid: true });
    await expect(anchors.now()).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(anchors.add({ kind: 'rfc3161' } as never)).rejects.toThrow(RangeError);
    expect((await owner.dids.resolve(agent.did)).did).toBe(agent.did);
    expect(await owner.dids.document()).toMatchObject({ id: owner.did });
    expect(await owner.dids.document({ web: 'did:web:example.org' })).toMatchObject({ id: 'did:web:example.org' });
    await expect(owner.dids.resolve('did:nobody:1')).rejects.toThrow(code('E_BAD_DID'));
    await expect(owner.dids.record({ peer: agent.did })).rejects.toThrow(code('E_NOT_FOUND'));
    expect([await owner.dids.names(), await owner.servers.list()]).toEqual([[], []]);
    await expect(owner.register()).rejects.toThrow(TypeError);
    await expect(owner.servers.peers('no place')).rejects.toThrow(TypeError);
    await expect(owner.backup('/nowhere')).rejects.toThrow(RangeError);
  });

  it('L05: ends a loop that is begun as it closes', async () => {
    const short = await net.client('short');
    const loops = [short.history.follow().next(), short.transfers.events().next()];
    await short[Symbol.asyncDispose]();
    for (const loop of await Promise.allSettled(loops))
      if (loop.status === 'fulfilled') expect(loop.value.done).toBe(true);
      else expect(loop.reason).toEqual(code('E_CLOSED'));
  });

  it('sends files, and lists, takes and ends transfers', async () => {
    const files = new MemoryFiles();
    files.put('/notes.txt', utf8('some notes'));
    const sender = await net.client('sender', { files });
    await sender.addPeer(agent.did, await agent.listen());
    await agent.contacts.add('sender', sender.did);
    const sizes: number[] = [];
    const sent = await sender.sendFile(agent.did, '/notes.txt', {
      waitMs: 20_000,
      onProgress: ({ bytes }) => sizes.push(bytes),
    });
    expect(sent).toMatchObject({ state: 'delivered', size: 10, name: 'notes.txt', peer: agent.did });
    expect(await agent.transfers.list()).toMatchObject([{ state: 'received', sha256: sent.sha256 }]);
    expect((await sender.transfers.get(sent.id.slice(0, 8))).id).toBe(sent.id);
    await expect(sender.transfers.accept(sent.id)).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(sender.transfers.decline('00000000')).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(sender.transfers.cancel(sent.id)).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(sender.sendFile(agent.did, '/nothing')).rejects.toThrow(code('E_NOT_FOUND'));
    await expect(sender.sendFile(sender.did, '/notes.txt')).rejects.toThrow(RangeError);
    const stop = AbortSignal.abort(STOP);
    await expect(sender.sendFile(agent.did, '/notes.txt', { signal: stop })).rejects.toBe(STOP);
    await expect(sender.transfers.events({ signal: stop }).next()).rejects.toBe(STOP);
    await sender[Symbol.asyncDispose]();
  });

  it('tells what happens, and takes nothing away', async () => {
    const events = agent.events();
    const heard: string[] = [];
    const off = agent.on('message', ({ text }) => heard.push(text));
    const listed = agent.messages();
    await owner.send(agent.did, utf8('for all'));
    const told = await next(events, 'message', ({ text }) => text === 'for all');
    expect(told).toMatchObject({ peer: owner.did, direction: 'received' });
    const taken: string[] = [];
    for await (const { content } of listed) if (taken.push(fromUtf8(content)) === 3) break;
    expect(taken).toEqual(['one', 'two', 'for all']);
    await next(events, 'ledger', ({ size }) => size > 0);
    expect(heard).toContain('for all');
    off();
    const stop = new AbortController();
    const ended = owner.events({ signal: stop.signal });
    stop.abort(STOP);
    await expect(ended.next()).rejects.toBe(STOP);
    expect(() => owner.events({ types: ['nothing' as 'message'] })).toThrow(TypeError);
    expect(() => owner.on('message', 'no function' as never)).toThrow(TypeError);
    await events.return();
  });

  it('E_LIMIT: has so many readers of events, and makes room when one is left', async () => {
    const offs = Array.from({ length: MAX_EVENT_READERS }, () => owner.on('notice', () => {}));
    expect(() => owner.on('notice', () => {})).toThrow(code('E_LIMIT'));
    expect(() => owner.events()).toThrow(code('E_LIMIT'));
    offs[0]?.();
    owner.on('notice', () => {})();
    for (const off of offs) off();
  });
});
