/** How often the list is looked at, in milliseconds: reading it takes some tens of microseconds. */
export declare const INTERFACES_STEP_MS = 1000;
/** Calls `changed` whenever the addresses of this machine have changed. @returns A function that ends it. */
export declare function watchInterfaces(changed: () => void): () => void;
