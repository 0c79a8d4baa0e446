import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../src/base/bytes.ts';
import { toBase64url } from '../../src/base/encoding.ts';
import { signCheckpoint } from '../../src/ledger/log/checkpoint.ts';
import { cosign, formatWitnessKey, witnessOf } from '../../src/ledger/log/cosignature.ts';
import type { OpenedAgent } from '../../src/node/local/attach.ts';
import { attachLocal } from '../../src/node/local/local-client.ts';
import { type LocalServer, serveLocal } from '../../src/node/local/local-socket.ts';
import { flipped, type MadeBlock } from '../fixtures/block-chain.ts';
import { person } from '../fixtures/ledger.ts';
import type { FakeBlocks } from './fake-blocks.ts';
import { World } from './fake-io.ts';

describe.each(['in this process', 'attached to the process that runs it'])(
  'blocks on the command line, %s',
  (where) => {
    let world: World;
    let fake: FakeBlocks;
    let folder: string;
    let server: LocalServer;
    let author: string;
    beforeEach(async () => {
      world = new World();
      fake = world.agents.agent.blocks;
      author = fake.chain.author.did;
      folder = await mkdtemp(join(tmpdir(), 'talos-blocks-'));
      server = await serveLocal(world.agents.agent, join(folder, 'agent.sock'));
    });
    afterEach(async () => {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    });
    const made = (height: number): MadeBlock => fake.chain.taken[height] as MadeBlock;
    async function run(...argv: string[]): Promise<number> {
      world.out = '';
      world.notes.length = 0;
      if (where !== 'in this process') {
        const agent = await attachLocal(join(folder, 'agent.sock'));
        if (agent === undefined) throw new Error('nobody listens');
        const close = async (): Promise<void> => agent[Symbol.asyncDispose]();
        const attached: OpenedAgent = { api: agent, isOwner: false, gone: agent.gone, [Symbol.asyncDispose]: close };
        world.agents.next.push(attached);
      }
      return world.run(...argv);
    }

    describe('B07: with anchors', () => {
      const wendy = person(7);
      const key = formatWitnessKey(witnessOf('wendy', wendy.signing.publicKey));
      const source = { kind: 'cosignature', threshold: 1, witnesses: [key] } as const;
      /** What wendy cosigned after the block of that height: its root unless given. */
      const anchored = (height: number, root?: Uint8Array): void => {
        const { logSize, logRoot, timeMs } = made(height).block.header;
        const text = signCheckpoint(fake.chain.author.signing, fake.chain.author.did, logSize, root ?? logRoot);
        const line = cosign(wendy.signing, 'wendy', text.slice(0, text.indexOf('\n\n') + 1), Math.ceil(timeMs / 1000));
        const { anchors } = world.agents.agent;
        anchors.all.push({ id: 'ab'.repeat(8), source, addedAtMs: 1, active: true });
        const token = toBase64url(utf8(text + line));
        const view = {
          kind: 'cosignature',
          source: 'ab'.repeat(8),
          size: logSize,
          atMs: timeMs,
          note: text,
          token,
        } as const;
        anchors.made.push({ ...view, nonce: '' });
      };
      const verify = (level: string): Promise<number> => run('audit', 'chain', 'verify', '--level', level, '--json');

      it('audit chain verify --level paranoid compares the chain with what was anchored', async () => {
        anchored(2);
        anchored(5);
        expect(await verify('paranoid')).toBe(0);
        expect(world.json).toMatchObject({ valid: true, blocks: 7 });
        const asked = world.agents.agent.asked.filter(({ method }) => method === 'anchors.from');
        expect(asked.map(({ params }) => params)).toEqual([{ least: 0 }, { least: 3 }, { least: 6 }]);
      });

      it('an anchor of another log is 501 and exit 4; below paranoid nothing is compared', async () => {
        anchored(3, new Uint8Array(32));
        expect(await verify('paranoid')).toBe(4);
        const errors = [{ code: 'ANCHOR_MISMATCH', number: 501, reason: 'another log of this size was anchored' }];
        expect(world.json).toMatchObject({ valid: false, firstBad: { height: 3, errors } });
        expect(await verify('strict')).toBe(0);
      });

      it('an anchor whose token is not of the witness is 501 and exit 4', async () => {
        anchored(3);
        const [held] = world.agents.agent.anchors.made;
        const other = signCheckpoint(fake.chain.author.signing, fake.chain.author.did, 3, new Uint8Array(32));
        world.agents.agent.anchors.made = [{ ...(held as NonNullable<typeof held>), token: toBase64url(utf8(other)) }];
        expect(await verify('paranoid')).toBe(4);
        expect(world.json).toMatchObject({ firstBad: { errors: [{ code: 'ANCHOR_MISMATCH', number: 501 }] } });
      });
    });

    it('audit chain verify validates every block, and says so', async () => {
      expect(await run('audit', 'chain', 'verify')).toBe(0);
      expect(world.out).toBe('valid: 7 blocks up to height 6, 6 entries\n');
      expect(await run('audit', 'chain', 'verify', '--level', 'paranoid', '--json')).toBe(0);
      expect(world.json).toEqual({
        valid: true,
        author,
        level: 'paranoid',
        blocks: 7,
        entries: 6,
        height: 6,
        first: 0,
        work: '1792',
        signatures: 7,
        jobs: 1,
      });
    });

    it('audit chain verify ends at the first block that is refused, with its height and number, and exit 4', async () => {
      fake.given = fake.chain.taken.map(({ bytes }, height) => (height === 4 ? flipped(bytes, 230) : bytes));
      expect(await run('audit', 'chain', 'verify')).toBe(4);
      expect(world.out).toMatch(/^not valid at height 4\nMALFORMED_BLOCK 107: /);
      fake.given[4] = flipped(made(4).bytes, 170);
      expect(await run('audit', 'chain', 'verify', '--json')).toBe(4);
      expect(world.json).toMatchObject({
        valid: false,
        blocks: 4,
        height: 3,
        firstBad: { height: 4, errors: [{ layer: 'cryptographic', code: 'CRYPTO_INVALID', number: 202 }] },
      });
    });

    it('audit chain verify and summary take the author of a kept chain', async () => {
      expect(await run('audit', 'chain', 'verify', '--author', 'bob')).toBe(0);
      expect(await run('audit', 'chain', 'summary', '--author', 'bob')).toBe(0);
      const asked = world.agents.agent.asked.filter(({ method }) => method === 'blocks.summary');
      expect(asked.map(({ params }) => params)).toEqual([{ author: 'bob' }, { author: 'bob' }]);
    });

    it('audit chain summary shows what the chain comes to', async () => {
      expect(await run('audit', 'chain', 'summary', '--json')).toBe(0);
      expect(world.json).toMatchObject({
        chain: { author, authors: [author], height: 6, entries: 6, work: '1792', first: 0 },
      });
      expect(await run('audit', 'chain', 'summary')).toBe(0);
      expect(world.out).toContain('height        6\n');
    });

    it('ledger block export writes the bytes of a block, and ledger block verify takes them back', async () => {
      const file = join(folder, 'block');
      expect(await run('ledger', 'block', 'export', '5', '--out', file)).toBe(0);
      expect(new Uint8Array(await readFile(file))).toEqual(made(5).bytes);
      expect(await run('ledger', 'block', 'verify', file, '--author', author)).toBe(0);
      expect(world.out).toMatch(
        /^valid: block 5 of did:key:.*\nnot checked, .*: log-root, height, previous-hash, time-before, log-size\n$/,
      );
      expect(await run('ledger', 'block', 'export', '4', '--json')).toBe(0);
      expect(world.json).toEqual({ block: { height: 4, hash: toHex(made(4).hash), bytes: toHex(made(4).bytes) } });
      expect(await run('ledger', 'block', 'export', '99', '--json')).toBe(1);
      expect(world.json).toMatchObject({ error: { code: 'E_NOT_FOUND' } });
      world.outIsTerminal = true;
      expect(await run('ledger', 'block', 'export', '5')).toBe(2);
    });

    it('ledger block verify compares with the block before, and refuses with code, number and exit 4', async () => {
      const at = async (name: string, bytes: Uint8Array): Promise<string> => {
        await writeFile(join(folder, name), bytes);
        return join(folder, name);
      };
      const [fourth, fifth] = [await at('4', made(4).bytes), await at('5', made(5).bytes)];
      const verify = (...argv: string[]): Promise<number> => run('ledger', 'block', 'verify', ...argv, '--json');
      expect(await verify(fifth, '--author', author, '--after', fourth)).toBe(0);
      expect(world.json).toMatchObject({
        valid: true,
        height: 5,
        hash: toHex(made(5).hash),
        errors: [],
        unchecked: ['log-root'],
      });
      expect(await verify(fifth, '--author', author, '--after', fifth)).toBe(4);
      expect(world.json).toMatchObject({ errors: [{ code: 'CONSENSUS_VIOLATION', number: 302 }], unchecked: [] });
      expect(
        await verify(await at('1', made(1).bytes), '--author', author, '--after', await at('0', made(0).bytes)),
      ).toBe(0);
      expect(world.json).toMatchObject({ valid: true, height: 1, unchecked: [] });
      expect(await verify(fifth, '--author', person(9).did)).toBe(4);
      expect(world.json).toMatchObject({ errors: [{ code: 'CRYPTO_INVALID', number: 202 }] });
      expect(await verify(fifth, '--author', author, '--network', 'other')).toBe(4);
      expect(world.json).toMatchObject({ errors: [{ code: 'CONSENSUS_VIOLATION', number: 301 }] });
      expect(await verify(fifth, '--author', author, '--difficulty', '9')).toBe(4);
      expect(world.json).toMatchObject({ errors: [{ number: 304 }] });
      expect(await verify(await at('cut', made(5).bytes.slice(0, -1)), '--author', author)).toBe(4);
      expect(world.json).toMatchObject({
        valid: false,
        errors: [{ layer: 'structural', code: 'MALFORMED_BLOCK', number: 102 }],
      });
      expect(await verify(await at('large', new Uint8Array(1_000_001)), '--author', author)).toBe(4);
      expect(world.json).toMatchObject({ errors: [{ number: 101 }] });
      expect(await verify(await at('huge', new Uint8Array(2 ** 21 + 1)), '--author', author)).toBe(1);
      expect(world.json).toMatchObject({ error: { code: 'E_LIMIT' } });
      expect(await verify(fifth, '--author', 'alice')).toBe(4);
      expect(world.json).toMatchObject({ error: { code: 'E_BAD_DID' } });
      expect(await verify(join(folder, 'none'), '--author', author)).toBe(1);
      expect(world.json).toMatchObject({ error: { code: 'E_NOT_FOUND' } });
      expect(await verify(fifth, '--level', 'lax')).toBe(2);
      expect(await run('audit', 'chain', 'verify', '--jobs', '0')).toBe(2);
    });
  },
);
