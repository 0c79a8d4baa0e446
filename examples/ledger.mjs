// What an agent keeps of what it did: entries in a Merkle log, sealed into signed blocks, provable one by one to anybody;
// and what becomes of that when a single bit of the file on the disk is turned.
//   node examples/ledger.mjs
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { didOfKey, TalosClient, verifyProofFile } from 'talos-protocol';
import { SigningKey } from 'talos-protocol/capability';
import { check, refusal, withFolder } from './parts/scene.mjs';

await withFolder(async (dataDir) => {
  // Whatever matters leaves an entry: here two grants, and a revocation.
  const owner = await TalosClient.create('owner', { dataDir });
  const guest = didOfKey(new SigningKey(new Uint8Array(32)).publicKey);
  const grant = (tool) =>
    owner.grantCapability({ subject: guest, service: 'files', tools: { [tool]: {} }, expiresIn: '1h' });
  await grant('read_file');
  const { id } = await grant('write_file');
  await owner.revokeCapability(id, 'granted by mistake');
  for (const { seq, body } of await owner.audit.query()) console.log(`entry ${seq}: ${body.type}`);

  // The proof of one entry: what anybody checks, without this ledger and without asking its owner.
  const [revocation] = await owner.audit.query({ type: 'revocation', last: 1 });
  const proof = await owner.audit.prove(revocation.id);
  const verdict = verifyProofFile(proof);
  check(`a proof of ${proof.length} bytes holds`, verdict.valid && verdict.entry.id === revocation.id);
  check('it does not show the reason, only a commitment to it', !proof.includes('by mistake'));

  // All of it, recomputed from the file.
  const whole = await owner.audit.verify();
  check(`the ledger verifies: ${whole.entries} entries in ${whole.blocks} blocks`, whole.valid);
  await owner[Symbol.asyncDispose]();

  // One bit of the file, and it does not open any more: nothing is added to a ledger that was edited.
  const journal = join(dataDir, 'ledger', 'journal');
  const bytes = await readFile(journal);
  bytes[bytes.indexOf('"seq":2') + 6] ^= 1;
  await writeFile(journal, bytes);
  const code = await refusal(TalosClient.create('owner', { dataDir }));
  check(`one bit of the file was turned: ${code}`, code === 'E_STORAGE_CORRUPT');
});
