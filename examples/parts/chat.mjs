// Two people at two terminals, for examples/secure-chat.mjs: what each types, and what each must see.
import { once } from 'node:events';

/** A terminal: types, waits for a line that begins so, ends. */
function terminal(child) {
  let text = '';
  const waiting = new Set();
  child.stdout.on('data', (piece) => {
    text += piece;
    for (const look of waiting) look();
  });
  const ended = once(child, 'close');
  return {
    type: (line) => child.stdin.write(`${line}\n`),
    async sees(start) {
      const found = () =>
        text
          .split('\n')
          .slice(0, -1)
          .find((line) => line.startsWith(start));
      const seen = new Promise((resolve) => {
        const look = () => {
          const line = found();
          if (line !== undefined) resolve(line);
        };
        waiting.add(look);
        look();
      });
      const over = ended.then(([status]) => {
        throw new Error(`a terminal ended with ${status}, and never showed: ${start}`);
      });
      over.catch(() => undefined); // told to whoever waits
      return Promise.race([seen, over]);
    },
    async quits() {
      child.stdin.write('/quit\n');
      const [status] = await ended;
      if (status !== 0) throw new Error(`a terminal ended with ${status}`);
    },
    async endsInput() {
      child.stdin.end();
      const [status] = await ended;
      if (status !== 0) throw new Error(`a terminal ended with ${status}`);
    },
  };
}

/** @type {import('./runner.mjs').Drive} */
export async function playChat({ spawn, folder }, path) {
  const [usage] = await once(spawn(path), 'close');
  if (usage !== 2) throw new Error(`without arguments it ended with ${usage}`);

  const alice = terminal(spawn(path, `${folder}/a`, 'alice'));
  const place = (await alice.sees('-- on the other terminal:')).split(' ').slice(-2);
  alice.type('is anybody there?');
  await alice.sees('-- nobody is there yet');
  const bob = terminal(spawn(path, `${folder}/b`, 'bob', ...place));
  await bob.sees('-- you talk with');
  bob.type('hello');
  await alice.sees('< hello');
  await alice.sees('-- you talk with');
  alice.type('hello Bob, \u001b[31mred alert');
  await bob.sees('< hello Bob, \\u{1b}[31mred alert');
  await bob.quits();
  alice.type('are you still there?');
  await alice.sees('-- the other side is away');
  await alice.endsInput();

  // The next day: the session is kept, and what waited arrives before what is new.
  const again = terminal(spawn(path, `${folder}/b`, 'bob'));
  const there = (await again.sees('-- on the other terminal:')).split(' ').slice(-2);
  const back = terminal(spawn(path, `${folder}/a`, 'alice', ...there));
  back.type('good morning');
  await again.sees('< are you still there?');
  await again.sees('< good morning');
  await back.quits();
  await again.endsInput();
}
