import type { Counter, Histogram, Labels, Metrics } from '../base/metrics.ts';
/** See the module comment. */
export declare class Prometheus implements Metrics {
    #private;
    counter(name: string, help: string, labels?: readonly string[]): Counter;
    gauge(name: string, help: string, read: () => number | Promise<number>, labels?: Labels): void;
    counted(name: string, help: string, read: () => number, labels?: Labels): void;
    histogram(name: string, help: string, labels?: readonly string[]): Histogram;
    /** All of them, as Prometheus reads them. @throws what reading one of them throws. */
    text(): Promise<string>;
}
/** Adds what Prometheus' own clients say of each process, by the names that they have there. */
export declare function measureProcess(metrics: Metrics): void;
