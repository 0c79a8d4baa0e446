// Checks a proof file offline, with the smallest entry: it reaches no network, no disk and no ledger, and runs in a page as it does here.
//   node examples/proof-verify.mjs FILE        exit 0 where it holds, 4 where it does not
//   node examples/proof-verify.mjs             makes one, checks it, and checks it again with a byte changed
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyProofFile } from 'talos-protocol/verify';

const [path] = process.argv.slice(2);
if (path !== undefined) {
  process.exitCode = say(await verifyProofFile(await readFile(path))) ? 0 : 4;
} else {
  const proof = await makeProof();
  const changed = proof.replace('"time":1', '"time":2');
  if (changed === proof || !say(await verifyProofFile(proof)) || say(await verifyProofFile(changed)))
    process.exitCode = 1;
}

function say(verdict) {
  if (verdict.valid)
    console.log(`valid: ${verdict.author} recorded entry ${verdict.entry.seq}, of type ${verdict.entry.body.type}`);
  else console.log(`not valid: ${verdict.reason}`);
  return verdict.valid;
}

async function makeProof() {
  const { TalosClient } = await import('talos-protocol');
  const folder = await mkdtemp(join(tmpdir(), 'talos-example-'));
  const owner = await TalosClient.create('owner', { dataDir: folder });
  try {
    const [entry] = await owner.audit.query({ last: 1 });
    return await owner.audit.prove(entry.id);
  } finally {
    await owner[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}
