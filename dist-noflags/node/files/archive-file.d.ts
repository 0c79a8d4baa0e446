import type { ArchivePlace } from '../../agent/agent-platform.ts';
/** Files by their absolute paths. */
export declare const archiveFiles: ArchivePlace;
