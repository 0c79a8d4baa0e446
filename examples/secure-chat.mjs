// A chat on two terminals, end to end encrypted; nothing between them but their own connection.
//   node examples/secure-chat.mjs FOLDER NAME               prints what the other terminal is to run, and waits for it
//   node examples/secure-chat.mjs FOLDER NAME DID ADDRESS   writes to who waits there
// What is typed is sent, line by line; /quit or the end of the input ends it. FOLDER keeps the identity and the session.
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TalosClient } from 'talos-protocol';

const [folder, name, did, address] = process.argv.slice(2);
if (name === undefined || (did !== undefined && address === undefined)) {
  console.error('usage: node examples/secure-chat.mjs FOLDER NAME [DID ADDRESS]');
  process.exit(2);
}

// What is typed from now on waits until it is read below.
const terminal = createInterface({ input: process.stdin });
const lines = terminal[Symbol.asyncIterator]();
const over = new AbortController();
const { signal } = over;
const client = await TalosClient.create(name, { dataDir: join(folder, name) });
let channel;
try {
  if (did !== undefined) channel = await channelWith(did);
  const writing = write();
  channel ??= await channelWith(await firstToWrite());
  for await (const { content } of channel) show(content);
  await writing;
} catch (error) {
  if (error !== signal.reason) throw error;
} finally {
  terminal.close();
  await client[Symbol.asyncDispose]();
}

async function channelWith(peer) {
  if (address !== undefined) await client.addPeer(peer, [address]);
  const opened = await client.channel(peer, { signal });
  console.log(`-- you talk with ${peer}`);
  return opened;
}

async function firstToWrite() {
  const [reachedAt] = await client.listen();
  console.log(`-- on the other terminal: node examples/secure-chat.mjs FOLDER NAME ${client.did} ${reachedAt}`);
  for await (const { from, content } of client.messages({ signal })) {
    show(content);
    return from;
  }
}

async function write() {
  for await (const line of lines) {
    if (line === '/quit') break;
    if (channel === undefined) console.log('-- nobody is there yet');
    else if (line !== '') await send(line);
  }
  over.abort();
}

async function send(line) {
  const { state } = await channel.send(new TextEncoder().encode(line));
  if (state === 'queued') console.log('-- the other side is away: this waits until both are there again');
}

/** Shows what somebody else wrote, with everything escaped that a terminal would act on. */
function show(content) {
  const text = new TextDecoder().decode(content);
  console.log(`< ${text.replace(/\p{C}/gu, (character) => `\\u{${character.codePointAt(0).toString(16)}}`)}`);
}
