import type { Path } from './link.ts';
/** The way of a connection with `remoteAddress`, a multiaddr; that a NAT was opened for it no address says. */
export declare function pathOfAddress(remoteAddress: string): Exclude<Path, 'punched'>;
/** Whether the multiaddr `text` leads through a relay. */
export declare function isRelayed(text: string): boolean;
