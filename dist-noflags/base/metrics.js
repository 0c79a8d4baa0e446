/**
 * What a process counts of itself: the port that all of Talos feeds. `node/prometheus.ts` keeps the numbers, and writes
 * them as Prometheus reads them.
 *
 * Names, labels and their values are words of ours, never those of a peer: no series is made by who asks.
 *
 * @module
 */
export {};
