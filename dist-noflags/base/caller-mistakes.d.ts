/** Runs `work`; what a command would call a mistake in its line is a `RangeError` here, with the `TalosError` as cause. */
export declare function mistakesOfCaller<T>(work: () => T | Promise<T>): Promise<T>;
/** `error` as a caller is told of it: see {@link mistakesOfCaller}. */
export declare function asCallerMistake(error: unknown): unknown;
/** @throws {TypeError} if `value` is no string. */
export declare function assertText(value: unknown, name: string): asserts value is string;
/** What a member may be: `texts` is an array of strings; each with `?` may be absent. */
type Kind = 'text' | 'texts' | 'number' | 'boolean' | 'bytes' | 'signal' | 'function' | 'object';
/** What each member of `T` must be. */
export type MemberKinds<T> = {
    readonly [Name in keyof T]-?: Kind | `${Kind}?`;
};
/**
 * The members of an argument, copied: what the caller changes later changes nothing. Members that are not named are not
 * looked at.
 *
 * @param name - Of the argument, for the error.
 * @throws {TypeError} if it is no object, or a member is of another kind.
 */
export declare function membersOf<T extends object>(value: T, name: string, kinds: MemberKinds<T>): T;
/** Ends what waits. */
export interface SignalOptions {
    /** Ends the wait, with its reason. */
    readonly signal?: AbortSignal;
}
/** The signal of options, where there is one. @throws {TypeError} if they are no object, or the signal none. */
export declare function signalOf(options: SignalOptions): AbortSignal | undefined;
/** How long to wait. */
export interface WaitOptions extends SignalOptions {
    /** Milliseconds. */
    readonly waitMs?: number;
}
/**
 * The options of a call that waits, without what is absent.
 *
 * @throws {TypeError} if they are no object, or the signal none.
 * @throws {RangeError} if `waitMs` is negative or no number.
 */
export declare function waitOptions(options: WaitOptions): WaitOptions;
export {};
