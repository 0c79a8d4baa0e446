import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MAX_XML_BYTES } from '../../../src/codec/xml.ts';
import { parseAddress } from '../../../src/net/address.ts';
import { SSDP_TARGETS } from '../../../src/net/upnp.ts';
import type { PortGrant } from '../../../src/node/network/port-way.ts';
import { MAX_PORT_TRIES, MAX_SSDP_ANSWERS, UpnpWay } from '../../../src/node/network/upnp-way.ts';

const ROUTER = '127.0.0.1';
const WAN_IP = 'urn:schemas-upnp-org:service:WANIPConnection:1';
const DESCRIPTION = `<root><device><serviceList><service><serviceType>${WAN_IP}</serviceType><controlURL>/ctl</controlURL></service></serviceList></device></root>`;
const code = (value: string): object => expect.objectContaining({ code: value }) as object;
const envelope = (inner: string): string => `<Envelope><Body>${inner}</Body></Envelope>`;
const fault = (number: number): string => envelope(`<Fault><errorCode>${number}</errorCode></Fault>`);

/** How a router behaves; as a good one where it does not say. */
interface Conduct {
  /** Where answers to searches say that the description is. */
  readonly locations?: (port: number) => readonly string[];
  readonly describe?: (response: ServerResponse) => void;
  /** What an action is answered, and nothing where it is `undefined`. */
  readonly act?: (action: string, body: string) => string | undefined;
  /** The address that answers to searches come from. */
  readonly from?: string;
  /** Its address, {@link ROUTER} unless given. */
  readonly at?: string;
}

/** A router at an address of this machine. */
class Router implements AsyncDisposable {
  /** Requests, in order: a path, or an action with its values. */
  readonly asked: string[] = [];
  readonly #search = createSocket('udp4');
  readonly #mouth: Socket;
  readonly #http: Server;
  readonly #conduct: Conduct;

  private constructor(conduct: Conduct) {
    this.#conduct = conduct;
    this.#mouth = conduct.from === undefined ? this.#search : createSocket('udp4');
    this.#http = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(conduct: Conduct = {}): Promise<Router> {
    const router = new Router(conduct);
    const { at = ROUTER } = conduct;
    router.#search.bind(0, at);
    await once(router.#search, 'listening');
    if (conduct.from !== undefined) {
      router.#mouth.bind(0, conduct.from);
      await once(router.#mouth, 'listening');
    }
    router.#http.listen(0, at);
    await once(router.#http, 'listening');
    router.#search.on('message', (_search, { port, address }) => {
      const own = router.#httpPort;
      for (const place of conduct.locations?.(own) ?? [`http://${at}:${own}/description.xml`])
        router.#mouth.send(`HTTP/1.1 200 OK\r\nST: ${SSDP_TARGETS[0]}\r\nLOCATION: ${place}\r\n\r\n`, port, address);
    });
    return router;
  }

  get #httpPort(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request) body += String(part);
    if (request.method === 'GET') {
      this.asked.push(request.url ?? '');
      if (this.#conduct.describe === undefined) response.end(DESCRIPTION);
      else this.#conduct.describe(response);
      return;
    }
    const [, action = ''] = /#([A-Za-z]+)"$/.exec(String(request.headers['soapaction'])) ?? [];
    const value = (name: string): string => new RegExp(`<${name}>([^<]*)<`).exec(body)?.[1] ?? '';
    this.asked.push(
      `${action} ${value('NewExternalPort')} ${value('NewInternalClient')} ${value('NewLeaseDuration')}`.trim(),
    );
    const said = this.#conduct.act?.(action, body) ?? good(action);
    if (said.includes('<Fault>')) response.statusCode = 500;
    response.end(said);
  }

  /** Asks it for port 8766. */
  ask({ ms = 5000, isKnown = true } = {}): Promise<PortGrant> {
    const way = new UpnpWay({
      moreMs: 20,
      searchAt: [this.#search.address()].map(({ address, port }) => ({ host: address, port })),
    });
    const own = parseAddress(`/ip4/${ROUTER}/tcp/8766`);
    return way.ask({ own, outside: 8766, router: isKnown ? ROUTER : undefined }, AbortSignal.timeout(ms));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections();
    this.#http.close();
    if (this.#mouth !== this.#search) this.#mouth.close();
    this.#search.close();
    await once(this.#http, 'close');
  }
}

function good(action: string): string {
  const inner = action === 'GetExternalIPAddress' ? '<NewExternalIPAddress>203.0.113.7</NewExternalIPAddress>' : '';
  return envelope(`<${action}Response>${inner}</${action}Response>`);
}

describe('a port of the router by UPnP', () => {
  it('is asked for, and given back', async () => {
    await using router = await Router.start();
    const grant = await router.ask();
    expect(grant).toMatchObject({ host: '203.0.113.7', port: 8766, lifeS: 7200 });
    await grant.giveBack(AbortSignal.timeout(5000));
    expect(router.asked).toEqual([
      '/description.xml',
      'GetExternalIPAddress',
      'AddPortMapping 8766 127.0.0.1 7200',
      'DeletePortMapping 8766',
    ]);
  });

  it('is another one where the wanted one is taken, and E_REFUSED where all that are tried are', async () => {
    let taken = MAX_PORT_TRIES - 1;
    const act = (action: string): string | undefined =>
      action === 'AddPortMapping' && taken-- > 0 ? fault(718) : undefined;
    await using router = await Router.start({ act });
    expect((await router.ask()).port).toBeGreaterThanOrEqual(49_152);
    taken = MAX_PORT_TRIES;
    await expect(router.ask()).rejects.toEqual(
      expect.objectContaining({ code: 'E_REFUSED', message: 'another host has the port' }),
    );
    expect(router.asked.filter((each) => each.startsWith('Add'))).toHaveLength(2 * MAX_PORT_TRIES);
  });

  it('is asked for without an end of a router that knows none, once', async () => {
    const act = (action: string, body: string): string | undefined =>
      action === 'AddPortMapping' && !body.includes('<NewLeaseDuration>0<') ? fault(725) : undefined;
    await using router = await Router.start({ act });
    expect(await router.ask()).toMatchObject({ port: 8766, lifeS: 7200 });
    await using never = await Router.start({ act: (action) => (action === 'AddPortMapping' ? fault(725) : undefined) });
    await expect(never.ask()).rejects.toEqual(code('E_REFUSED'));
    expect(never.asked.filter((each) => each.startsWith('Add'))).toHaveLength(2);
  });

  it.each([
    ['E_REFUSED', 'is not allowed', { act: (action) => (action === 'AddPortMapping' ? fault(606) : undefined) }],
    [
      'E_REFUSED',
      'is of a router without an address',
      { act: () => good('GetExternalIPAddress').replace('203.0.113.7', '0.0.0.0') },
    ],
    [
      'E_REFUSED',
      'is of a router whose address is a name',
      { act: () => good('GetExternalIPAddress').replace('203.0.113.7', 'x.example') },
    ],
    ['E_REFUSED', 'is of a router without services', { describe: (response) => response.end('<root/>') }],
    [
      'E_REFUSED',
      'is behind a redirection',
      { describe: (response) => response.writeHead(302, { location: '/other' }).end() },
    ],
    [
      'E_REFUSED',
      'is behind a description that is not there',
      { describe: (response) => response.writeHead(404).end() },
    ],
    [
      'E_REFUSED',
      'is at another host',
      { describe: (response) => response.end(DESCRIPTION.replace('/ctl', 'http://127.0.0.2/ctl')) },
    ],
    ['E_LIMIT', 'has a description without an end', { describe: endless }],
    [
      'E_LIMIT',
      'has one that says that it is long',
      { describe: (response) => response.writeHead(200, { 'content-length': MAX_XML_BYTES + 1 }).write(' ') },
    ],
    ['E_LIMIT', 'has an answer without an end', { act: () => ' '.repeat(MAX_XML_BYTES + 1) }],
    [
      'E_MALFORMED',
      'has a description with entities',
      { describe: (response) => response.end('<!DOCTYPE r [<!ENTITY a "&b;&b;"><!ENTITY b "x">]><root>&a;</root>') },
    ],
    ['E_MALFORMED', 'has an answer to something else', { act: () => good('Reboot') }],
    ['E_UNREACHABLE', 'is where nobody answers', { locations: () => [`http://${ROUTER}:1/`] }],
    [
      'E_UNREACHABLE',
      'ends too early',
      {
        describe: (response) =>
          void response.writeHead(200, { 'content-length': 9 }).write('<root', () => response.destroy()),
      },
    ],
  ] as [string, string, Conduct][])('%s: what %s', async (expected, _what, conduct) => {
    await using router = await Router.start(conduct);
    await expect(router.ask({ ms: 5000 })).rejects.toEqual(code(expected));
  });

  it.each([
    ['a description that never comes', { describe: () => {} }],
    ['a description that comes a byte at a time', { describe: (response) => trickle(response) }],
    ['an answer from another host', { from: '127.0.0.2' }],
    ['the place of another host', { locations: (port) => [`http://127.0.0.2:${port}/description.xml`] }],
  ] as [string, Conduct][])('E_TIMEOUT at the deadline: %s', async (_what, conduct) => {
    await using router = await Router.start(conduct);
    await expect(router.ask({ ms: 100 })).rejects.toEqual(code('E_TIMEOUT'));
  });

  it('is of a host of the own network, where the router is not known', async () => {
    await using router = await Router.start({ at: '127.0.0.2' });
    expect((await router.ask({ isKnown: false })).port).toBe(8766);
    await expect(router.ask({ ms: 100 })).rejects.toEqual(code('E_TIMEOUT'));
  });

  it('is not of this machine itself, where the router is not known', async () => {
    await using router = await Router.start();
    // It answers from the very address that is asked from, which is no router.
    await expect(router.ask({ ms: 100, isKnown: false })).rejects.toEqual(code('E_TIMEOUT'));
    expect(router.asked).toEqual([]);
  });

  it('looks at so many answers and no more, and at a good one after bad ones', async () => {
    const many = (port: number, count: number): string[] =>
      Array.from({ length: count }, (_, at) => `http://${ROUTER}:${port}/${at}`);
    let calls = 0;
    await using router = await Router.start({
      locations: (port) => many(port, MAX_SSDP_ANSWERS),
      describe: (response) => response.end((calls += 1) === MAX_SSDP_ANSWERS ? DESCRIPTION : 'no'),
    });
    expect((await router.ask()).port).toBe(8766);
    await using worse = await Router.start({
      locations: (port) => many(port, MAX_SSDP_ANSWERS + 1),
      describe: (response) => response.end('no'),
    });
    await expect(worse.ask({ ms: 5000 })).rejects.toEqual(code('E_MALFORMED'));
    expect(worse.asked).toHaveLength(MAX_SSDP_ANSWERS);
  });
});

function endless(response: ServerResponse): void {
  const more = (): void => {
    if (!response.destroyed) response.write('<a/>'.repeat(4096), more);
  };
  more();
}

function trickle(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 10);
  response.on('close', () => clearInterval(timer));
}
