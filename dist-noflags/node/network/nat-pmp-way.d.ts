import { type PortWay } from './port-way.ts';
/** See the module comment. */
export declare const natPmp: PortWay;
