/**
 * What anything that was thrown says, for people: errors of other libraries have no code, and may be no errors.
 *
 * @module
 */
/** The message of `error`, where it has one. */
export declare function messageOf(error: unknown): string;
