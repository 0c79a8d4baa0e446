/** @module `talos light import|export`: headers and checkpoints as files. PROTOCOL.md §9.12. */
import type { AgentApi } from '../../agent/api/api.ts';
import type { LightView } from '../../agent/api/light-api.ts';
import { isErrorCode, isTalosError, TalosError } from '../../base/errors.ts';
import { parseDid } from '../../identity/did.ts';
import {
  formatHeadersHead,
  isHeadersFile,
  MAX_HEADERS_FILE_BYTES,
  readHeadersHead,
} from '../../ledger/light/light-files.ts';
import { argument, type Context, type Options, optional, type Run } from '../context.ts';
import { readText, writeText } from '../files.ts';
import { peerName } from '../peer-names.ts';
import { plural, printable } from '../terminal.ts';
import { usage, wholeNumber } from '../values.ts';
import { linesOfLight } from './light.ts';

/** Lines of a headers file that are handed over at once. */
const LINES_TOGETHER = 1000;

/** What was taken of a file. */
interface Imported {
  readonly file: string;
  readonly light: LightView;
  /** Headers that are new here; `undefined` of a checkpoint. */
  readonly headers?: number;
}

/** `import`: one file after the other, up to the first that is refused; those before it stay. */
export const importFiles: Run = async (context, args) => {
  if (args.filter((file) => file === '-').length > 1) throw usage('standard input is read once');
  const imported: Imported[] = [];
  await using agent = await context.open();
  for (const file of args) imported.push(await importFile(context, agent.api, file));
  await context.print({ imported }, () =>
    imported.flatMap(({ file, light, headers }) => [
      headers === undefined
        ? `${printable(file)}: a checkpoint`
        : `${printable(file)}: ${plural(headers, 'new header')}`,
      ...linesOfLight(light),
    ]),
  );
  return 0;
};

async function importFile(context: Context, api: AgentApi, file: string): Promise<Imported> {
  try {
    const text = await readText(context, file, MAX_HEADERS_FILE_BYTES);
    if (isHeadersFile(text)) return { file, ...(await importHeaders(context, api, text)) };
    return { file, light: await api.light.importCheckpoint({ file: text }) };
  } catch (error) {
    if (!isTalosError(error)) throw error;
    const { code, message, hint, details } = error;
    throw new TalosError(code, `${printable(file)}: ${message}`, { cause: error, hint, details });
  }
}

async function importHeaders(
  context: Context,
  api: AgentApi,
  text: string,
): Promise<{ readonly light: LightView; readonly headers: number }> {
  const { author, length } = readHeadersHead(text);
  const lines = text.slice(length).split('\n');
  if (lines.pop() !== '') throw new TalosError('MALFORMED_BLOCK', 'the last line of the headers does not end');
  let [at, headers, after, light]: [number, number, number | undefined, LightView | undefined] = [
    0,
    0,
    undefined,
    undefined,
  ];
  while (at < lines.length || light === undefined) {
    const part = lines.slice(at, at + LINES_TOGETHER);
    const taken = await api.light.importHeaders({ author, headers: part, ...(after === undefined ? {} : { after }) });
    ({ light } = taken);
    headers += taken.taken;
    if (taken.refused !== undefined) throw refusedHeader(at + taken.refused.at, headers, taken.refused);
    [at, after] = [at + part.length, taken.last];
    if (context.io.noteIsTerminal && at < lines.length) context.note(`${at} of ${plural(lines.length, 'header')}`);
  }
  return { light, headers };
}

/** The first header of a file that is bad: those before it were kept. */
function refusedHeader(
  at: number,
  kept: number,
  { code, reason }: { readonly code: string; readonly reason: string },
): TalosError {
  const known = isErrorCode(code) ? code : 'E_MALFORMED';
  return new TalosError(known, `header ${at} of the file is refused: ${printable(reason)}`, {
    details: { at, kept },
    hint: `${plural(kept, 'new header')} before it ${kept === 1 ? 'is' : 'are'} kept`,
  });
}

/** `export`: a checkpoint, all headers, or evidence. */
export const exportFile: Run = async (context, args, options) => {
  const author = peerName(argument(args, 0, 'AUTHOR'));
  const since = sinceOf(options);
  const [headers, evidence] = [options['headers'] === true, options['evidence'] === true];
  if ([headers, evidence, since !== undefined].filter(Boolean).length > 1)
    throw usage('--headers, --evidence and --since are for files of different kinds');
  await using agent = await context.open();
  const { light } = agent.api;
  const text = headers
    ? await headersFile(agent.api, author)
    : evidence
      ? await evidenceFile(agent.api, author)
      : await light.exportCheckpoint({ author, ...(since === undefined ? {} : { since }) });
  await writeText(context, optional(options, 'out') ?? '-', text);
  return 0;
};

function sinceOf(options: Options): number | undefined {
  const since = optional(options, 'since');
  return since === undefined ? undefined : wholeNumber(since, '--since', 1, Number.MAX_SAFE_INTEGER);
}

async function headersFile(api: AgentApi, author: string): Promise<string> {
  const { id } = await viewOf(api, author);
  const lines: string[] = [];
  for (;;) {
    const part = await api.light.exportHeaders({ author, from: lines.length });
    if (part.length === 0) break;
    lines.push(...part);
  }
  return formatHeadersHead(parseDid(id)) + lines.map((line) => `${line}\n`).join('');
}

async function evidenceFile(api: AgentApi, author: string): Promise<string> {
  const { evidence } = await viewOf(api, author);
  if (evidence === '') throw new TalosError('E_NOT_FOUND', 'no two histories of this author were seen');
  return evidence;
}

async function viewOf(api: AgentApi, author: string): Promise<LightView> {
  const named = (await api.contacts.peers()).find(({ alias }) => alias === author)?.did ?? author;
  const view = (await api.light.status()).find(({ id }) => id === named);
  if (view === undefined) throw new TalosError('E_NOT_FOUND', 'nothing is held of this author');
  return view;
}
