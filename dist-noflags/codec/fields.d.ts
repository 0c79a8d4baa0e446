/**
 * Typed fields of decoded values: each reader checks one value and names it in the error. For decoders of signed
 * formats, which accept no field that they do not know.
 *
 * @module
 */
import type { Bytes } from '../base/bytes.ts';
/** Which fields an object has. */
export interface Shape<R extends string, O extends string> {
    readonly required: readonly R[];
    readonly optional?: readonly O[];
}
/** The fields of an object that was read: the required ones are there, no unknown one is. */
export type ReadObject<V, R extends string, O extends string> = {
    readonly [K in R]: V;
} & {
    readonly [K in O]?: V;
};
type Members<V> = Readonly<Record<string, V>>;
/** Whether `value` is an object of fields, as the JSON and CBOR readers make them. */
export declare function isFields<V>(value: V): value is V & Members<V>;
/**
 * Reads an object with exactly the fields of `shape`.
 *
 * @param name - What is read, for the error: `token.payload`.
 * @throws {TalosError} `E_MALFORMED` if it is no object, lacks a required field or has an unknown one.
 */
export declare function readObject<V, R extends string, O extends string = never>(value: V | undefined, shape: Shape<R, O>, name: string): ReadObject<V, R, O>;
/** Bounds of a text: lengths in UTF-16 code units. */
export interface StringBounds {
    readonly min?: number;
    readonly max?: number;
    /** Must match; anchor it, and keep it linear. */
    readonly pattern?: RegExp;
}
/** A string within `bounds`. @throws {TalosError} `E_MALFORMED` otherwise. */
export declare function readString(value: unknown, name: string, bounds?: StringBounds): string;
/** One of `choices`. @throws {TalosError} `E_MALFORMED` otherwise. */
export declare function readChoice<const T extends string>(value: unknown, choices: readonly T[], name: string): T;
/** Bounds of an integer, both included; 0 and 2^53 − 1 by default. */
export interface IntegerBounds {
    readonly min?: number;
    readonly max?: number;
}
/** An integer within `bounds`, written as an integer. @throws {TalosError} `E_MALFORMED` otherwise. */
export declare function readInteger(value: unknown, name: string, bounds?: IntegerBounds): number;
/** `true` or `false`. @throws {TalosError} `E_MALFORMED` otherwise. */
export declare function readBoolean(value: unknown, name: string): boolean;
/** Bounds of an array, in entries, both included. */
export interface ArrayBounds {
    readonly min?: number;
    readonly max: number;
}
/** An array within `bounds`, each entry read by `read`. @throws {TalosError} `E_MALFORMED` otherwise. */
export declare function readArray<V, T>(value: V | undefined, name: string, bounds: ArrayBounds, read: (item: V, name: string) => T): T[];
/** As {@link readArray}, for readers of entries that need not be told apart: their names cost more than most of them. */
export declare function readEntries<V, T>(value: V | undefined, name: string, { min, max }: ArrayBounds, read: (item: V) => T): T[];
/** Bytes of `length`, from a decoder of bytes. A copy. @throws {TalosError} `E_MALFORMED` otherwise. */
export declare function readBytes(value: unknown, name: string, length?: number): Bytes;
/** Bytes of `length` in base64url without padding. @throws {TalosError} `E_MALFORMED` otherwise. */
export declare function readBase64url(value: unknown, name: string, length?: number): Bytes;
/** Bytes of `length` in lowercase hexadecimal. @throws {TalosError} `E_MALFORMED` otherwise. */
export declare function readHex(value: unknown, name: string, length?: number): Bytes;
export {};
