import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../src/base/bytes.ts';
import {
  actionRequest,
  faultText,
  MAX_SSDP_BYTES,
  MAX_UPNP_SERVICES,
  MAX_UPNP_URL_CHARACTERS,
  readActionAnswer,
  readDescription,
  readSearchAnswer,
  SSDP_TARGETS,
  searchRequest,
} from '../../../src/net/upnp.ts';

const IGD = 'urn:schemas-upnp-org:device:InternetGatewayDevice:1';
const WAN_IP = 'urn:schemas-upnp-org:service:WANIPConnection:1';
const PLACE = { host: '192.168.1.1', port: 5000, path: '/a/rootDesc.xml' };
const code = (value: string): object => expect.objectContaining({ code: value }) as object;
const answer = (location: string, { st = IGD, status = 'HTTP/1.1 200 OK', more = '' } = {}): Uint8Array =>
  utf8(`${status}\r\nCACHE-CONTROL: max-age=120\r\nst: ${st}\r\nLocation: ${location}\r\n${more}\r\n`);
const service = (control: string, type = WAN_IP): string =>
  `<service><serviceType>${type}</serviceType><controlURL>${control}</controlURL></service>`;
const described = (services: string, before = ''): Uint8Array =>
  utf8(
    `<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0">${before}<device><deviceList><device><serviceList>${services}</serviceList></device></deviceList></device></root>`,
  );
const said = (inner: string): Uint8Array => utf8(`<s:Envelope xmlns:s="urn:s"><s:Body>${inner}</s:Body></s:Envelope>`);

describe('UPnP', () => {
  it('searches as the device architecture lays it out', () => {
    expect(fromUtf8(searchRequest(SSDP_TARGETS[0] ?? '', '239.255.255.250'))).toBe(
      `M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 1\r\nST: ${IGD}\r\n\r\n`,
    );
  });

  it('reads where the description is', () => {
    expect(readSearchAnswer(answer('http://192.168.1.1:5000/a/rootDesc.xml'), '192.168.1.1')).toEqual(PLACE);
    expect(readSearchAnswer(answer('HTTP://192.168.1.1'), '192.168.1.1')).toEqual({ ...PLACE, port: 80, path: '/' });
  });

  it.each([
    ['nothing', utf8('')],
    ['a search of another host', searchRequest(IGD, '239.255.255.250')],
    ['an announcement', answer('http://192.168.1.1/', { status: 'NOTIFY * HTTP/1.1' })],
    ['a failure', answer('http://192.168.1.1/', { status: 'HTTP/1.1 500 No' })],
    ['a printer', answer('http://192.168.1.1/', { st: 'urn:schemas-upnp-org:device:Printer:1' })],
    ['no place', answer('')],
    ['the place of another host', answer('http://192.168.1.2:5000/')],
    ['a place of this machine', answer('http://127.0.0.1:5000/')],
    ['a name', answer('http://router.lan/')],
    ['a name that looks like the address', answer('http://192.168.1.1.example.com/')],
    ['a user before another host', answer('http://192.168.1.1@10.0.0.1/')],
    ['an address that is written otherwise', answer('http://192.168.001.1/')],
    ['an address that is a number', answer('http://3232235777/')],
    ['HTTPS', answer('https://192.168.1.1/')],
    ['a file', answer('file:///etc/passwd')],
    ['a port that there is not', answer('http://192.168.1.1:65536/')],
    ['port 0', answer('http://192.168.1.1:0/')],
    ['white space in a path', answer('http://192.168.1.1/a b')],
    ['characters that are not ASCII', answer('http://192.168.1.1/ä')],
  ])('takes %s for no answer', (_what, bytes) => {
    expect(readSearchAnswer(bytes, '192.168.1.1')).toBeUndefined();
  });

  it('takes answers and places up to their limits', () => {
    const base = 'http://192.168.1.1/';
    const url = (length: number): string => base + 'x'.repeat(length - base.length);
    expect(readSearchAnswer(answer(url(MAX_UPNP_URL_CHARACTERS)), '192.168.1.1')).toBeDefined();
    expect(readSearchAnswer(answer(url(MAX_UPNP_URL_CHARACTERS + 1)), '192.168.1.1')).toBeUndefined();
    const empty = answer(base, { more: 'X:\r\n' }).length;
    const sized = (length: number): Uint8Array => answer(base, { more: `X:${'x'.repeat(length - empty)}\r\n` });
    expect(readSearchAnswer(sized(MAX_SSDP_BYTES), '192.168.1.1')).toBeDefined();
    expect(readSearchAnswer(sized(MAX_SSDP_BYTES + 1), '192.168.1.1')).toBeUndefined();
  });

  it.each([
    ['a path', '/ctl?x=1&amp;y=2', { ...PLACE, path: '/ctl?x=1&y=2' }],
    ['a path beside the description', 'ctl', { ...PLACE, path: '/a/ctl' }],
    ['a whole place', 'http://192.168.1.1:49152/ctl', { ...PLACE, port: 49_152, path: '/ctl' }],
    ['a place without a scheme', '//192.168.1.1:49152/ctl', { ...PLACE, port: 49_152, path: '/ctl' }],
  ])('reads services that name their control by %s', (_what, control, place) => {
    const other = service('/other', 'urn:schemas-upnp-org:service:Layer3Forwarding:1');
    expect(readDescription(described(other + service(control)), PLACE)).toEqual([{ type: WAN_IP, control: place }]);
  });

  it('looks for them at the base that a description of version 1.0 names', () => {
    const bytes = described(service('ctl'), '<URLBase>http://192.168.1.1:80/x/</URLBase>');
    expect(readDescription(bytes, PLACE)).toEqual([{ type: WAN_IP, control: { ...PLACE, port: 80, path: '/x/ctl' } }]);
  });

  it('takes no more services than are asked', () => {
    const many = (count: number): number => readDescription(described(service('/ctl').repeat(count)), PLACE).length;
    expect(many(MAX_UPNP_SERVICES)).toBe(MAX_UPNP_SERVICES);
    expect(many(MAX_UPNP_SERVICES + 1)).toBe(MAX_UPNP_SERVICES);
  });

  it.each([
    ['E_REFUSED', 'a control of another host', described(service('http://10.0.0.1/ctl'))],
    ['E_REFUSED', 'a control of this machine', described(service('//127.0.0.1:8766/ctl'))],
    ['E_REFUSED', 'a control by a name', described(service('http://router.lan/ctl'))],
    ['E_REFUSED', 'another scheme', described(service('gopher://192.168.1.1/ctl'))],
    ['E_REFUSED', 'a control with a line of its own', described(service('/ctl&#13;&#10;X: y'))],
    ['E_REFUSED', 'a base of another host', described(service('ctl'), '<URLBase>http://10.0.0.1/</URLBase>')],
    ['E_MALFORMED', 'another document', utf8('<html></html>')],
    ['E_MALFORMED', 'no document', utf8('hello')],
  ])('%s: a description with %s', (expected, _what, bytes) => {
    expect(() => readDescription(bytes, PLACE)).toThrow(code(expected));
  });

  it('writes requests, and reads what is answered', () => {
    expect(
      fromUtf8(actionRequest(WAN_IP, 'DeletePortMapping', { NewExternalPort: 8766, NewProtocol: 'TCP' })),
    ).toContain(
      `<s:Body><u:DeletePortMapping xmlns:u="${WAN_IP}"><NewExternalPort>8766</NewExternalPort><NewProtocol>TCP</NewProtocol></u:DeletePortMapping></s:Body>`,
    );
    const good = said('<u:GetXResponse xmlns:u="urn:u"><A>203.0.113.7</A></u:GetXResponse>');
    expect(readActionAnswer(good, 'GetX')).toEqual({ kind: 'done', values: new Map([['A', '203.0.113.7']]) });
    const fault = said(
      '<s:Fault><faultcode>s:Client</faultcode><detail><UPnPError><errorCode>718</errorCode></UPnPError></detail></s:Fault>',
    );
    expect(readActionAnswer(fault, 'GetX')).toEqual({ kind: 'fault', code: 718 });
    expect(faultText(718)).toBe('another host has the port');
    expect(faultText(999)).toBe('the router says 999');
  });

  it.each([
    ['the answer to another request', said('<GetYResponse/>')],
    ['nothing in it', said('')],
    ['a fault without a number', said('<Fault/>')],
    ['a fault whose number is none', said('<Fault><errorCode>-1</errorCode></Fault>')],
    ['no envelope', utf8('<GetXResponse/>')],
  ])('E_MALFORMED: an answer with %s', (_what, bytes) => {
    expect(() => readActionAnswer(bytes, 'GetX')).toThrow(code('E_MALFORMED'));
  });
});
