import { type Store } from './store.ts';
/** Opens an empty store. Disposing it forgets everything. */
export declare function openMemoryStore(): Store;
