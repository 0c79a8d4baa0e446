/**
 * Standard input as the lines of an MCP client, bounded: what is no message is told of, and never ends the stream.
 *
 * @module
 */
import { fromUtf8 } from '../base/bytes.ts';
import { isTalosError } from '../base/errors.ts';
import { LineSplitter, type SplitLine } from '../mcp/lines.ts';
import { errorResponse, MAX_RPC_BYTES, RPC_CODES, readHead, writeRpc } from '../mcp/rpc.ts';

/** A line, or the answer to what was none. */
export type InputLine =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'answer'; readonly text: string };

/** The lines of `stdin`, without their ends and without empty ones. */
export async function* inputLines(stdin: AsyncIterable<Uint8Array>): AsyncGenerator<InputLine> {
  const splitter = new LineSplitter(MAX_RPC_BYTES);
  for await (const chunk of stdin)
    for (const found of splitter.push(chunk)) {
      const line = lineOf(found);
      if (line !== undefined) yield line;
    }
  for (const found of splitter.finish()) {
    const line = lineOf(found);
    if (line !== undefined) yield line;
  }
}

function lineOf(found: SplitLine): InputLine | undefined {
  if (found.kind === 'overlong-end') return undefined;
  if (found.kind === 'overlong') {
    const id = readHead(found.head).id ?? null;
    return answer(errorResponse(id, RPC_CODES.invalidRequest, `message exceeds ${MAX_RPC_BYTES} bytes`));
  }
  try {
    return { kind: 'line', text: fromUtf8(found.bytes) };
  } catch (error) {
    if (!isTalosError(error)) throw error;
    return answer(errorResponse(null, RPC_CODES.parseError, 'message is not UTF-8'));
  }
}

function answer(json: ReturnType<typeof errorResponse>): InputLine {
  return { kind: 'answer', text: writeRpc(json) };
}
