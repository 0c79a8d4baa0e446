/**
 * Files in `talos listen`: what is printed of them, and who says whether one is taken.
 *
 * @module
 */
import type { Feed } from '../agent/api/message-api.ts';
import type { TransferApi, TransferEvent, TransferView } from '../agent/api/transfer-api.ts';
import { BoundedMap } from '../base/bounded.ts';
import { isTalosError } from '../base/errors.ts';
import type { Context } from './context.ts';
import { who } from './message-text.ts';
import { ProgressLine } from './progress.ts';
import { printable, printableJson, timeText } from './terminal.ts';
import { bytesText, fileText, stateText } from './transfer-text.ts';

/**
 * What becomes of files that a person is to accept: `all` are taken, about each the person is asked (`ask`), or they wait
 * for `talos transfers accept`, of which people are told, or not (`watch`).
 */
export type FileAcceptance = 'all' | 'ask' | 'wait' | 'watch';

/** Transfers whose last line is remembered: it is printed once, whichever process runs the agent. */
const MAX_PRINTED = 4096;
/** Between two lines of `--json` about how far one is, milliseconds. */
const PROGRESS_MS = 1000;

/** See the module comment. */
export class FilePrinter {
  readonly #context: Context;
  readonly #acceptance: FileAcceptance;
  /** Asks the person, one question at a time. */
  readonly #ask: (question: string) => Promise<boolean>;
  readonly #progress: ProgressLine;
  readonly #printed = new BoundedMap<string, string>(MAX_PRINTED);
  readonly #toldAtMs = new BoundedMap<string, number>(MAX_PRINTED);
  readonly #asked = new BoundedMap<string, true>(MAX_PRINTED);

  constructor(context: Context, acceptance: FileAcceptance, ask: (question: string) => Promise<boolean>) {
    this.#context = context;
    this.#acceptance = acceptance;
    this.#ask = ask;
    this.#progress = new ProgressLine(context);
  }

  /** Prints what `feed` gives, as far as it is asked for, until it is over. @throws What ended it; what printing throws. */
  async run(
    api: TransferApi,
    feed: Feed<TransferEvent>,
    isAsked: (event: TransferEvent) => boolean = () => true,
  ): Promise<void> {
    for (let event = await feed.next(); event !== undefined; event = await feed.next()) {
      if (isAsked(event)) await this.#take(event);
      if (event.kind === 'offered' && event.transfer.direction === 'received') this.#offered(api, event.transfer);
      await feed.take();
    }
    await feed.ended;
  }

  async #take({ kind, transfer }: TransferEvent): Promise<void> {
    if (kind === 'progress') return this.#goesOn(transfer);
    this.#progress.end(transfer.id);
    const now = `${kind} ${transfer.state} ${transfer.code}`;
    if (this.#printed.get(transfer.id) === now) return;
    this.#printed.set(transfer.id, now);
    await this.#print(kind, transfer);
  }

  async #goesOn(transfer: TransferView): Promise<void> {
    this.#progress.show(transfer);
    const { io, global } = this.#context;
    const nowMs = io.now();
    if (!global.json || nowMs - (this.#toldAtMs.get(transfer.id) ?? Number.NEGATIVE_INFINITY) < PROGRESS_MS) return;
    this.#toldAtMs.set(transfer.id, nowMs);
    await this.#print('progress', transfer);
  }

  async #print(kind: TransferEvent['kind'], transfer: TransferView): Promise<void> {
    const { io, global } = this.#context;
    if (global.json) return io.write(`${printableJson(JSON.stringify({ event: 'file', kind, ...transfer }))}\n`);
    const { changedAtMs, direction, peer, alias, id, path } = transfer;
    const place = kind === 'received' ? `  ${printable(path)}` : '';
    const state = kind === 'failed' ? stateText(transfer) : kind;
    const what = `${fileText(transfer)}, ${bytesText(transfer.size)}`;
    const whom = `${direction === 'sent' ? 'to' : 'from'} ${who(peer, alias)}`;
    await io.write(`${timeText(changedAtMs)}  file ${whom}  ${printable(id)}  ${state}  ${what}${place}\n`);
  }

  #offered(api: TransferApi, transfer: TransferView): void {
    const { id } = transfer;
    if (this.#asked.get(id) === true) return;
    this.#asked.set(id, true);
    if (this.#acceptance === 'watch') return;
    if (this.#acceptance === 'wait')
      return this.#context.note(`talos transfers accept ${printable(id)} takes this file, decline refuses it`);
    // The answer takes its time; what others send goes on.
    this.#answer(api, transfer).catch((error: unknown) => {
      // It ended before it was answered: what became of it is an event as well.
      if (isTalosError(error)) this.#context.note(printable(`${id}: ${error.message}`));
    });
  }

  async #answer(api: TransferApi, transfer: TransferView): Promise<void> {
    const { id, peer, alias, size } = transfer;
    const question = `${who(peer, alias)} wants to send ${fileText(transfer)}, ${bytesText(size)}: take it?`;
    if (this.#acceptance === 'all' || (await this.#ask(question))) await api.accept(id);
    else await api.decline(id);
  }
}
