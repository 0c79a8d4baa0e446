/**
 * The sources of one synchronisation: asked with a deadline, rested when they are busy, dropped with a reason when they
 * fail or are not right.
 *
 * @module
 */
import { type ErrorCode, TalosError } from '../../base/errors.ts';
import type { ChainSource } from './chain-source.ts';
import type { SourceOutcome } from './sync-types.ts';
/** How long a source that is busy is left alone, in milliseconds. */
export declare const SOURCE_REST_MS = 5000;
/** How often a source may be busy without having given anything in between. */
export declare const MAX_RESTS = 24;
/** An answer that took longer than this makes room for another source, in milliseconds. */
export declare const SLOW_ANSWER_MS = 5000;
/** A source, and what became of it. */
export declare class Standing {
    #private;
    readonly source: ChainSource;
    blocks: number;
    dropped: {
        readonly code: ErrorCode;
        readonly reason: string;
    } | undefined;
    /** Not asked before, by the clock of the asker. */
    restsUntilMs: number;
    constructor(source: ChainSource);
    /** Has it asked no more. The first reason stays. */
    drop(code: ErrorCode, reason: string): void;
    /** It gave `blocks` that were right. */
    gave(blocks: number): void;
    /** @returns Whether it was dropped. */
    failed(error: TalosError, nowMs: number): boolean;
    outcome(): SourceOutcome;
}
/** What asking needs. */
export interface AskingTerms {
    readonly signal: AbortSignal | undefined;
    readonly timeoutMs: number;
    readonly now: () => number;
    readonly pause: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}
/** Asks sources, which may be slow, silent, or wrong. */
export declare class Asking {
    readonly terms: AskingTerms;
    constructor(terms: AskingTerms);
    /**
     * Asks a source, and again when it has rested.
     *
     * @returns `undefined` where it was dropped.
     * @throws The reason of the signal; what is no `TalosError`.
     */
    ask<T>(standing: Standing, question: (source: ChainSource, signal: AbortSignal) => Promise<T>): Promise<T | undefined>;
    /** As {@link Asking.ask}, once: `undefined` where it failed, whether it was dropped or not. */
    askOnce<T>(standing: Standing, question: (source: ChainSource, signal: AbortSignal) => Promise<T>): Promise<{
        readonly value: T;
    } | undefined>;
    /** Waits until one of them does not rest. */
    rested(standings: readonly Standing[]): Promise<void>;
}
/** Waits with a timer of the platform. @throws The reason of `signal`. */
export declare function pauseOf(ms: number, signal: AbortSignal | undefined): Promise<void>;
/** The error of a synchronisation whose sources are all dropped. */
export declare function allDropped(standings: readonly Standing[], height: number): TalosError;
