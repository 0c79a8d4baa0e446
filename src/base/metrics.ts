/**
 * What a service counts, and the text that Prometheus reads (exposition format 0.0.4).
 *
 * Names, labels and their values are words of ours, never those of a peer: no series is made by who asks.
 *
 * @module
 */

/** The labels of one series, by name. */
export type Labels = Readonly<Record<string, string>>;

const NAME = /^[a-z][a-z0-9_]*$/;

interface Family {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** By the text of their labels. */
  readonly series: Map<string, Series>;
}

/** Writes the lines of one series. */
type Series = (name: string) => readonly string[];

/** A number that only grows, one for each set of labels. */
export interface Counter {
  add(labels?: Labels, count?: number): void;
}

/** How often something took how long, in seconds, one for each set of labels. */
export interface Histogram {
  observe(seconds: number, labels?: Labels): void;
}

/** Upper bounds of a {@link Histogram} in seconds: from a look-up in memory to a disk that is full. */
const BOUNDS: readonly number[] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** The numbers of one process. A name is that of one type: asked for again, it is the same one. */
export class Metrics {
  readonly #families = new Map<string, Family>();
  readonly #counters = new Map<string, Counter>();
  readonly #histograms = new Map<string, Histogram>();

  /** A counter; its name ends in `_total`. */
  counter(name: string, help: string): Counter {
    const { series } = this.#family(name, 'counter', help);
    const counts = new Map<string, number>();
    const made =
      this.#counters.get(name) ??
      ({
        add: (labels: Labels = {}, count = 1) => {
          const text = labelText(labels);
          counts.set(text, (counts.get(text) ?? 0) + count);
          series.set(text, (own) => [`${own}${text} ${counts.get(text) ?? 0}`]);
        },
      } satisfies Counter);
    this.#counters.set(name, made);
    return made;
  }

  /** A number that is read when it is asked for, under `labels`. */
  gauge(name: string, help: string, read: () => number, labels: Labels = {}): void {
    this.#read(name, 'gauge', help, read, labels);
  }

  /** A number that grows and that somebody else counts: read when it is asked for. */
  counted(name: string, help: string, read: () => number): void {
    this.#read(name, 'counter', help, read, {});
  }

  /** Times; its name ends in `_seconds`. */
  histogram(name: string, help: string): Histogram {
    const { series } = this.#family(name, 'histogram', help);
    const held = new Map<string, Times>();
    const made =
      this.#histograms.get(name) ??
      ({
        observe: (seconds: number, labels: Labels = {}) => {
          const text = labelText(labels);
          const times = held.get(text) ?? { counts: BOUNDS.map(() => 0).concat(0), sum: 0 };
          if (!held.has(text)) {
            held.set(text, times);
            series.set(text, (own) => histogramLines(own, labels, times));
          }
          const at = BOUNDS.findIndex((bound) => seconds <= bound);
          const bucket = at < 0 ? BOUNDS.length : at;
          times.counts[bucket] = (times.counts[bucket] ?? 0) + 1;
          times.sum += seconds;
        },
      } satisfies Histogram);
    this.#histograms.set(name, made);
    return made;
  }

  /** All of them, as Prometheus reads them. */
  text(): string {
    const parts = [...this.#families].map(([name, { type, help, series }]) =>
      [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} ${type}`,
        ...[...series.values()].flatMap((lines) => lines(name)),
      ].join('\n'),
    );
    return `${parts.join('\n')}\n`;
  }

  #read(name: string, type: Family['type'], help: string, read: () => number, labels: Labels): void {
    const text = labelText(labels);
    this.#family(name, type, help).series.set(text, (own) => [`${own}${text} ${read()}`]);
  }

  #family(name: string, type: Family['type'], help: string): Family {
    const held = this.#families.get(name) ?? { type, help, series: new Map<string, Series>() };
    if (!NAME.test(name) || held.type !== type) throw new TypeError(`no name of a ${type}: ${name}`);
    this.#families.set(name, held);
    return held;
  }
}

/** How many took how long: at most the bound of the same index, and above those before. */
interface Times {
  readonly counts: number[];
  sum: number;
}

function histogramLines(name: string, labels: Labels, { counts, sum }: Times): readonly string[] {
  let total = 0;
  const buckets = counts.map((count, at) => {
    total += count;
    return `${name}_bucket${labelText({ ...labels, le: String(BOUNDS[at] ?? '+Inf') })} ${total}`;
  });
  return [...buckets, `${name}_sum${labelText(labels)} ${sum}`, `${name}_count${labelText(labels)} ${total}`];
}

/** `{a="b"}`, or nothing. */
function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
