/**
 * The environment that a tool server gets: a short list, what the owner adds, and who calls.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { TalosError } from "../../base/errors.js";
import { TUNNEL_VARIABLE } from "./process-groups.js";
/**
 * What passes from this process's environment: where programs and files are, who the user is, language and time zone.
 * The MCP SDKs pass the first six on. No keys, no proxies, no loader options, nothing of Talos.
 */
export const INHERITED_VARIABLES = 'HOME LOGNAME PATH SHELL TERM USER LANG LANGUAGE TMPDIR TZ'.split(' ');
/** What our own variables begin with: nobody else sets one of a tool server, in whatever case. */
const OWN = /^TALOS_/i;
/**
 * Builds the environment of a tool server.
 *
 * @param own - This process's environment, of which {@link INHERITED_VARIABLES} and `LC_*` are taken.
 * @param extra - What the owner of the service adds; wins over what is inherited. Of `TALOS_*` nothing is taken.
 * @param mark - Start of the mark of its processes; a random part follows.
 * @throws {TalosError} `E_USAGE` for a name in `extra` that is empty or holds `=` or NUL, or a value with NUL.
 */
export function toolEnvironment(own, extra, who, mark) {
    const environment = {};
    for (const [name, value] of Object.entries(own)) {
        // A value that starts like this is a function that older shells would run.
        if (value !== undefined && isInherited(name) && !value.startsWith('()'))
            environment[name] = value;
    }
    for (const [name, value] of Object.entries(extra)) {
        if (name === '' || /[=\0]/.test(name) || value.includes('\0'))
            throw new TalosError('E_USAGE', 'a name or value of the tool environment holds what no environment can');
        if (!OWN.test(name))
            environment[name] = value;
    }
    return {
        ...environment,
        ...callerVariables(who),
        [TUNNEL_VARIABLE]: mark + randomBytes(16).toString('hex'),
    };
}
/** Who calls. An alias that is more than printable ASCII is left out: an environment is read by all kinds of programs. */
function callerVariables({ caller, alias, capability }) {
    return {
        TALOS_CALLER_DID: caller,
        ...(alias !== undefined && /^[!-~]{1,128}$/.test(alias) ? { TALOS_CALLER_ALIAS: alias } : {}),
        ...(capability === undefined ? {} : { TALOS_CAPABILITY_ID: capability }),
    };
}
function isInherited(name) {
    return INHERITED_VARIABLES.includes(name) || /^LC_[A-Z]+$/.test(name);
}
