/**
 * A port of the router by NAT-PMP (RFC 6886), of the router that packets for elsewhere go to. PROTOCOL.md §6.15.
 *
 * @module
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { TalosError } from '../../base/errors.ts';
import { addressRequest, mappingRequest, NAT_PMP_PORT, type NatPmpAnswer, readNatPmp } from '../../net/nat-pmp.ts';
import { MAPPING_LIFE_S, type PortGrant, type PortWay } from './port-way.ts';

/** Milliseconds between the first two datagrams, doubled from each to the next (RFC 6886 §3.1). */
const RESEND_MS = 250;

/** See the module comment. */
export const natPmp: PortWay = {
  name: 'NAT-PMP',
  async ask({ own, outside, router }, signal): Promise<PortGrant> {
    if (router === undefined) throw new TalosError('E_UNREACHABLE', 'no router is known');
    using connection = await connected(router, signal);
    const address = await connection.ask(addressRequest(), 'address', signal);
    const asked = mappingRequest({ port: own.port, outside, lifeS: MAPPING_LIFE_S });
    const mapping = await connection.ask(asked, 'mapping', signal);
    if (mapping.port !== own.port || mapping.outside === 0 || mapping.lifeS === 0)
      throw new TalosError('E_REFUSED', 'the router forwards another port');
    return {
      host: address.host,
      port: mapping.outside,
      lifeS: mapping.lifeS,
      giveBack: async (until) => {
        using again = await connected(router, until);
        await again.ask(mappingRequest({ port: own.port, outside: 0, lifeS: 0 }), 'mapping', until);
      },
    };
  },
};

/** A socket for datagrams to and from one router alone. */
interface RouterSocket extends Disposable {
  /** Sends a request until it is answered. @throws {TalosError} `E_REFUSED`, `E_MALFORMED`, `E_TIMEOUT`, `E_UNREACHABLE`. */
  ask<K extends NatPmpAnswer['kind']>(
    request: Uint8Array,
    kind: K,
    signal: AbortSignal,
  ): Promise<Extract<NatPmpAnswer, { kind: K }>>;
}

async function connected(router: string, signal: AbortSignal): Promise<RouterSocket> {
  const socket = createSocket('udp4');
  try {
    // Of a connected socket the system drops what others send.
    socket.connect(NAT_PMP_PORT, router);
    await once(socket, 'connect', { signal });
  } catch (cause) {
    socket.close();
    throw new TalosError('E_UNREACHABLE', `the router ${router} cannot be asked`, { cause });
  }
  return {
    ask: (request, kind, until) => answerOf(socket, request, kind, until),
    [Symbol.dispose]: () => socket.close(),
  };
}

async function answerOf<K extends NatPmpAnswer['kind']>(
  socket: Socket,
  request: Uint8Array,
  kind: K,
  signal: AbortSignal,
): Promise<Extract<NatPmpAnswer, { kind: K }>> {
  let resending: ReturnType<typeof setTimeout> | undefined;
  const listeners = new AbortController();
  try {
    return await new Promise<Extract<NatPmpAnswer, { kind: K }>>((resolve, reject) => {
      const send = (waitMs: number): void => {
        socket.send(request);
        resending = setTimeout(() => send(waitMs * 2), waitMs);
      };
      const onAbort = (): void => reject(new TalosError('E_TIMEOUT', 'the router does not answer'));
      socket.on('message', (datagram: Buffer) => {
        try {
          const answer = readNatPmp(datagram);
          if (answer?.kind === kind) resolve(answer as Extract<NatPmpAnswer, { kind: K }>);
        } catch (error) {
          reject(error);
        }
      });
      // Nothing listens there.
      socket.on('error', (cause) => reject(new TalosError('E_UNREACHABLE', 'the router does not answer', { cause })));
      signal.addEventListener('abort', onAbort, { once: true, signal: listeners.signal });
      if (signal.aborted) onAbort();
      else send(RESEND_MS);
    });
  } finally {
    clearTimeout(resending);
    listeners.abort();
    // What comes after the answer concerns nobody.
    socket
      .removeAllListeners('message')
      .removeAllListeners('error')
      .on('error', () => {});
  }
}
