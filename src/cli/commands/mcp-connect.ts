/** @module `talos mcp-connect`: is a lent MCP server here; writes nothing but JSON-RPC to standard output. */
import { INVITATION_PREFIX, parseInvitation } from '../../capability/invitation.ts';
import { assertReadable, capabilityIn, presentable } from '../capability-text.ts';
import { argument, type Context, type Options, optional, type Run } from '../context.ts';
import { readText } from '../files.ts';
import { justificationOf } from '../justification.ts';
import { McpBridge } from '../mcp-bridge.ts';
import { networkFlags } from '../network-flags.ts';
import { peerName } from '../peer-names.ts';
import { type InputLine, inputLines } from '../stdin-lines.ts';
import { usage } from '../values.ts';
import { deadlineOf } from './mcp-call.ts';

/** Most bytes of a file that holds an invitation. */
const MAX_FILE_BYTES = 8192;

/** See the module comment. */
export const mcpConnect: Run = async (context, args, options) => {
  const input = inputLines(context.io.stdin);
  const target = await targetOf(context, argument(args, 0, 'TARGET'), input);
  if (target.startsWith(INVITATION_PREFIX)) {
    parseInvitation(target); // a mistyped one is told of before an identity is made for it
    await context.ensureIdentity();
  }
  const service = optional(options, 'service');
  const capability = await capabilityOf(context, options, input);
  if (capability !== undefined && target.startsWith(INVITATION_PREFIX))
    throw usage('an invitation brings its own capability: name the peer to present another one');
  const params = {
    target: peerName(target),
    ...(service === undefined ? {} : { service }),
    ...(capability === undefined ? {} : { capability }),
    ...justificationOf(options),
    ...(await deadlineOf(context, options)),
  };
  await new McpBridge(context, params, input, networkFlags(options)).run();
  return 0;
};

/** `--capability`, where it was given; `-` is the first line of standard input, after that of the target. */
async function capabilityOf(
  context: Context,
  options: Options,
  input: AsyncGenerator<InputLine>,
): Promise<string | undefined> {
  const name = optional(options, 'capability');
  if (name === undefined) return undefined;
  if (name !== '-') return presentable(context, name);
  const line = await input.next();
  if (line.done === true || line.value.kind !== 'line') throw usage('standard input holds no capability');
  return assertReadable(capabilityIn(line.value.text));
}

/** `@FILE` and `-` keep an invitation out of the list of processes; `-` is the first line of standard input. */
async function targetOf(context: Context, text: string, input: AsyncGenerator<InputLine>): Promise<string> {
  if (text.startsWith('@')) return oneLine(await readText(context, text.slice(1), MAX_FILE_BYTES));
  if (text !== '-') return oneLine(text);
  const first = await input.next();
  if (first.done === true || first.value.kind !== 'line') throw usage('standard input holds no invitation');
  return oneLine(first.value.text);
}

function oneLine(text: string): string {
  const line = text.trim();
  if (line === '' || /\s/.test(line)) throw usage('the invitation or peer must be one word');
  return line;
}
