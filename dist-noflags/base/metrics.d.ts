/**
 * What a process counts of itself: the port that all of Talos feeds. `node/prometheus.ts` keeps the numbers, and writes
 * them as Prometheus reads them.
 *
 * Names, labels and their values are words of ours, never those of a peer: no series is made by who asks.
 *
 * @module
 */
/** The labels of one series, by name. */
export type Labels = Readonly<Record<string, string>>;
/** A number that only grows, one for each set of labels. */
export interface Counter {
    add(labels?: Labels, count?: number): void;
}
/** How often something took how long, in seconds, one for each set of labels. */
export interface Histogram {
    observe(seconds: number, labels?: Labels): void;
}
/** The numbers of one process. A name is that of one type, help and set of labels: asked for again, it is the same one. */
export interface Metrics {
    /** A counter; its name ends in `_total`. @param labels - Names of its labels. */
    counter(name: string, help: string, labels?: readonly string[]): Counter;
    /** A number that is read when it is asked for, under `labels`. */
    gauge(name: string, help: string, read: () => number | Promise<number>, labels?: Labels): void;
    /** A number that grows and that somebody else counts: read when it is asked for. */
    counted(name: string, help: string, read: () => number, labels?: Labels): void;
    /** Times; its name ends in `_seconds`. @param labels - Names of its labels. */
    histogram(name: string, help: string, labels?: readonly string[]): Histogram;
}
