import type { FileRoom } from '../transfer/ports.ts';
import type { Notice } from './api/api.ts';
import { TalosClient } from './client/client.ts';
/** How a client in memory is made. */
export interface MemoryClientOptions {
    /** Takes what people may want to know; not escaped. */
    readonly onNotice?: (notice: Notice) => void;
    /** Where its files lie; in memory, with none in it, where absent. */
    readonly files?: FileRoom;
}
/** Where the clients of a test find each other. */
export declare class MemoryNetwork {
    #private;
    /** While it is down nobody reaches anybody; links that are there stay until {@link MemoryNetwork.cut}. */
    isDown: boolean;
    /**
     * A new client with a new identity, which others reach once it listens. It has no tool processes (`serve`), but lends
     * servers of this process (`serveLocal`). What it holds ends with it.
     */
    client(name: string, { onNotice, files }?: MemoryClientOptions): Promise<TalosClient>;
    /** Every link breaks. */
    cut(): void;
}
