import type { FileKinds, FileRoom } from '../../transfer/ports.ts';
/** Room that received files leave on the disk: ledger and messages go on where files do not. */
export declare const DISK_RESERVE_BYTES: number;
/** How long a count of what lies in `downloads/` serves, besides what came since, in milliseconds. */
export declare const DOWNLOADS_COUNT_MS = 5000;
/** See {@link openFileRoom}. */
export interface FileRoomOptions {
    readonly dataDir: string;
    readonly kinds?: FileKinds;
    /** {@link DOWNLOADS_QUOTA_BYTES} where absent. */
    readonly quotaBytes?: number;
}
/** See the module comment. Nothing is made before the first file comes. */
export declare function openFileRoom({ dataDir, kinds, quotaBytes }: FileRoomOptions): FileRoom;
