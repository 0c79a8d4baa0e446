/**
 * Whether `path` is absolute, with no empty, `.` or `..` segment, NUL or backslash. The root alone is `/`; no other
 * path ends in a slash.
 */
export declare function isPlainPath(path: string): boolean;
/** Whether `path` is `base` or below it, segment by segment; `base` is a path that {@link isPlainPath} accepts. */
export declare function isUnder(path: string, base: string): boolean;
/**
 * Whether no reader of URLs takes `uri` for another place than its text says: no `.` or `..` segment, plain or
 * percent-encoded, no encoded slash, backslash, percent sign or control character, no white space. Linear.
 */
export declare function isPlainUri(uri: string): boolean;
