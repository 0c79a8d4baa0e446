/**
 * A sealed message as a file: one line of JSON, for one agent, once. PROTOCOL.md §5.10.
 *
 * @module
 */
import type { SealedFile } from '../agent/api/message-api.ts';
import { readChoice, readObject, readString } from '../codec/fields.ts';
import { parseJson } from '../codec/json.ts';
import { MAX_DID_BYTES } from '../message/envelope.ts';
import { MAX_ENVELOPE_CHARACTERS, MAX_ENVELOPE_FILE_BYTES } from '../message/file-limits.ts';
import type { Context } from './context.ts';
import { readFileVersion, readText } from './files.ts';

const KIND = 'talos-envelope';

/** The content of the file. */
export function envelopeFile({ from, to, envelope }: SealedFile): string {
  return `${JSON.stringify({ v: 1, kind: KIND, from, to, envelope })}\n`;
}

/**
 * Reads a file, or standard input for `-`. The envelope is not looked at yet.
 *
 * @throws {TalosError} `E_NOT_FOUND`; `E_LIMIT`; `E_MALFORMED`; `E_VERSION`.
 */
export async function readEnvelopeFile(context: Context, name: string): Promise<SealedFile> {
  const value = parseJson((await readText(context, name, MAX_ENVELOPE_FILE_BYTES)).trimEnd());
  const fields = readObject(value, { required: ['v', 'kind', 'from', 'to', 'envelope'] }, 'envelope');
  readFileVersion(fields.v, 'envelope');
  readChoice(fields.kind, [KIND], 'envelope.kind');
  return {
    from: readString(fields.from, 'envelope.from', { max: MAX_DID_BYTES }),
    to: readString(fields.to, 'envelope.to', { max: MAX_DID_BYTES }),
    envelope: readString(fields.envelope, 'envelope.envelope', { max: MAX_ENVELOPE_CHARACTERS }),
  };
}
