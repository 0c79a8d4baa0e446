/**
 * Branded types: values that must not be mixed up although they share a representation.
 *
 * @module
 */
export {};
