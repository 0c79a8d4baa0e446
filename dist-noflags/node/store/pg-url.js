/**
 * The address of a database: `postgres://USER:PASSWORD@HOST/DB`, as libpq writes it, less what would be unsafe or unknown.
 *
 * @module
 */
import { fromUtf8 } from "../../base/bytes.js";
import { TalosError } from "../../base/errors.js";
import { readPrivateFile } from "../files/private-file.js";
/** Longest address, in characters. */
export const MAX_STORE_URL = 4096;
const OPTIONS = [
    'host',
    'sslmode',
    'sslrootcert',
    'sslcert',
    'sslkey',
    'sslnegotiation',
    'application_name',
    'options',
];
/** What each `sslmode` comes to: with TLS the certificate is verified, unless it is said that it is not. */
const TLS = {
    disable: 'disable',
    require: 'verify-full',
    'verify-ca': 'verify-full',
    'verify-full': 'verify-full',
    'no-verify': 'no-verify',
};
const FORM_HINT = 'postgres://USER:PASSWORD@HOST[:PORT]/DB[?sslmode=verify-full&sslrootcert=FILE]';
const TLS_HINT = 'add ?sslmode=verify-full; where nobody else is in that network, ?sslmode=disable sends password and data in plain text';
/**
 * Reads an address.
 *
 * @throws {TalosError} `E_CONFIG` for what is none, for an option that is not known (a misspelt `sslmode` would turn TLS
 *   off without a word), for a mode of TLS that is decided by whoever is in between, and where none is named for a database
 *   that is not on this machine: it would be in plain text. What was given is not repeated.
 */
export function parseStoreUrl(text) {
    const url = text.length <= MAX_STORE_URL && /^postgres(?:ql)?:\/\//.test(text) ? readUrl(text) : undefined;
    if (url === undefined)
        throw wrong('the address of the store is no postgres://USER:PASSWORD@HOST/DB');
    const { searchParams, hostname, port, username, pathname } = url;
    for (const name of new Set(searchParams.keys())) {
        if (!OPTIONS.includes(name))
            throw wrong(`the address of the store has an unknown option: "${shorten(name)}"`);
        if (searchParams.getAll(name).length > 1)
            throw wrong(`the address of the store has "${name}" twice`);
    }
    const mode = searchParams.get('sslmode');
    if (mode !== null) {
        const tls = Object.hasOwn(TLS, mode) ? TLS[mode] : undefined;
        if (tls === undefined)
            throw wrong(`sslmode is one of ${Object.keys(TLS).join(', ')}`);
        searchParams.set('sslmode', tls);
    }
    const database = pathname.slice(1);
    if (database === '' || database.includes('/'))
        throw wrong('the address of the store names no database');
    const host = searchParams.get('host') ?? (hasNoHost(text) ? '' : hostname);
    if (host === '')
        throw wrong('the address of the store names no host');
    if (mode === null && !isOnThisMachine(host))
        throw wrong('the address of the store does not say how it is encrypted on the way: it needs sslmode', TLS_HINT);
    const user = username === '' ? '' : `${username}@`;
    const shown = `postgres://${user}${host}${port === '' ? '' : `:${port}`}/${database}`;
    return { connectionString: url.href, shown, hasPassword: url.password !== '' };
}
/**
 * The address in the file at `path`: its text without one line break at the end.
 *
 * @param onExposed - Told of a file that every user of this machine may read.
 * @throws {TalosError} `E_CONFIG` if it cannot be read, may be written by everybody, is too long or is no text.
 */
export function readStoreUrlFile(path, onExposed) {
    const fault = (what, options) => new TalosError('E_CONFIG', `the file with the address of the store ${what}`, options);
    const bytes = readPrivateFile(path, { maxBytes: MAX_STORE_URL + 2, onExposed, fault });
    try {
        return fromUtf8(bytes).replace(/\r?\n$/, '');
    }
    catch {
        throw fault(`${path} is not text`, {});
    }
}
/** URL wants a host, and where the folder of a socket is named by an option there is none. */
function readUrl(text) {
    const withHost = hasNoHost(text) ? text.replace(/^([a-z]+:\/\/[^/?#]*)/, '$1localhost') : text;
    // What cannot be read would be in the error of URL, and its password with it.
    return URL.canParse(withHost) ? new URL(withHost) : undefined;
}
function hasNoHost(text) {
    return /^[a-z]+:\/\/(?:[^/?#]*@)?(?:[/?#]|$)/.test(text);
}
function shorten(name) {
    return name.length > 32 ? `${name.slice(0, 32)}…` : name;
}
/** Whether nobody is in between: a socket in a folder, or an address that leads nowhere else. */
function isOnThisMachine(host) {
    return host.startsWith('/') || /^(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]|::1)$/i.test(host);
}
function wrong(message, hint = FORM_HINT) {
    return new TalosError('E_CONFIG', message, {
        hint,
        details: { key: 'store' },
    });
}
