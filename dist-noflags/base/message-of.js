/**
 * What anything that was thrown says, for people: errors of other libraries have no code, and may be no errors.
 *
 * @module
 */
/** The message of `error`, where it has one. */
export function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
