/**
 * How far files are, on the last line of a terminal. Where there is none, or nobody wants to know, nothing is shown.
 *
 * @module
 */
import type { TransferView } from '../agent/api/transfer-api.ts';
import type { Context } from './context.ts';
import { printable } from './terminal.ts';
import { bytesText, percent } from './transfer-text.ts';

/** Characters of a full bar. */
const WIDTH = 24;
/** Longest part of a name that is shown. */
const NAME_CHARACTERS = 24;
/** Between two drawings, milliseconds. */
const PAUSE_MS = 100;

interface Start {
  readonly atMs: number;
  readonly bytes: number;
}

/** See the module comment. */
export class ProgressLine {
  readonly #context: Context;
  readonly #isShown: boolean;
  /** Of each transfer that is shown: when it was first, and how far. */
  readonly #starts = new Map<string, Start>();
  #drawnAtMs = Number.NEGATIVE_INFINITY;

  constructor(context: Context) {
    const { io, global } = context;
    this.#context = context;
    this.#isShown = io.noteIsTerminal && !global.json && !global.quiet;
  }

  /** Shows how far one is; the last one counts. */
  show(view: TransferView): void {
    if (!this.#isShown) return;
    const nowMs = this.#context.io.now();
    const start = this.#starts.get(view.id) ?? { atMs: nowMs, bytes: view.bytes };
    this.#starts.set(view.id, start);
    if (nowMs - this.#drawnAtMs < PAUSE_MS && view.bytes < view.size) return;
    this.#drawnAtMs = nowMs;
    this.#context.io.progress(progressText(view, start, nowMs));
  }

  /** Takes the line away. */
  end(id: string): void {
    if (!this.#starts.delete(id)) return;
    this.#context.io.progress(undefined);
  }
}

/** One line about a transfer. */
export function progressText(view: TransferView, start: Start, nowMs: number): string {
  const { bytes, size } = view;
  const full = size === 0 ? WIDTH : Math.floor((WIDTH * Math.min(bytes, size)) / size);
  const bar = `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`;
  const seconds = (nowMs - start.atMs) / 1000;
  const speed = seconds > 0 ? (bytes - start.bytes) / seconds : 0;
  const parts = [cut(printable(view.name)), bar, percent(bytes, size), `${bytesText(bytes)} of ${bytesText(size)}`];
  if (speed > 0) parts.push(`${bytesText(Math.round(speed))}/s`, restText((size - bytes) / speed));
  return parts.join('  ');
}

function cut(text: string): string {
  return text.length <= NAME_CHARACTERS ? text : `${text.slice(0, NAME_CHARACTERS - 1)}…`;
}

/** Time that is left, as `1:05`. */
function restText(seconds: number): string {
  const whole = Math.ceil(Math.max(0, seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
