/** What must be equal in both, in the order in which it is compared: who, then under what, then what. */
const COMPARED = ['from', 'to', 'service', 'token', 'session', 'method', 'target', 'arguments'];
/** The first thing in which `call` is not what `intent` announced; `undefined` where it is that very call. */
export function intentFault(intent, call) {
    return COMPARED.find((name) => intent[name] !== call[name]);
}
