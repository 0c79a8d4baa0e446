/** The part of `fs-native-extensions` (which ships no types) that `owner-lock.ts` uses. */
declare module 'fs-native-extensions' {
  /** Takes an exclusive lock on the whole open file; false where another holds it. */
  export function tryLock(fd: number): boolean;
}
