/**
 * What a server says over HTTP, at the port where it serves agents: whether it lives, whether it can serve, and what it
 * counts. PROTOCOL.md §6.11.
 *
 * ```text
 *   GET /healthz   200 ok        the process answers
 *   GET /readyz    200 ok, 503   the store takes a write, and agents are listened to
 *   GET /metrics   200           counts, as Prometheus reads them
 * ```
 *
 * Anybody may ask, as for the port itself: nothing in it names an agent, an address or a key.
 *
 * @module
 */
import { createServer } from 'node:http';
import { SourceCounter } from "../../base/source-counter.js";
import { sourceOfHost } from "../../net/address.js";
import { isLoopbackHost } from "../metrics-place.js";
import { HttpRoom } from "./http-room.js";
/** Connections of HTTP at a time; with one more the oldest is closed. PROTOCOL.md §11. */
export const MAX_HTTP_CONNECTIONS = 64;
/** Of them of one source (`sourceOf`), likewise: who asks slowly keeps nobody out. PROTOCOL.md §11. */
export const MAX_HTTP_CONNECTIONS_A_SOURCE = 8;
/** Requests of a source in a minute; more are 429. PROTOCOL.md §11. */
export const HTTP_REQUESTS_A_MINUTE = 120;
/** Milliseconds for a connection, from its first byte to its end. PROTOCOL.md §11. */
export const HTTP_CONNECTION_MS = 5000;
/** Bytes of a request, which has no body. PROTOCOL.md §11. */
export const MAX_HTTP_HEAD_BYTES = 8 * 1024;
/** How long the answer to `/readyz` holds: the store is not written to more often. In milliseconds. */
export const READY_LASTS_MS = 1000;
/** Makes what takes the HTTP connections of a gate. */
export function openServerHttp(terms) {
    const { metrics, clock, connectionMs = HTTP_CONNECTION_MS } = terms;
    const requests = new SourceCounter(HTTP_REQUESTS_A_MINUTE, 60_000, clock);
    const counted = metrics.counter('talos_http_requests_total', 'Requests over HTTP, by the status of the answer.', [
        'status',
    ]);
    const ready = lasting(terms.whyNotReady);
    const answer = async (request) => {
        if (!requests.take(sourceOfHost(request.socket.remoteAddress ?? '')))
            return { status: 429, text: 'too many requests' };
        if (terms.isLocal === true && !isLoopbackHost(request.headers.host))
            return { status: 421, text: 'not for this host' };
        if (request.method !== 'GET' && request.method !== 'HEAD')
            return { status: 405, text: 'GET and HEAD alone' };
        const [path = ''] = (request.url ?? '').split('?', 1);
        switch (path) {
            case '/healthz':
                return { status: 200, text: 'ok' };
            case '/readyz': {
                const why = await ready();
                return why === undefined ? { status: 200, text: 'ok' } : { status: 503, text: why };
            }
            case '/metrics':
                return { status: 200, text: (await metrics.text()).trimEnd() };
            default:
                return { status: 404, text: 'no such page: /healthz, /readyz and /metrics' };
        }
    };
    const server = createServer({ maxHeaderSize: MAX_HTTP_HEAD_BYTES }, (request, response) => {
        // A connection that breaks has nobody to answer.
        response.on('error', () => undefined);
        answer(request)
            .catch((error) => {
            terms.onFault(error);
            return { status: 500, text: 'the request could not be served' };
        })
            .then((said) => {
            counted.add({ status: String(said.status) });
            send(request, response, said);
        })
            .catch(terms.onFault);
    });
    server.maxHeadersCount = 32;
    server.keepAliveTimeout = 1;
    const room = new HttpRoom(MAX_HTTP_CONNECTIONS, MAX_HTTP_CONNECTIONS_A_SOURCE);
    return (socket) => {
        room.take(socket);
        // The server itself never listens, so it looks at no time-outs.
        const deadline = setTimeout(() => socket.destroy(), connectionMs);
        socket.once('close', () => clearTimeout(deadline));
        server.emit('connection', socket);
    };
}
function send(request, response, { status, text }) {
    if (response.destroyed || response.headersSent)
        return;
    const body = `${text}\n`;
    response.writeHead(status, {
        'content-type': 'text/plain; version=0.0.4; charset=utf-8',
        'content-length': Buffer.byteLength(body),
        'cache-control': 'no-store',
        connection: 'close',
        ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
}
/** `ask`, whose answer holds for {@link READY_LASTS_MS}, whoever asks meanwhile. */
function lasting(ask) {
    let held;
    return () => {
        const nowMs = performance.now();
        if (held === undefined || nowMs - held.sinceMs >= READY_LASTS_MS)
            held = { answer: ask(), sinceMs: nowMs };
        return held.answer;
    };
}
