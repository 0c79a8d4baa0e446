/** What was used of a capability, in real processes: SIGKILL of the lending one does not give any of it back. */
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { concat, fromHex, utf8 } from '../../src/base/bytes.ts';
import { parseScope } from '../../src/capability/scope.ts';
import { issueToken, TOKEN_NONCE_BYTES } from '../../src/capability/token.ts';
import { randomBytes } from '../../src/crypto/random.ts';
import { parseDid } from '../../src/identity/did.ts';
import { openKeystore } from '../../src/node/identity/keystore-file.ts';
import { openLmdbStore } from '../../src/node/store/lmdb-store.ts';
import { fixture, type RpcClient, Terminals } from '../scenario/terminals.ts';

const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

const CALLS = 6;

/** A grant of the agent in `directory`, as its own book keeps it; the ledger gets it at the next start. */
async function grant(directory: string, subject: string, scope: object): Promise<void> {
  const { identity } = openKeystore(terminals.path(directory), { nowMs: Date.now() });
  const issuedAtS = Math.floor(Date.now() / 1000);
  const { id, text } = issueToken(identity.signing, {
    issuer: identity.did,
    subject: parseDid(subject),
    audience: identity.did,
    scope: parseScope(scope as never),
    issuedAtS,
    expiresAtS: issuedAtS + 3600,
    nonce: randomBytes(TOKEN_NONCE_BYTES),
  });
  await using store = await openLmdbStore({ path: terminals.path(`${directory}/store`) });
  await store.apply([{ kind: 'put', space: 'grant', key: concat(utf8('i'), fromHex(id)), value: utf8(text) }]);
}

const codesOf = async (client: RpcClient, from: number, count: number): Promise<string[]> => {
  const codes: string[] = [];
  for (let id = from; id < from + count; id++) {
    const answer = await client.ask('tools/call', { name: 'count_0', arguments: { id } });
    codes.push(String((answer?.error as { data?: { code?: string } } | undefined)?.data?.code ?? 'result'));
  }
  return codes;
};

it('C21: a capability of so many calls is BUDGET_EXHAUSTED after them, across SIGKILL', async () => {
  const executed = terminals.path('executed');
  for (const name of ['owner', 'agent'])
    await terminals.json(name, 'init', '--name', name, '--words-file', terminals.path(`${name}.words`));
  const { did } = await terminals.json<{ did: string }>('agent', 'whoami');
  const tools = { count_0: { '*': { any: true } } };
  const rate = { count: CALLS + 1, seconds: 3600 };
  await grant('owner', did, { service: 'counter', tools, limits: { calls: CALLS, rate } });
  const lend = (port: string): ReturnType<Terminals['serve']> =>
    terminals.serve(
      'owner',
      ['--allow', '*', '--service', 'counter', '--port', port],
      [process.execPath, fixture('counter-tool.mjs'), executed],
    );
  let lender = await lend('0');
  const address = lender.served.addresses[0] ?? '';
  await terminals.json('agent', 'contacts', 'add', 'owner', lender.served.did, '--address', address);
  const codes: string[] = [];
  for (let round = 0; round < 2; round++) {
    const client = terminals.connect('agent', 'owner');
    await client.initialize();
    codes.push(...(await codesOf(client, round * 4, 4)));
    if (round === 0) {
      lender.terminal.child.kill('SIGKILL');
      await lender.terminal.ended;
      lender = await lend(address.split('/')[4] ?? '0');
    }
    await client.close();
  }
  expect(codes).toEqual([
    ...Array.from({ length: CALLS }, () => 'result'),
    ...Array.from({ length: 2 }, () => 'BUDGET_EXHAUSTED'),
  ]);
  expect(readFileSync(executed, 'utf8').trim().split('\n')).toHaveLength(CALLS);
});
