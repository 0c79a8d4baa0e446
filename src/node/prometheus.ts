/**
 * The numbers of a process, kept by prom-client, as the text that Prometheus reads (exposition format 0.0.4).
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises';
import {
  Counter as PromCounter,
  Gauge as PromGauge,
  Histogram as PromHistogram,
  type Metric as PromMetric,
  Registry,
} from 'prom-client';
import type { Counter, Histogram, Labels, Metrics } from '../base/metrics.ts';

/** Upper bounds of a {@link Histogram} in seconds: from a look-up in memory to a tool that works for a minute. */
const BOUNDS: readonly number[] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 60];
/** What a name is made of; no colons, which are for rules. */
const NAME = /^[a-z][a-z0-9_]*$/;

/** A family of series, and what was said of it when it was made. */
interface Family {
  readonly type: 'counter' | 'gauge' | 'counted' | 'histogram';
  readonly labels: string;
  readonly metric: PromMetric;
  /** Of a family that is read when it is asked for. */
  readonly readers: Reader[];
}

interface Reader {
  readonly labels: Labels;
  readonly read: () => number | Promise<number>;
}

/** See the module comment. */
export class Prometheus implements Metrics {
  readonly #registry = new Registry();
  readonly #families = new Map<string, Family>();

  counter(name: string, help: string, labels: readonly string[] = []): Counter {
    const { metric } = this.#family(name, 'counter', labels, () => new PromCounter(this.#made(name, help, labels)));
    return { add: (of = {}, count = 1) => (metric as PromCounter).inc({ ...of }, count) };
  }

  gauge(name: string, help: string, read: () => number | Promise<number>, labels: Labels = {}): void {
    const names = Object.keys(labels);
    const family = this.#family(name, 'gauge', names, (readers) => {
      return new PromGauge({
        ...this.#made(name, help, names),
        async collect(): Promise<void> {
          for (const each of readers) this.set({ ...each.labels }, await each.read());
        },
      });
    });
    family.readers.push({ labels, read });
  }

  counted(name: string, help: string, read: () => number, labels: Labels = {}): void {
    const names = Object.keys(labels);
    const family = this.#family(name, 'counted', names, (readers) => {
      return new PromCounter({
        ...this.#made(name, help, names),
        async collect(): Promise<void> {
          this.reset();
          for (const each of readers) this.inc({ ...each.labels }, await each.read());
        },
      });
    });
    family.readers.push({ labels, read });
  }

  histogram(name: string, help: string, labels: readonly string[] = []): Histogram {
    const { metric } = this.#family(name, 'histogram', labels, () => {
      return new PromHistogram({ ...this.#made(name, help, labels), buckets: [...BOUNDS] });
    });
    return { observe: (seconds, of = {}) => (metric as PromHistogram).observe({ ...of }, seconds) };
  }

  /** All of them, as Prometheus reads them. @throws what reading one of them throws. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #made(name: string, help: string, labels: readonly string[]) {
    return { name, help, labelNames: [...labels], registers: [this.#registry] };
  }

  #family(
    name: string,
    type: Family['type'],
    labelNames: readonly string[],
    make: (readers: readonly Reader[]) => PromMetric,
  ): Family {
    const labels = labelNames.toSorted().join();
    const held = this.#families.get(name);
    if (!NAME.test(name) || (held !== undefined && (held.type !== type || held.labels !== labels)))
      throw new TypeError(`no name of a ${type} with these labels: ${name}`);
    if (held !== undefined) return held;
    const readers: Reader[] = [];
    const family: Family = { type, labels, metric: make(readers), readers };
    this.#families.set(name, family);
    return family;
  }
}

/** Adds what Prometheus' own clients say of each process, by the names that they have there. */
export function measureProcess(metrics: Metrics): void {
  const startedS = Date.now() / 1000 - process.uptime();
  metrics.gauge('process_start_time_seconds', 'When the process started, since 1970.', () => startedS);
  metrics.gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  metrics.counted('process_cpu_seconds_total', 'Time of the processor.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000_000;
  });
  metrics.gauge('talos_heap_bytes', 'Memory of JavaScript objects.', () => process.memoryUsage().heapUsed);
  if (process.platform !== 'linux') return;
  metrics.gauge('process_open_fds', 'Descriptors that are open.', async () => (await readdir('/proc/self/fd')).length);
  metrics.gauge('process_max_fds', 'Descriptors that may be open.', async () =>
    descriptorsOf(await readFile('/proc/self/limits', 'utf8')),
  );
}

/** The soft limit in the text of `/proc/self/limits`; infinite where there is none. */
function descriptorsOf(limits: string): number {
  const [, soft = ''] = /^Max open files +(\d+|unlimited) /m.exec(limits) ?? [];
  return /^\d+$/.test(soft) ? Number(soft) : Number.POSITIVE_INFINITY;
}
