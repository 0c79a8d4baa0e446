/**
 * The numbers of a process, kept by prom-client, as the text that Prometheus reads (exposition format 0.0.4).
 *
 * @module
 */
import { readdir, readFile } from 'node:fs/promises';
import { Counter as PromCounter, Gauge as PromGauge, Histogram as PromHistogram, Registry, } from 'prom-client';
/** Upper bounds of a {@link Histogram} in seconds: from a look-up in memory to a tool that works for a minute. */
const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 60];
/** What a name is made of; no colons, which are for rules. */
const NAME = /^[a-z][a-z0-9_]*$/;
/** See the module comment. */
export class Prometheus {
    #registry = new Registry();
    #families = new Map();
    counter(name, help, labels = []) {
        const { metric } = this.#family(name, 'counter', labels, () => new PromCounter(this.#made(name, help, labels)));
        return { add: (of = {}, count = 1) => metric.inc({ ...of }, count) };
    }
    gauge(name, help, read, labels = {}) {
        const names = Object.keys(labels);
        const family = this.#family(name, 'gauge', names, (readers) => {
            return new PromGauge({
                ...this.#made(name, help, names),
                async collect() {
                    for (const each of readers)
                        this.set({ ...each.labels }, await each.read());
                },
            });
        });
        family.readers.push({ labels, read });
    }
    counted(name, help, read, labels = {}) {
        const names = Object.keys(labels);
        const family = this.#family(name, 'counted', names, (readers) => {
            return new PromCounter({
                ...this.#made(name, help, names),
                async collect() {
                    this.reset();
                    for (const each of readers)
                        this.inc({ ...each.labels }, await each.read());
                },
            });
        });
        family.readers.push({ labels, read });
    }
    histogram(name, help, labels = []) {
        const { metric } = this.#family(name, 'histogram', labels, () => {
            return new PromHistogram({ ...this.#made(name, help, labels), buckets: [...BOUNDS] });
        });
        return { observe: (seconds, of = {}) => metric.observe({ ...of }, seconds) };
    }
    /** All of them, as Prometheus reads them. @throws what reading one of them throws. */
    text() {
        return this.#registry.metrics();
    }
    #made(name, help, labels) {
        return { name, help, labelNames: [...labels], registers: [this.#registry] };
    }
    #family(name, type, labelNames, make) {
        const labels = labelNames.toSorted().join();
        const held = this.#families.get(name);
        if (!NAME.test(name) || (held !== undefined && (held.type !== type || held.labels !== labels)))
            throw new TypeError(`no name of a ${type} with these labels: ${name}`);
        if (held !== undefined)
            return held;
        const readers = [];
        const family = { type, labels, metric: make(readers), readers };
        this.#families.set(name, family);
        return family;
    }
}
/** Adds what Prometheus' own clients say of each process, by the names that they have there. */
export function measureProcess(metrics) {
    const startedS = Date.now() / 1000 - process.uptime();
    metrics.gauge('process_start_time_seconds', 'When the process started, since 1970.', () => startedS);
    metrics.gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
    metrics.counted('process_cpu_seconds_total', 'Time of the processor.', () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1_000_000;
    });
    metrics.gauge('talos_heap_bytes', 'Memory of JavaScript objects.', () => process.memoryUsage().heapUsed);
    if (process.platform !== 'linux')
        return;
    metrics.gauge('process_open_fds', 'Descriptors that are open.', async () => (await readdir('/proc/self/fd')).length);
    metrics.gauge('process_max_fds', 'Descriptors that may be open.', async () => descriptorsOf(await readFile('/proc/self/limits', 'utf8')));
}
/** The soft limit in the text of `/proc/self/limits`; infinite where there is none. */
function descriptorsOf(limits) {
    const [, soft = ''] = /^Max open files +(\d+|unlimited) /m.exec(limits) ?? [];
    return /^\d+$/.test(soft) ? Number(soft) : Number.POSITIVE_INFINITY;
}
