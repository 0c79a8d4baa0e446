/**
 * The floor of a tunnel: bytes between standard input and output, a TCP connection and a tool, nothing else.
 *
 * `node two-pipes.mjs serve COMMAND ARGS…` prints its port; `node two-pipes.mjs connect PORT`.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';

const [mode, ...rest] = process.argv.slice(2);

if (mode === 'serve') {
  const [command = '', ...args] = rest;
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    const tool = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    socket.pipe(tool.stdin);
    tool.stdout.pipe(socket);
    socket.on('error', () => tool.kill());
    socket.on('close', () => tool.kill());
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : ''}\n`);
  });
} else {
  const socket = connect(Number(rest[0]), '127.0.0.1');
  socket.setNoDelay(true);
  process.stdin.pipe(socket);
  socket.pipe(process.stdout);
  socket.on('close', () => process.exit());
}
