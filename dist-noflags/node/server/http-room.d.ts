/**
 * Room for connections of HTTP: whoever asks slowly keeps nobody out. An honest request is over in a moment, so that of too
 * many connections the oldest goes, of the source that has too many before all others.
 *
 * @module
 */
import type { Socket } from 'node:net';
/** See the module comment. */
export declare class HttpRoom {
    #private;
    /**
     * @param limit - Connections at a time.
     * @param ofSource - Of them of one source.
     */
    constructor(limit: number, ofSource: number);
    /** Makes room for `socket`, which leaves when it closes. */
    take(socket: Socket): void;
}
