/**
 * Kinds of files: told by their first bytes, each with a size that a file of it may have. PROTOCOL.md §10.8.
 *
 * The kind is what bounds a size and what people are told. Nothing is opened, unpacked or run because of it: a file with
 * two meanings is the one that its first bytes say.
 *
 * @module
 */
import { type FileKinds } from './ports.ts';
/** See the module comment. Whatever is no image, audio or video is a document. */
export declare const FILE_KINDS: readonly ["image", "audio", "video", "document"];
/** One of {@link FILE_KINDS}. */
export type FileKind = (typeof FILE_KINDS)[number];
/** Most bytes of a file of each kind. */
export type KindLimits = Readonly<Record<FileKind, number>>;
/** As they are published, unless configured otherwise. */
export declare const FILE_LIMITS: KindLimits;
/** A file of unknown content: bytes, and no more is said. */
export declare const UNKNOWN_TYPE = "application/octet-stream";
/** The kind of a file of media type `type`. */
export declare function kindOf(type: string): FileKind;
/**
 * The media type of a file by its first bytes; where these have no mark, that of a text by its name, or of bytes.
 *
 * @param start - The first {@link KIND_BYTES} at least, where there are so many; more are not looked at.
 */
export declare function detectType(start: Uint8Array, name: string): Promise<string>;
/**
 * Whether a file of this name is not what its name says.
 *
 * @param type - As {@link detectType} found.
 */
export declare function isMisnamed(name: string, type: string): boolean;
/** Kinds with these limits, those that are not given as they are published. */
export declare function fileKinds(limits?: Partial<KindLimits>): FileKinds;
