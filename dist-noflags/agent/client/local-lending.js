/**
 * What an application says of a tool server of its own process that it lends, as the agent takes it.
 *
 * @module
 */
import { membersOf } from "../../base/caller-mistakes.js";
import { Slots } from "../../base/slots.js";
import { parseJson } from "../../codec/json.js";
/** Life of capabilities of what a client lends, seconds: a quarter of an hour. PROTOCOL.md §11. */
const DEFAULT_LENDING_S = 900;
/** Questions that an approver is asked at a time; others wait for their turn, as long as they wait for an answer. */
export const MAX_APPROVER_QUESTIONS = 8;
/** The server of `params`, and the terms that it is lent on. @throws {TypeError} for a member of another type. */
export function lendingOf(params, onNotice) {
    const { server, approver, secrets, expiresInS = DEFAULT_LENDING_S, ...terms } = membersOf(params, 'params', {
        server: 'function',
        service: 'text',
        allow: 'text',
        deny: 'text?',
        expiresInS: 'number?',
        inviteTtlS: 'number?',
        acl: 'text?',
        approve: 'text?',
        approveTimeoutS: 'number?',
        approver: 'function?',
        requireIntent: 'text?',
        roots: 'texts?',
        secrets: 'object?',
    });
    const asked = approver === undefined ? {} : { command: askerOf(approver, onNotice) };
    const hidden = secrets === undefined ? {} : { secrets: secretsOf(secrets) };
    return { server, terms: { ...terms, ...asked, ...hidden, expiresInS } };
}
function secretsOf(secrets) {
    if (!Array.isArray(secrets))
        throw new TypeError('params.secrets must be an array');
    return secrets.map((secret, at) => {
        const kinds = { name: 'text', file: 'text?', value: 'text?', tools: 'text?' };
        const { file, value, ...rest } = membersOf(secret, `params.secrets[${at}]`, kinds);
        if ((file === undefined) === (value === undefined))
            throw new TypeError(`params.secrets[${at}] must have a file or a value`);
        return { ...rest, ...(file === undefined ? { value } : { file }) };
    });
}
/** What throws, or gives anything but `true`, is a no. */
function askerOf(approver, onNotice) {
    const slots = new Slots(MAX_APPROVER_QUESTIONS);
    return async (text, signal) => {
        try {
            return await slots.run(async () => {
                const { v: _, ...question } = parseJson(text);
                return (await approver(question, signal)) === true;
            }, signal);
        }
        catch (error) {
            if (!signal.aborted)
                onNotice(`the approver of calls failed: ${String(error)}`);
            return false;
        }
    };
}
