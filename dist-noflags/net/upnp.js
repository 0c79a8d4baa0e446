/**
 * Messages of UPnP, by which a host finds its router and asks it for a port: what is needed of the UPnP Device Architecture 1.1
 * (search, description, control) and of the services WANIPConnection 1 and 2 and WANPPPConnection 1. PROTOCOL.md §6.15.
 *
 * What a router writes is data: of its documents the addresses of services are taken, and those lead to the router itself or
 * are refused.
 *
 * @module
 */
import { utf8 } from "../base/bytes.js";
import { TalosError } from "../base/errors.js";
import { childOf, elementsOf, readXml } from "../codec/xml.js";
/** Where a search goes besides the router: UDA 1.1 §1.3.2. */
export const SSDP_GROUP = '239.255.255.250';
/** Port of searches. */
export const SSDP_PORT = 1900;
/** Most bytes of an answer to a search. */
export const MAX_SSDP_BYTES = 2048;
/** Most characters of an address that a router names. */
export const MAX_UPNP_URL_CHARACTERS = 512;
/** Services of one description that are asked, in its order. */
export const MAX_UPNP_SERVICES = 4;
/** What is searched for: a router of version 2 answers for version 1 too, or should. */
export const SSDP_TARGETS = [
    'urn:schemas-upnp-org:device:InternetGatewayDevice:1',
    'urn:schemas-upnp-org:device:InternetGatewayDevice:2',
];
const SERVICE_TYPE = /^urn:schemas-upnp-org:service:(?:WANIPConnection:[12]|WANPPPConnection:1)$/;
const PLACE = /^http:\/\/([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?::([0-9]{1,5}))?(\/.*)?$/i;
/** Printing characters of ASCII but `#`, which begins what is not sent. */
const URL_CHARACTERS = /^[!"$-~]+$/;
const ACTION_ERRORS = {
    401: 'the router does not know the request',
    402: 'the router does not understand the request',
    501: 'the router could not do it',
    606: 'the router forwards no ports for this host',
    714: 'the router knows no such port',
    718: 'another host has the port',
    725: 'the router forwards ports for ever, or not at all',
    728: 'the router has no port left',
};
/** Another host has the port: AddPortMapping, WANIPConnection 1 §2.4.16. */
export const CONFLICT = 718;
/** The router knows no end of mappings: a life of 0 s, which is for ever, is the only one that it takes. */
export const ONLY_FOR_EVER = 725;
/** A search for `target`, sent to `host`. */
export function searchRequest(target, host) {
    const lines = [
        'M-SEARCH * HTTP/1.1',
        `HOST: ${host}:${SSDP_PORT}`,
        'MAN: "ssdp:discover"',
        'MX: 1',
        `ST: ${target}`,
        '',
        '',
    ];
    return utf8(lines.join('\r\n'));
}
/**
 * Reads an answer to a search.
 *
 * @param from - The address that it came from.
 * @returns Where the description is; `undefined` for what is no answer to a search of ours, or names another host's place.
 */
export function readSearchAnswer(bytes, from) {
    if (bytes.length > MAX_SSDP_BYTES)
        return undefined;
    const [status = '', ...lines] = latin1(bytes).split('\r\n');
    if (!/^HTTP\/1\.[01] 200(?: |$)/.test(status))
        return undefined;
    const value = (name) => {
        const line = lines.find((each) => each.toLowerCase().startsWith(`${name}:`));
        return line?.slice(name.length + 1).trim();
    };
    if (!SSDP_TARGETS.includes(value('st') ?? ''))
        return undefined;
    const place = placeOf(value('location') ?? '');
    return place?.host === from ? place : undefined;
}
/**
 * Reads the description of a router.
 *
 * @param place - Where it was read: what it names is looked for there.
 * @returns Its services that forward ports; none for one that has none.
 * @throws {TalosError} `E_MALFORMED`, `E_LIMIT`; `E_REFUSED` for one that would have another host asked.
 */
export function readDescription(bytes, place) {
    const root = readXml(bytes);
    if (root.name !== 'root')
        throw new TalosError('E_MALFORMED', 'not the description of a device');
    const named = childOf(root, 'URLBase')?.text ?? '';
    const base = named === '' ? place : resolved(named, place);
    return elementsOf(root, 'service')
        .map((each) => ({ type: textIn(each, 'serviceType'), control: textIn(each, 'controlURL') }))
        .filter(({ type, control }) => SERVICE_TYPE.test(type) && control !== '')
        .slice(0, MAX_UPNP_SERVICES)
        .map(({ type, control }) => ({ type, control: resolved(control, base) }));
}
/** The body of a request to a service. @param values - Of ours alone: nothing in them is escaped. */
export function actionRequest(type, action, values) {
    const inner = Object.entries(values)
        .map(([name, value]) => `<${name}>${value}</${name}>`)
        .join('');
    return utf8(`<?xml version="1.0"?>\r\n<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body><u:${action} xmlns:u="${type}">${inner}</u:${action}></s:Body></s:Envelope>\r\n`);
}
/**
 * Reads what a service answers to `action`.
 *
 * @throws {TalosError} `E_MALFORMED`, `E_LIMIT`.
 */
export function readActionAnswer(bytes, action) {
    const root = readXml(bytes);
    const body = root.name === 'Envelope' ? childOf(root, 'Body') : undefined;
    const [said] = body?.children ?? [];
    if (said?.name === `${action}Response`)
        return { kind: 'done', values: new Map(said.children.map(({ name, text }) => [name, text])) };
    const [code] = said?.name === 'Fault' ? elementsOf(said, 'errorCode') : [];
    if (code === undefined || !/^[0-9]{1,4}$/.test(code.text))
        throw new TalosError('E_MALFORMED', `no answer to ${action}`);
    return { kind: 'fault', code: Number(code.text) };
}
/** What a fault means, for people. */
export function faultText(code) {
    return ACTION_ERRORS[code] ?? `the router says ${code}`;
}
function textIn(element, name) {
    return childOf(element, name)?.text ?? '';
}
/** @returns `undefined` for what is no place of HTTP at an IPv4 address: no name is looked up for a router. */
function placeOf(url) {
    if (url.length > MAX_UPNP_URL_CHARACTERS || !URL_CHARACTERS.test(url))
        return undefined;
    const [all, host = '', port = '80', path = '/'] = PLACE.exec(url) ?? [];
    const isHost = host.split('.').every((each) => Number(each) < 256 && String(Number(each)) === each);
    if (all === undefined || !isHost || Number(port) === 0 || Number(port) > 65_535)
        return undefined;
    return { host, port: Number(port), path };
}
/** `reference`, looked for at `base`. @throws {TalosError} `E_REFUSED` where it leads to another host. */
function resolved(reference, base) {
    const { host, port, path } = base;
    const url = /^[a-z][a-z0-9+.-]*:/i.test(reference)
        ? reference
        : reference.startsWith('//')
            ? `http:${reference}`
            : `http://${host}:${port}${reference.startsWith('/') ? '' : path.slice(0, path.lastIndexOf('/') + 1)}${reference}`;
    const place = placeOf(url);
    if (place?.host !== host)
        throw new TalosError('E_REFUSED', 'the router names a place that is not at its own address');
    return place;
}
/** The characters of headers: whatever is not ASCII is in none that is read. */
function latin1(bytes) {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
