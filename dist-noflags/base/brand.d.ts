/**
 * Branded types: values that must not be mixed up although they share a representation.
 *
 * @module
 */
declare const brand: unique symbol;
/** `T` that only the function that makes `Name`s can give. */
export type Brand<T, Name extends string> = T & {
    readonly [brand]: Name;
};
export {};
