// Follows another agent's log without keeping it: a few hundred bytes instead of every entry. What the author shows later
// must go on from what was seen before; two histories of one author are evidence against it.
//   node examples/light-client.mjs
import { didOfKey, verifyProofFile } from 'talos-protocol';
import { SigningKey } from 'talos-protocol/capability';
import { consistencyPath } from 'talos-protocol/ledger';
import { initCrypto, LightClient, parseDid } from 'talos-protocol/light';
import { check, withClients } from './parts/scene.mjs';

await initCrypto();
await withClients(['author'], async (author) => {
  const guest = didOfKey(new SigningKey(new Uint8Array(32)).publicKey);
  const grant = () => author.grantCapability({ subject: guest, service: 'files', tools: { read_file: {} } });
  // Proof files carry the author's signed checkpoint, so here they are what the author shows.
  const proveNewest = async () => author.audit.prove((await author.audit.query({ last: 1 }))[0].id);
  const noteOf = (proof) => verifyProofFile(proof).checkpoint.note;

  await grant();
  const light = new LightClient(parseDid(author.did));
  const first = await proveNewest();
  const taken = light.addCheckpoint(noteOf(first), { source: 'the author' });
  check(`a first checkpoint is taken: a log of ${taken.size} entries`, taken.taken);
  const one = light.verifyProof(first);
  check('a proof against it holds, and nobody else has vouched for it yet', one.valid && !one.confirmed);

  // A second source that shows the same log confirms it.
  light.addCheckpoint(noteOf(first), { source: 'a witness' });
  check('a second source confirms it', light.verifyProof(first).confirmed);

  // The log grows. A newer checkpoint is taken once a consistency proof joins it to the one that is held.
  await grant();
  await grant();
  const second = await proveNewest();
  const alone = light.addCheckpoint(noteOf(second), { source: 'the author' });
  check(`without a consistency proof it is refused: ${alone.code}`, alone.code === 'E_PROOF_INVALID');
  const leaves = (await author.audit.query()).map(({ leaf }) => leaf);
  const { size } = verifyProofFile(second).checkpoint;
  const path = consistencyPath(leaves.slice(0, size), taken.size);
  const joined = light.addCheckpoint(noteOf(second), { source: 'the author', path });
  check(`with one of ${path.length} hashes it is taken: a log of ${joined.size} entries`, joined.taken);
  check('proofs of then and of now hold', light.verifyProof(first).valid && light.verifyProof(second).valid);

  // The owner of the key alone can sign checkpoints; what another signed is no evidence of anything.
  const other = new LightClient(parseDid(guest));
  check('the proof is of no use for another author', !other.verifyProof(first).valid);
  const kept = light.snapshot().checkpoints.length;
  check(`kept of all this: ${kept} signed notes, no entry`, kept > 0 && light.headers === 0);
});
