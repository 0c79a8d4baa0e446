/** @module `talos seal`, `talos open`: messages that travel as files, without a network. */
import type { IncomingMessage } from '../../agent/api/message-api.ts';
import { fromBase64 } from '../../base/encoding.ts';
import { MAX_TEXT_BYTES } from '../../message/envelope.ts';
import { argument, type Context, optional, type Run } from '../context.ts';
import { envelopeFile, readEnvelopeFile } from '../envelope-file.ts';
import { readText, writeText } from '../files.ts';
import { shownText, who } from '../message-text.ts';
import { peerName } from '../peer-names.ts';
import { usage } from '../values.ts';

/** `seal`: the file is written when session and history are durable. */
export const seal: Run = async (context, args, options) => {
  const peer = peerName(argument(args, 0, 'PEER'));
  const out = optional(options, 'out') ?? '-';
  const text = await textOf(context, args[1]);
  await using agent = await context.open();
  const { id, sealed } = await agent.api.messages.seal({ peer, text });
  await writeText(context, out, envelopeFile(sealed));
  if (out !== '-')
    await context.print({ message: { id, peer: sealed.to, state: 'sealed' } }, () => `sealed ${id} for ${sealed.to}`);
  return 0;
};

/** `open`: the text goes out as it was sent, or escaped to a terminal, when it is in the history and cannot open again. */
export const open: Run = async (context, args) => {
  const sealed = await readEnvelopeFile(context, argument(args, 0, 'FILE'));
  await using agent = await context.open();
  const message = await agent.api.messages.open(sealed);
  if (context.global.json) {
    await context.print({ message }, () => []);
    return 0;
  }
  context.note(`from ${who(message.from, message.alias)}, id ${message.id}`);
  await context.io.write(context.io.outIsTerminal ? `${shownText(message)}\n` : contentOf(message));
  return 0;
};

function contentOf({ text, base64 }: IncomingMessage): string | Uint8Array {
  return base64 === undefined ? text : fromBase64(base64);
}

async function textOf(context: Context, given: string | undefined): Promise<string> {
  if (given === undefined && context.io.stdinIsTerminal)
    throw usage('what is to be sealed?', 'give the text, or - to read it from standard input');
  return given === undefined || given === '-' ? readText(context, '-', MAX_TEXT_BYTES) : given;
}
