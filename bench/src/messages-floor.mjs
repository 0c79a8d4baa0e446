/**
 * What a durable message cannot do without, bare: commits, syncs, and a round trip between two processes.
 *
 * @module
 */
import { closeSync, fdatasyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';

export const TEXT_BYTES = 256;
/** As much as a step of a session and its message take in the store, and an entry in the ledger. */
const RECORD_BYTES = 2560;
const ENTRY_BYTES = 512;
/** Room that a journal has made ahead, so that a sync does not wait for the file system's own journal. */
const ROOM_BYTES = 4 * 1024 * 1024;

/**
 * LMDB, opened as the store opens it, and a file as the ledger's.
 *
 * @param {string} dir
 */
export function bareDisk(dir) {
  mkdirSync(dir, { recursive: true });
  const { open } = createRequire(new URL('../../package.json', import.meta.url))('lmdb');
  const root = open({ path: join(dir, 'lmdb'), noSubdir: false, overlappingSync: false, eventTurnBatching: false });
  const database = root.openDB('space', { encoding: 'binary', keyEncoding: 'binary' });
  const [key, value, entry] = [Buffer.from('session'), Buffer.alloc(RECORD_BYTES, 1), Buffer.alloc(ENTRY_BYTES, 1)];
  const journal = openSync(join(dir, 'journal'), 'w+');
  writeSync(journal, Buffer.alloc(ROOM_BYTES));
  fdatasyncSync(journal);
  let at = 0;
  return {
    /** @type {() => Promise<unknown>} */
    commit: () => root.batch(() => void database.put(key, value)),
    sync: () => {
      at = (at + ENTRY_BYTES) % ROOM_BYTES;
      writeSync(journal, entry, 0, entry.length, at);
      fdatasyncSync(journal);
    },
    close: async () => {
      closeSync(journal);
      await root.close();
    },
  };
}

/**
 * Gives bytes to a port of loopback and waits for as many.
 *
 * @param {number} port
 */
export function bareLink(port) {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  const text = Buffer.alloc(TEXT_BYTES, 97);
  return {
    roundTrip: () => {
      const answered = new Promise((resolve) => socket.once('data', resolve));
      socket.write(text);
      return answered;
    },
    close: () => socket.destroy(),
  };
}
