// What the examples have in common: a folder and clients that are gone afterwards, and checks that say what they found.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTalosError, TalosClient } from 'talos-protocol';

/** Calls `use` with the path of a new folder, which is removed however that ends. */
export async function withFolder(use) {
  const folder = await mkdtemp(join(tmpdir(), 'talos-example-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Calls `use` with a client for each name, all in one new folder, and that folder. */
export function withClients(names, use) {
  return withFolder(async (folder) => {
    const clients = [];
    try {
      for (const name of names) clients.push(await TalosClient.create(name, { dataDir: join(folder, name) }));
      return await use(...clients, folder);
    } finally {
      for (const client of clients.reverse()) await client[Symbol.asyncDispose]();
    }
  });
}

/** Prints a line, and stops the example where it is not true. */
export function check(line, holds) {
  if (!holds) throw new Error(`found otherwise: ${line}`);
  console.log(line);
}

/** The code that a call is refused with; stops the example where it is not refused by Talos. */
export async function refusal(call) {
  try {
    await call;
  } catch (error) {
    if (isTalosError(error)) return error.code;
    throw error;
  }
  throw new Error('nothing was refused');
}
