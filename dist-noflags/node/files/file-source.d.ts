import { type FileHandle } from 'node:fs/promises';
import type { Bytes } from '../../base/bytes.ts';
import type { SourceFile } from '../../transfer/ports.ts';
/** See `FileRoom.open`. */
export declare function openSource(path: string): Promise<SourceFile>;
/** New bytes at `offset`: `length` of them, fewer only where the file ends before. @throws {TalosError} `E_STORAGE…`. */
export declare function readFully(file: FileHandle, offset: number, length: number): Promise<Bytes>;
