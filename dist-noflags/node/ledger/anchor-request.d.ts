/**
 * Asking a time-stamping authority over HTTP. RFC 3161 §3.4. What it answers is not looked at here.
 *
 * @module
 */
import { type Bytes } from '../../base/bytes.ts';
/**
 * The response of the authority at `url` to `request`, at most 65,536 bytes. No redirection is followed.
 *
 * @param url - HTTP or HTTPS; wherever the person who configured it wanted, private networks included.
 * @throws {TalosError} `E_UNREACHABLE`; `E_TIMEOUT` after `deadlineMs`; `ANCHOR_MISMATCH` for any other answer than a
 *   time-stamp response.
 */
export declare function askAuthority(url: string, request: Uint8Array<ArrayBuffer>, signal: AbortSignal | undefined, deadlineMs?: number): Promise<Bytes>;
