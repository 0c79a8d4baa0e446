import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TalosClient } from '../../src/agent/client/client.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { TalosError } from '../../src/base/errors.ts';
import { MemoryNetwork } from '../../src/testing.ts';
import { readFileServer } from '../fixtures/lent-tool.ts';

let net: MemoryNetwork;
let owner: TalosClient;
let agent: TalosClient;

beforeAll(async () => {
  net = new MemoryNetwork();
  [owner, agent] = [await net.client('owner'), await net.client('agent')];
  await owner.addPeer(agent.did, await agent.listen());
  await agent.addPeer(owner.did, await owner.listen());
});
afterAll(async () => {
  for (const each of [owner, agent]) await each[Symbol.asyncDispose]();
});

/** Parameters as they must be: what stands in their place below is of another kind. */
const [TEXT, BYTES, RECORD, TEXTS, FUNCTION, OPTIONS] = [
  'text',
  'bytes',
  'record',
  'texts',
  'function',
  'options',
] as const;
type Kind = typeof TEXT | typeof BYTES | typeof RECORD | typeof TEXTS | typeof FUNCTION | typeof OPTIONS;

/** Each method of the client, and of what it holds, with its parameters. */
const METHODS: Readonly<Record<string, readonly Kind[]>> = {
  addPeer: [TEXT, TEXTS],
  backup: [TEXT, OPTIONS],
  callTool: [TEXT, TEXT, RECORD, OPTIONS],
  channel: [TEXT, OPTIONS],
  createIntent: [TEXT, TEXT, RECORD, RECORD],
  delegateCapability: [RECORD, RECORD],
  deliveries: [OPTIONS],
  establishSession: [TEXT, OPTIONS, OPTIONS],
  events: [OPTIONS],
  grantCapability: [RECORD],
  listen: [],
  messages: [OPTIONS],
  on: [TEXT, FUNCTION],
  openStream: [TEXT, RECORD],
  ping: [TEXT, OPTIONS],
  prekeyBundle: [OPTIONS],
  register: [TEXT, OPTIONS],
  renewCapability: [TEXT],
  resolveDid: [TEXT, OPTIONS],
  revokeCapability: [TEXT, TEXT],
  send: [TEXT, BYTES, OPTIONS],
  sendFile: [TEXT, TEXT, OPTIONS],
  serve: [RECORD, OPTIONS],
  serveLocal: [RECORD, OPTIONS],
  status: [],
  streams: [OPTIONS],
  transport: [TEXT],
  verifyCapability: [TEXT, RECORD],
  whoami: [],
  'acl.check': [RECORD],
  'acl.lists': [],
  'approvals.allow': [TEXT],
  'approvals.deny': [TEXT, OPTIONS],
  'approvals.follow': [OPTIONS],
  'approvals.get': [TEXT],
  'approvals.list': [],
  'audit.archive': [RECORD],
  'audit.export': [TEXT, OPTIONS],
  'audit.follow': [OPTIONS],
  'audit.forget': [TEXT, OPTIONS],
  'audit.get': [TEXT, OPTIONS],
  'audit.layers': [TEXT],
  'audit.log': [OPTIONS],
  'audit.prove': [TEXT, OPTIONS],
  'audit.query': [OPTIONS],
  'audit.reindex': [],
  'audit.report': [OPTIONS, OPTIONS],
  'audit.root': [],
  'audit.tiles': [],
  'audit.verify': [OPTIONS],
  'audit.anchors.add': [RECORD],
  'audit.anchors.list': [],
  'audit.anchors.now': [OPTIONS],
  'audit.anchors.remove': [TEXT],
  'audit.anchors.sources': [],
  'audit.anchors.verify': [],
  'audit.chains.block': [TEXT],
  'audit.chains.blocks': [OPTIONS],
  'audit.chains.list': [],
  'audit.chains.remove': [TEXT],
  'audit.chains.share': [TEXT, TEXT],
  'audit.chains.shares': [],
  'audit.chains.summary': [OPTIONS],
  'audit.chains.sync': [TEXT, OPTIONS],
  'audit.chains.unshare': [TEXT],
  'audit.witnesses.add': [TEXT, OPTIONS],
  'audit.witnesses.ask': [OPTIONS],
  'audit.witnesses.clear': [TEXT],
  'audit.witnesses.evidence': [OPTIONS],
  'audit.witnesses.list': [],
  'audit.witnesses.peers': [],
  'audit.witnesses.remove': [TEXT],
  'audit.witnesses.root': [],
  'capabilities.delegate': [RECORD, RECORD],
  'capabilities.get': [TEXT],
  'capabilities.grant': [RECORD],
  'capabilities.isRevoked': [TEXT],
  'capabilities.list': [],
  'capabilities.renew': [TEXT, OPTIONS],
  'capabilities.renewAll': [OPTIONS],
  'capabilities.revoke': [RECORD],
  'capabilities.verify': [TEXT, RECORD],
  'contacts.accept': [TEXT, TEXT],
  'contacts.add': [TEXT, TEXT, OPTIONS],
  'contacts.did': [TEXT],
  'contacts.fingerprint': [TEXT],
  'contacts.list': [],
  'contacts.peers': [],
  'contacts.remove': [TEXT],
  'contacts.rename': [TEXT, TEXT],
  'contacts.verify': [TEXT, TEXT],
  'dids.announce': [OPTIONS],
  'dids.document': [OPTIONS],
  'dids.names': [],
  'dids.record': [OPTIONS],
  'dids.resolve': [TEXT, OPTIONS],
  'history.follow': [OPTIONS],
  'history.list': [OPTIONS],
  'light.exportCheckpoint': [TEXT, OPTIONS],
  'light.importCheckpoint': [TEXT],
  'light.remove': [TEXT],
  'light.status': [],
  'light.sync': [TEXTS, OPTIONS],
  'light.verify': [TEXT, OPTIONS],
  'servers.list': [],
  'servers.peers': [TEXT, OPTIONS],
  'servers.register': [TEXT, OPTIONS],
  'sessions.bundle': [],
  'sessions.list': [],
  'sessions.open': [RECORD, OPTIONS],
  'sessions.reset': [TEXT],
  'sessions.rotatePrekeys': [],
  'sessions.seal': [TEXT, BYTES],
  'sessions.unseal': [RECORD],
  'transfers.accept': [TEXT],
  'transfers.cancel': [TEXT],
  'transfers.decline': [TEXT],
  'transfers.events': [OPTIONS],
  'transfers.get': [TEXT],
  'transfers.list': [],
  'transfers.send': [TEXT, TEXT, OPTIONS],
  'tools.approve': [OPTIONS],
  'tools.changes': [OPTIONS],
  'tools.list': [OPTIONS],
};

/** What stands in the place of a parameter of each kind. A record lacks what it must have. */
const WRONG: Readonly<Record<Kind, readonly unknown[]>> = {
  text: [undefined, null, {}, 7, ['text'], Symbol('text')],
  bytes: [undefined, null, {}, 7, 'text', [1, 2], new ArrayBuffer(2), new Uint16Array(2)],
  record: [undefined, null, 7, 'text'],
  texts: [undefined, null, {}, 'text', [7], [null]],
  function: [undefined, null, {}, 'text'],
  options: [null, 7, 'text', { signal: 'soon' }, { signal: {} }],
};
/** A parameter that may be absent. */
const OPTIONAL = new Set(['register 0', 'servers.register 0', 'revokeCapability 1']);

function right(kind: Kind): unknown {
  switch (kind) {
    case 'text':
      return agent.did;
    case 'bytes':
      return utf8('content');
    case 'record':
      return {};
    case 'texts':
      return [agent.did];
    case 'function':
      return () => {};
    case 'options':
      return {};
  }
}

/** What a call came to, whether it threw, rejected, or ends its first step. */
async function outcomeOf(name: string, given: readonly unknown[]): Promise<unknown> {
  const path = name.split('.');
  const method = path.pop() ?? '';
  const holder = path.reduce<unknown>((at, member) => (at as Record<string, unknown>)[member], owner);
  try {
    const made = (holder as Record<string, (...given: unknown[]) => unknown>)[method]?.(...given);
    const isLoop = typeof made === 'object' && made !== null && Symbol.asyncIterator in made;
    return isLoop ? await (made as AsyncGenerator<unknown>).next() : await made;
  } catch (error) {
    return error;
  }
}

/** Names of the methods of an object of a class, and of what it holds. */
function methodsOf(holder: object, prefix = ''): string[] {
  const isNamespace = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && /^Client[A-Z]/.test(value.constructor.name);
  return [
    ...Object.getOwnPropertyNames(Object.getPrototypeOf(holder) as object)
      .filter((name) => name !== 'constructor')
      .map((name) => `${prefix}${name}`),
    ...Object.entries(holder).flatMap(([name, value]) =>
      isNamespace(value) ? methodsOf(value, `${prefix}${name}.`) : [],
    ),
  ];
}

describe('arguments of another type', () => {
  it('L06: are looked at by every method of the client and of what it holds', () => {
    expect(methodsOf(owner).sort()).toEqual(Object.keys(METHODS).sort());
  });

  it.each(Object.entries(METHODS).filter(([, kinds]) => kinds.length > 0))(
    'L06: to %s are a TypeError that names them',
    async (name, kinds) => {
      const before = await owner.status();
      for (const [at, kind] of kinds.entries())
        for (const wrong of WRONG[kind]) {
          if (wrong === undefined && OPTIONAL.has(`${name} ${at}`)) continue;
          // Options of a session offer are an object, too, but hold no signal.
          const isSignal = typeof wrong === 'object' && wrong !== null && 'signal' in wrong;
          if (isSignal && !hasSignal(name, at)) continue;
          const given = kinds.map((each, place) => (place === at ? wrong : right(each)));
          const error = await outcomeOf(name, given);
          const said = `${name}(${given.map((each) => (typeof each === 'symbol' ? 'symbol' : JSON.stringify(each))).join(', ')})`;
          expect(error, said).toBeInstanceOf(TypeError);
          expect((error as TypeError).message, said).toMatch(/ must be |there are no events/);
        }
      expect((await owner.status()).ledger.size).toBe(before.ledger.size);
    },
  );

  it('L06: which are huge texts are refused at once, whatever they name', async () => {
    const huge = 'z'.repeat(4 * 1024 * 1024);
    for (const [name, kinds] of Object.entries(METHODS)) {
      if (kinds[0] !== 'text' || name === 'transport') continue;
      const error = await outcomeOf(name, [huge, ...kinds.slice(1).map(right)]);
      const isKnown = error instanceof TalosError || error instanceof TypeError || error instanceof RangeError;
      const isVerdict = typeof error === 'object' && error !== null && ('valid' in error || 'allowed' in error);
      expect(isKnown || isVerdict, `${name}: ${String(error).slice(0, 200)}`).toBe(true);
    }
  });
});

/** Whether the options of a method at this place may hold a signal. */
function hasSignal(name: string, at: number): boolean {
  const without =
    /^(?:establishSession|prekeyBundle|approvals\.deny|audit\.(?:export|forget|get|log|prove|query)|tools\.|sessions\.)/;
  const others = ['audit.report 0', 'contacts.add 2', 'dids.document 0', 'dids.record 0', 'history.list 0'];
  const more = [
    'audit.chains.blocks 0',
    'audit.chains.summary 0',
    'audit.witnesses.add 1',
    'audit.witnesses.evidence 0',
  ];
  const last = ['light.exportCheckpoint 1'];
  return !without.test(name) && ![...others, ...more, ...last].includes(`${name} ${at}`);
}

describe('what the caller changes after the call', () => {
  it('L06: changes no message, not even one in shared memory', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(4));
    shared.set([1, 2, 3, 4]);
    const own = Uint8Array.of(5, 6);
    const sent = [owner.send(agent.did, shared), owner.send(agent.did, own)];
    shared.fill(9);
    own.fill(9);
    await Promise.all(sent);
    const got: number[][] = [];
    for await (const { content } of agent.messages()) if (got.push([...content]) === 2) break;
    expect(got).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
    const sealing = owner.sessions.seal(agent.did, shared);
    shared.fill(0);
    expect([...(await agent.sessions.unseal((await sealing).sealed)).content]).toEqual([9, 9, 9, 9]);
  });

  it('L06: changes no grant, no call, no bundle', async () => {
    const service = await owner.serveLocal({ server: readFileServer, service: 'files', allow: 'read_file' });
    const rules: Record<string, unknown> = { under: '/data' };
    const request = { subject: agent.did, tools: { read_file: { path: rules } } };
    const granting = owner.grantCapability(request);
    rules['under'] = '/';
    request.subject = owner.did;
    const capability = await granting;
    const asked = { tool: 'read_file', arguments: { path: '/etc/passwd' } };
    expect(await owner.verifyCapability(capability.token, asked)).toMatchObject({ code: 'CONSTRAINT' });
    const given = { path: '/data/a' };
    const calling = agent.callTool(owner.did, 'read_file', given, { capability });
    given.path = '/etc/passwd';
    expect((await calling).result).toMatchObject({ content: [{ text: 'the content of /data/a' }] });
    const offer = await agent.prekeyBundle();
    const opening = owner.establishSession(agent.did, offer);
    offer.bundle.fill(0);
    await opening;
    const addresses = ['/ip4/192.0.2.7/tcp/8766'];
    const adding = owner.contacts.add('helper', agent.did, { addresses });
    addresses[0] = 'nowhere';
    expect((await adding).addresses).toContain('/ip4/192.0.2.7/tcp/8766');
    await service.close();
  });
});
