import { intentFault } from "../../ledger/entry/intent.js";
/** Entries after an intent in which its call is looked for. */
const MAX_LOOKED_AT = 1000;
/** The call that an entry is about, and what is on record of it; `undefined` where it is about none. */
export async function callLayers(ledger, aliasOf, entry) {
    const call = await callOf(ledger, entry);
    if (call === undefined)
        return undefined;
    const bodies = (await ledger.query({ subject: call.hash })).map(({ body }) => body);
    const result = bodies.find((body) => body.type === 'result' || body.type === 'receipt')?.statement;
    const { from, to, session, service, token } = call.statement;
    return {
        identity: { caller: from, callerAlias: aliasOf(from), server: to, serverAlias: aliasOf(to), session },
        authority: { capability: token, service, decision: decisionOf(bodies, result), ...approvalOf(bodies, result) },
        ...(await intentOf(ledger, call, result)),
        ...(result === undefined ? {} : { execution: executionOf(result) }),
    };
}
async function callOf(ledger, { body, seq }) {
    if (body.type === 'call' || body.type === 'decision')
        return body.statement;
    if (body.type === 'result' || body.type === 'receipt')
        return bySubject(ledger, body.statement.statement.call);
    if (body.type === 'approval')
        return bySubject(ledger, body.call);
    if (body.type !== 'intent')
        return undefined;
    const intent = body.statement.statement;
    const next = await ledger.query({ peer: body.peer, after: seq, last: MAX_LOOKED_AT });
    const found = next.find((each) => isCall(each.body) && intentFault(intent, each.body.statement.statement) === undefined);
    return found !== undefined && isCall(found.body) ? found.body.statement : undefined;
}
function isCall(body) {
    return body.type === 'call' || body.type === 'decision';
}
async function bySubject(ledger, hash) {
    for (const { body } of await ledger.query({ subject: hash }))
        if (isCall(body))
            return body.statement;
    return undefined;
}
/** `""` where nothing was decided yet, or nothing came back. */
function decisionOf(bodies, result) {
    const decision = bodies.find((body) => body.type === 'decision')?.decision;
    return decision ?? result?.statement.decision ?? '';
}
function approvalOf(bodies, result) {
    const last = bodies.findLast((body) => body.type === 'approval');
    if (last !== undefined) {
        const { approval: id, event, by } = last;
        return { approval: { id, event, ...(by === undefined ? {} : { by }) } };
    }
    const id = result?.statement.approval;
    return id === undefined ? {} : { approval: { id } };
}
async function intentOf(ledger, call, result) {
    const named = result?.statement.intent;
    if (named === undefined)
        return {};
    const [entry] = await ledger.query({ type: 'intent', subject: named, last: 1 });
    if (entry?.body.type !== 'intent')
        return { intent: { hash: named, fault: 'not on record' } };
    const { statement } = entry.body.statement;
    const fault = intentFault(statement, call.statement);
    const { justification } = statement;
    return { intent: { hash: named, justification, ...(fault === undefined ? {} : { fault: `another ${fault}` }) } };
}
function executionOf({ statement, hash, by }) {
    return { outcome: statement.outcome, result: statement.result, statement: hash, by, timeMs: statement.time };
}
