// Files from one agent to another. What a stranger sends is only offered, and nothing of it is written until a person
// accepts; then it arrives whole and durable, under a safe name, beside what is there already. The receipt is signed.
//   node examples/file-transfer.mjs
import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { check, withFolder } from './parts/scene.mjs';
import { start, talos } from './parts/talos.mjs';

await withFolder(async (folder) => {
  const [alice, bob] = [join(folder, 'alice'), join(folder, 'bob')];
  for (const each of [alice, bob]) await talos(each, 'init', '--name', basename(each), '--words-file', `${each}.words`);
  const listening = start('talos', bob, 'listen', '--port', '0', '--host', '127.0.0.1');
  try {
    const { did, addresses } = await listening.next();
    await talos(alice, 'contacts', 'add', 'bob', did, '--address', addresses[0]);
    /** The next event of that kind that Bob's agent tells of. */
    const event = async (kind) => {
      for (;;) {
        const next = await listening.next();
        if (next.kind === kind) return next;
      }
    };

    const file = join(folder, 'report.zip');
    await writeFile(file, randomBytes(3_000_000));
    const send = () => talos(alice, 'send-file', 'bob', file, '--wait', '60s');
    let sending = send();
    const { id, name, size } = await event('offered');
    const nothingYet = await stat(join(bob, 'downloads', name)).catch((error) => error.code);
    check(`bob is offered ${name}, ${size} bytes; nothing of it is there: ${nothingYet}`, nothingYet === 'ENOENT');

    await talos(bob, 'transfers', 'accept', id);
    const { path } = await event('received');
    const [there, here] = [await readFile(path), await readFile(file)];
    check(`accepted, it arrives whole: ${there.length} bytes`, there.equals(here));
    check('for its owner alone', ((await stat(path)).mode & 0o777) === 0o600);
    check('alice has the receipt: delivered', (await sending).json.state === 'delivered');

    // The same name again: the file that is there stays as it is.
    sending = send();
    await talos(bob, 'transfers', 'accept', (await event('offered')).id);
    const second = await event('received');
    check(`another one of that name is ${basename(second.path)}`, second.path !== path);
    await sending;

    // And one that Bob does not want.
    sending = send();
    await talos(bob, 'transfers', 'decline', (await event('offered')).id);
    const { status, json } = await sending;
    check(`declined: exit ${status}, ${json.error.code}`, status === 3 && json.error.code === 'E_DECLINED');

    // Alice is a contact from now on: her files need no question.
    const { json: known } = await talos(alice, 'whoami');
    await talos(bob, 'contacts', 'add', 'alice', known.did);
    sending = send();
    await event('received');
    check('from a contact it comes at once', (await sending).json.state === 'delivered');
    const { transfers } = (await talos(bob, 'transfers', 'list')).json;
    console.log('bob, in the end:', transfers.map(({ state }) => state).join(', '));
  } finally {
    await listening.stop();
  }
});
