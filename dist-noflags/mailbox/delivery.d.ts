import type { Link } from '../net/link.ts';
import type { RequestServer } from '../net/request-link.ts';
import type { Boxes } from './boxes.ts';
/** What a {@link Delivery} stands on. */
export interface DeliveryInit {
    readonly boxes: Boxes;
    /** The owner's, as the transport authenticated it. */
    readonly link: Link;
    readonly server: RequestServer;
    /** Told of what the store throws; the link ends then. */
    readonly onFault: (error: unknown) => void;
}
/** Pushes over one link from {@link Delivery.start} until it ends or {@link Delivery.stop}. */
export declare class Delivery {
    #private;
    constructor(init: DeliveryInit);
    /** Begins: its owner has been told what waits. */
    start(): void;
    /** There may be something to push. */
    wake(): void;
    /** Pushes no more. */
    stop(): void;
    /** Whether all of `ids` were pushed here and are not taken. */
    hasPushed(ids: readonly number[]): boolean;
    /** They are deleted: there is room for others. */
    taken(ids: readonly number[]): void;
}
