/**
 * What was measured, in the one shape that `talos bench`, the benches of the repository and docs/benchmarks.md share; and
 * how it is shown.
 *
 * @module
 */
import { arch, cpus, platform, totalmem } from 'node:os';
import { VERSION } from '../base/version.ts';

/** Something else on the same task, measured in the same run, in turns. */
export interface Beside {
  readonly name: string;
  /** In the unit of the figure. */
  readonly value: number;
  /** The figure as a multiple of it: the median over the rounds, so not quite the quotient of the two values. */
  readonly ratio: number;
}

/** What an aim is: shown beside the figure, never a promise. */
export interface Aim {
  readonly below?: number;
  readonly atLeast?: number;
}

/** What is said of a figure. */
export interface About extends Aim {
  readonly beside?: readonly Beside[];
  /** A few words: what it is of, or why it was not measured. */
  readonly note?: string;
}

/** One thing that was measured. */
export interface Figure {
  readonly name: string;
  /** `null` where it was not measured. */
  readonly value: number | null;
  /** For example `/s`, `ms`, `%`, `times`. */
  readonly unit: string;
  readonly beside?: readonly Beside[];
  /** For example `< 1.2`. */
  readonly aim?: string;
  readonly reached?: boolean;
  readonly note?: string;
}

/** Figures of one subject. */
export interface Section {
  readonly section: string;
  readonly figures: readonly Figure[];
  /** How long it took to measure. */
  readonly seconds: number;
}

/** All of a run. */
export interface BenchReport {
  readonly v: 1;
  readonly kind: 'talos-bench';
  /** When it ended, ISO 8601. */
  readonly time: string;
  readonly machine: Machine;
  /** Version by name: this package, Node, and what is measured beside it. */
  readonly versions: Readonly<Record<string, string>>;
  readonly sections: readonly Section[];
}

/** Where it ran. */
export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly memoryGiB: number;
  readonly platform: string;
}

interface Open {
  readonly section: string;
  readonly figures: Figure[];
  readonly from: number;
  to: number;
}

/** Collects figures in the order in which they come. */
export class Figures {
  readonly #sections: Open[] = [];
  readonly #say: (line: string) => void;

  /** @param say - Told what is being measured. */
  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** Begins a section. */
  begin(section: string): void {
    const now = performance.now();
    this.#sections.push({ section, figures: [], from: now, to: now });
    this.#say(`measuring: ${section}`);
  }

  /** Adds a figure to the section that was begun last. */
  add(name: string, value: number, unit: string, { below, atLeast, ...about }: About = {}): void {
    const isNumber = Number.isFinite(value);
    let aim = {};
    if (below !== undefined) aim = { aim: `< ${below}`, reached: isNumber && value < below };
    if (atLeast !== undefined) aim = { aim: `>= ${atLeast}`, reached: isNumber && value >= atLeast };
    this.#push({ name, value: isNumber ? value : null, unit, ...aim, ...about });
  }

  /** Says what could not be measured, and why. */
  missing(name: string, reason: string): void {
    this.#push({ name, value: null, unit: '', note: `not measured: ${reason}` });
  }

  #push(figure: Figure): void {
    const section = this.#sections.at(-1);
    if (section === undefined) throw new TypeError('begin a section first');
    section.figures.push(figure);
    section.to = performance.now();
  }

  /** What was found so far. */
  get sections(): readonly Section[] {
    return this.#sections.map(({ section, figures, from, to }) => ({
      section,
      figures: [...figures],
      seconds: Math.round((to - from) / 100) / 10,
    }));
  }

  /** All of it, with machine and versions. */
  report(versions: Readonly<Record<string, string>> = {}): BenchReport {
    return {
      v: 1,
      kind: 'talos-bench',
      time: new Date().toISOString(),
      machine: thisMachine(),
      versions: { 'talos-protocol': VERSION, node: process.versions.node, ...versions },
      sections: this.sections,
    };
  }
}

function thisMachine(): Machine {
  const all = cpus();
  return {
    processor: all[0]?.model.trim() ?? 'unknown',
    processors: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${arch()}`,
  };
}

/** A number as people read it: three digits or so. */
export function formatNumber(value: number | null): string {
  if (value === null) return '-';
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(size >= 100 || value === 0 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3);
}

/** What stands behind a number in a table: what it is a multiple of, its aim, and what is said of it. */
export function remarksOf({ beside = [], aim, reached, note }: Figure): string {
  const remarks = beside.map(({ name, value, ratio }) => `${formatNumber(ratio)} × ${name} (${formatNumber(value)})`);
  if (aim !== undefined) remarks.push(`aim ${aim}: ${reached === true ? 'reached' : 'not reached'}`);
  if (note !== undefined) remarks.push(note);
  return remarks.join('; ');
}

/** The lines of a table for a terminal. */
export function tableLines({ sections, machine, versions }: BenchReport): string[] {
  const all = sections.flatMap(({ figures }) => figures);
  const width = Math.max(...all.map(({ name }) => name.length));
  const lines: string[] = [];
  for (const { section, figures } of sections) {
    lines.push(section, '-'.repeat(section.length));
    for (const figure of figures) {
      const shown = `${figure.name.padEnd(width)} ${formatNumber(figure.value).padStart(11)} ${figure.unit.padEnd(8)}`;
      lines.push(`${shown} ${remarksOf(figure)}`.trimEnd());
    }
    lines.push('');
  }
  const { processor, processors, memoryGiB } = machine;
  const where = `${processors} x ${processor}, ${memoryGiB} GiB, ${machine.platform}`;
  lines.push(
    `${where}, ${Object.entries(versions)
      .map((each) => each.join(' '))
      .join(', ')}`,
  );
  lines.push('medians of several rounds in turn: trust the ratios more than the figures');
  return lines;
}
