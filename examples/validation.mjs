// Another agent's chain, block by block through the validation engine: form, hashes and signatures, consensus, meaning.
// A block that is refused says in which layer and why, and leaves the engine as it was.
//   node examples/validation.mjs
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { didOfKey, initCrypto, openValidationPool, TalosClient, ValidationEngine } from 'talos-protocol';
import { SigningKey } from 'talos-protocol/capability';
import { check, withFolder } from './parts/scene.mjs';
import { talos } from './parts/talos.mjs';

await initCrypto();
await withFolder(async (folder) => {
  const { author, blocks } = await makeChain(folder);

  // Each block is judged after those that were committed before it.
  const engine = new ValidationEngine({ author, strictMode: true });
  for (const block of blocks) {
    const verdict = await engine.validateBlock(block);
    check(`block ${verdict.header?.height} is valid, ${block.length} bytes`, verdict.isValid);
    engine.commit(verdict);
  }

  // One bit anywhere, and the block is refused.
  const newest = blocks.at(-1);
  const layers = new Map();
  const again = new ValidationEngine({ author });
  for (const block of blocks.slice(0, -1)) again.commit(await again.validateBlock(block));
  for (let bit = 0; bit < newest.length * 8; bit += 7) {
    const forged = Uint8Array.from(newest);
    forged[bit >> 3] ^= 1 << (bit & 7);
    const { isValid, errors } = await again.validateBlock(forged);
    if (isValid) throw new Error(`a forged block was valid: bit ${bit}`);
    layers.set(errors[0].layer, (layers.get(errors[0].layer) ?? 0) + 1);
  }
  console.log('forgeries refused:', [...layers].map(([layer, count]) => `${count} ${layer}`).join(', '));
  check('and after all of them the true block is still valid', (await again.validateBlock(newest)).isValid);

  // A block of another place, another author, another difficulty.
  for (const [what, code, options, block] of [
    ['a block out of turn', 'CONSENSUS_VIOLATION', { author }, blocks[1]],
    [
      "another author's",
      'CRYPTO_INVALID',
      { author: didOfKey(new SigningKey(new Uint8Array(32)).publicKey) },
      blocks[0],
    ],
    ['too little work', 'CONSENSUS_VIOLATION', { author, difficulty: 200 }, blocks[0]],
  ]) {
    const [error] = (await new ValidationEngine(options).validateBlock(block)).errors;
    check(`${what}: ${error.code} (${error.number}): ${error.reason}`, error.code === code);
  }

  // A whole chain at once, its signatures checked by other threads. A bad block ends it there.
  const examiner = openValidationPool({ threads: 2 });
  try {
    const whole = await new ValidationEngine({ author }).validateChain(blocks, { examiner });
    check(`the chain is valid: ${whole.entries} entries in ${whole.blocks} blocks`, whole.isValid);
    const without = await new ValidationEngine({ author }).validateChain([blocks[0], blocks[2]], { examiner });
    check(`without block 1 it ends at height ${without.firstBad?.height}`, without.firstBad?.height === 1);
  } finally {
    await examiner[Symbol.asyncDispose]();
  }
});

async function makeChain(folder) {
  const dataDir = join(folder, 'author');
  const guest = didOfKey(new SigningKey(new Uint8Array(32)).publicKey);
  // Whoever closes seals what is left, so each of these leaves a block.
  for (let i = 0; i < 3; i++) {
    const client = await TalosClient.create('author', { dataDir });
    await client.grantCapability({ subject: guest, service: 'files', tools: { read_file: {} } });
    await client[Symbol.asyncDispose]();
  }
  const { did } = (await talos(dataDir, 'whoami')).json;
  const blocks = [];
  for (let height = 0; height < 3; height++) {
    const file = join(folder, `block-${height}`);
    await talos(dataDir, 'ledger', 'block', 'export', String(height), '--out', file);
    blocks.push(await readFile(file));
  }
  return { author: did, blocks };
}
