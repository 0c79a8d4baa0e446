/**
 * A witness over HTTP: limits of time, size, number and rate around what `witness/witness.ts` answers. PROTOCOL.md §9.9.
 *
 * @module
 */
import { createServer } from 'node:http';
import { concat } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { SourceCounter } from "../../base/source-counter.js";
import { sourceOfHost } from "../../net/address.js";
import { MAX_ADD_CHECKPOINT_BYTES } from "../../witness/add-checkpoint.js";
import { HttpRoom } from "../server/http-room.js";
/** Connections at a time; with one more the oldest is closed. PROTOCOL.md §11. */
export const MAX_WITNESS_CONNECTIONS = 256;
/** Of them of one source (`sourceOf`), likewise. PROTOCOL.md §11. */
export const MAX_WITNESS_CONNECTIONS_A_SOURCE = 32;
/** Requests of a network address in a minute. PROTOCOL.md §11. */
export const WITNESS_REQUESTS_A_MINUTE = 120;
/** Milliseconds for a whole request. PROTOCOL.md §11. */
export const WITNESS_REQUEST_MS = 10_000;
/** Milliseconds that an unused connection stays. */
const KEEP_ALIVE_MS = 5000;
/** Milliseconds between two looks for requests that took too long. */
const CHECKING_MS = 1000;
/** Starts to listen. @throws {TalosError} `E_CONFIG` if it cannot. */
export async function listenAsWitness(options) {
    const { host, port, clock, requestMs = WITNESS_REQUEST_MS, onFault } = options;
    const requests = new SourceCounter(WITNESS_REQUESTS_A_MINUTE, 60_000, clock);
    const server = createServer({
        requestTimeout: requestMs,
        headersTimeout: requestMs,
        keepAliveTimeout: KEEP_ALIVE_MS,
        // Otherwise Node looks every 30 s, and whoever sends nothing holds a connection as long.
        connectionsCheckingInterval: Math.min(CHECKING_MS, requestMs),
    }, (request, response) => void answer(request, response, requests, options));
    const room = new HttpRoom(MAX_WITNESS_CONNECTIONS, MAX_WITNESS_CONNECTIONS_A_SOURCE);
    server.on('connection', (socket) => room.take(socket));
    server.maxHeadersCount = 32;
    await listening(server, host, port);
    // A connection that cannot be taken, such as for want of file descriptors, is no reason to end.
    server.on('error', onFault);
    const bound = server.address();
    const name = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
    return {
        url: `http://${name}:${bound.port}`,
        [Symbol.asyncDispose]: () => new Promise((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
        }),
    };
}
function listening(server, host, port) {
    return new Promise((resolve, reject) => {
        const failed = (cause) => reject(new TalosError('E_CONFIG', `the witness cannot listen on port ${port} (${cause.code ?? ''})`, { cause }));
        server.once('error', failed);
        server.listen(port, host, () => {
            server.off('error', failed);
            resolve();
        });
    });
}
/** Never rejects. */
async function answer(request, response, requests, { witness, onFault }) {
    // A connection that breaks has nobody to answer.
    response.on('error', () => { });
    try {
        const from = sourceOfHost(request.socket.remoteAddress ?? '');
        if (!requests.take(from))
            return send(response, refusal(429, 'too many requests'));
        const body = await bodyOf(request);
        if (body === undefined)
            return send(response, refusal(413, 'the request is too large'));
        const [path = ''] = (request.url ?? '').split('?', 1);
        send(response, await witness.handle({ method: request.method ?? '', path, body, from }));
    }
    catch (error) {
        if (request.destroyed && !request.complete)
            return;
        onFault(error);
        send(response, refusal(500, 'the request could not be served'));
    }
}
async function bodyOf(request) {
    const parts = [];
    let length = 0;
    for await (const part of request) {
        length += part.length;
        if (length > MAX_ADD_CHECKPOINT_BYTES)
            return undefined;
        parts.push(part);
    }
    return concat(...parts);
}
const refusal = (status, text) => ({
    status,
    contentType: 'text/plain; charset=utf-8',
    body: `${text}\n`,
});
function send(response, { status, contentType, body }) {
    if (response.destroyed || response.headersSent)
        return;
    // Of a body that was not read to its end the rest is not waited for.
    const close = status === 413 || status === 500 ? { connection: 'close' } : {};
    response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body), ...close });
    response.end(body);
}
