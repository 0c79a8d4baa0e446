/**
 * Lending a tool server: what it can do, who may use it, where it is reached.
 *
 * @module
 */
import { TalosError } from "../../base/errors.js";
import { expandAllow } from "../../capability/allow-list.js";
import { NamePatterns } from "../../capability/name-patterns.js";
import { renewable } from "../../capability/renewal.js";
import { MAX_SERVICE_NAME, parseScope, SERVICE_NAME } from "../../capability/scope.js";
import { MAX_TOKEN_LIFETIME_S } from "../../capability/token.js";
import { parseDid } from "../../identity/did.js";
import { originText } from "../../mcp/definition.js";
import { APPROVAL_TIMEOUT_MS, MAX_APPROVAL_TIMEOUT_MS, } from "../authority/approval-book.js";
import { approvalRule } from "../authority/approval-rule.js";
import { onTerms } from "../authority/grant-scope.js";
import { probeTools } from "./tool-probe.js";
import { openSecrets } from "./tool-secrets.js";
import { quarantineNotice, ToolWatch } from "./tool-watch.js";
import { pinnedScope } from "./tools.js";
/** Longest life of an invitation, in seconds: it is a secret on its way. */
export const MAX_INVITATION_LIFETIME_S = 7 * 86_400;
function assertTerms(params) {
    const { service, expiresInS, inviteTtlS } = params;
    if (service.length > MAX_SERVICE_NAME || !SERVICE_NAME.test(service))
        throw new TalosError('E_USAGE', 'the name of a service is 1 to 64 printable ASCII characters');
    if (!(expiresInS >= 1 && expiresInS <= MAX_TOKEN_LIFETIME_S))
        throw new TalosError('E_USAGE', `a capability lasts 1 second to ${MAX_TOKEN_LIFETIME_S / 86_400} days`);
    if (inviteTtlS !== undefined && !(inviteTtlS >= 0 && inviteTtlS <= MAX_INVITATION_LIFETIME_S))
        throw new TalosError('E_USAGE', `an invitation lasts 1 second to ${MAX_INVITATION_LIFETIME_S / 86_400} days`);
    const { renewableS = 0 } = params;
    if (!(renewableS >= 0 && renewableS <= MAX_TOKEN_LIFETIME_S))
        throw new TalosError('E_USAGE', `a capability is renewed for 1 second to ${MAX_TOKEN_LIFETIME_S / 86_400} days`);
    if (params.allow === undefined && params.authorizedPeer === undefined)
        throw new TalosError('E_USAGE', 'who may do what is not said', {
            hint: 'give --allow GLOBS, or --authorized-peer PEER',
        });
    rootsOf(params);
    const { approve, approveTimeoutS, command } = params;
    if (approve === undefined && (approveTimeoutS !== undefined || command !== undefined))
        throw new TalosError('E_USAGE', 'which calls are to be approved is not said', { hint: 'give --approve GLOBS' });
    if (approveTimeoutS !== undefined && !(approveTimeoutS >= 1 && approveTimeoutS * 1000 <= MAX_APPROVAL_TIMEOUT_MS))
        throw new TalosError('E_USAGE', 'an approval is waited for 1 second to 24 hours');
}
/** The scope that the allow list, or its absence, makes of the server's tools. */
function scopeOf(params, names) {
    const { tools, resources, prompts, unmatched } = expandAllow({
        allow: params.allow ?? '*',
        ...(params.deny === undefined ? {} : { deny: params.deny }),
        tools: names,
    });
    if (Object.keys(tools).length + resources.length + prompts.length === 0)
        throw new TalosError('E_USAGE', 'nothing would be lent: no tool of the server fits', {
            hint: `it has ${names.length === 0 ? 'none' : names.join(', ')}`,
        });
    const scope = parseScope({ service: params.service, tools, resources, prompts });
    return { scope, unmatched };
}
/**
 * Lends the tool server of `params` until closed.
 *
 * @throws {TalosError} `E_USAGE` for parameters that make no sense; `E_TOOL_FAILED` if the server does not start or
 *   list its tools; `E_LIMIT` for more or longer definitions than are read, or more tools than a token holds; `E_EXISTS`
 *   if the name is taken; `E_CONFIG` if it cannot be listened on, or its access-control list is none; `E_STORAGE…`.
 */
export async function lend(parts, params, server, options) {
    assertTerms(params);
    if (params.authorizedPeer !== undefined && !isOwnRoot(parts.core, params))
        throw new TalosError('E_USAGE', 'the service does not accept what this agent grants', {
            hint: 'name this agent as a root too',
        });
    // Before the tool is started: without its list nothing of it is lent.
    const list = await parts.acl.open(params.service, params.acl);
    try {
        const lent = await lendUnder(list, parts, params, server, options);
        if (list !== undefined)
            void lent.service.ended.then(list.close, list.close);
        return lent;
    }
    catch (error) {
        list?.close();
        throw error;
    }
}
async function lendUnder(list, { core, host, platform }, params, { startTool, origin }, options) {
    const { service: name } = params;
    const patternsOf = (list) => list === undefined ? undefined : NamePatterns.parse(list);
    const [needsIntent, asked] = [patternsOf(params.requireIntent), patternsOf(params.approve)];
    const environment = params.environment && Object.freeze({ ...params.environment });
    host.assertFree(name);
    const secrets = openSecrets(platform, params.secrets, (text) => core.notice('tool', text));
    const onDiagnostic = (text) => core.notice('tool', secrets?.diagnostic(text) ?? text);
    const fromTool = (rpc) => secrets?.message(rpc) ?? rpc;
    const about = { self: core.identity.did, service: name, version: platform.version, onDiagnostic, fromTool };
    const listed = await probeTools(startTool, about, options.signal ?? new AbortController().signal);
    const names = listed.map((definition) => definition.name);
    const { scope, unmatched } = scopeOf(params, names);
    const lent = Object.keys(scope.tools);
    await meetPins(core, { service: name, origin: originText(origin), listed, lent });
    const granted = pinnedScope(core.pins, { scope: onTerms(scope, params.terms), pinned: params.pinned });
    const unfit = [
        ...unmatched,
        ...(secrets?.unmatched(lent) ?? []),
        ...[needsIntent, asked].flatMap((each) => each?.unmatched(names) ?? []),
    ];
    if (unfit.length > 0)
        core.notice('tool', `no tool of the server fits ${unfit.join(', ')}`);
    const addresses = await platform.listen(params.host, params.port);
    if (core.failure !== undefined)
        throw core.failure;
    const { callTimeoutMs } = platform;
    // Secrets come last: nobody is asked about, or shown, what they put into arguments.
    const rules = (tunnel) => [
        // Before the list, which charges nothing whose approval does not hold any more.
        ...(asked === undefined ? [] : [approvalRule(asked, approvalTerms(params), core.approvals)]),
        ...(list === undefined ? [] : [list.rule(tunnel)]),
        ...(secrets === undefined ? [] : [secrets.rule]),
        new ToolWatch({ book: core.pins, tunnel, onNotice: onDiagnostic }),
    ];
    const terms = { environment, ...rootsOf(params), ...(needsIntent === undefined ? {} : { needsIntent }) };
    const end = host.lend({ name, startTool, lends: scope, rules, callTimeoutMs, onDiagnostic, ...terms });
    try {
        const invitation = await authorise(core, params, granted, addresses);
        const tools = lent;
        const info = { did: core.identity.did, service: name, addresses, tools, ...invitation };
        return { tools, service: servedService(core, info, end, options.signal) };
    }
    catch (error) {
        await end();
        throw error;
    }
}
/** Compares the server with what was approved before, and tells people what is another. */
async function meetPins(core, listing) {
    for (const place of await core.pins.meet(listing)) {
        const isGone = place.tool !== undefined && core.pins.of(place.service).at(place)?.found?.kind === 'removed';
        if (isGone)
            core.notice('tool', `the server of ${place.service} does not list the tool ${place.tool} any more`);
        else
            core.notice('tool', quarantineNotice(place));
    }
}
function rootsOf({ roots }) {
    return roots === undefined ? {} : { roots: roots.map(parseDid) };
}
/** Whether the service accepts what this agent grants. */
function isOwnRoot(core, { roots }) {
    return roots === undefined || roots.includes(core.identity.did);
}
function approvalTerms({ approveTimeoutS, command }) {
    const timeoutMs = approveTimeoutS === undefined ? APPROVAL_TIMEOUT_MS : approveTimeoutS * 1000;
    return { timeoutMs, ...(command === undefined ? {} : { command }) };
}
async function authorise(core, params, scope, addresses) {
    const { authorizedPeer, expiresInS, inviteTtlS, renewableS = 0 } = params;
    // What the service would refuse is not granted.
    if (!isOwnRoot(core, params))
        return {};
    if (authorizedPeer !== undefined) {
        const nowS = Math.floor(core.authority.standing().nowMs / 1000);
        await core.grants.issue(parseDid(authorizedPeer), renewable(scope, nowS, params.renewableS), expiresInS);
        return {};
    }
    if (inviteTtlS === undefined || inviteTtlS === 0)
        return {};
    return {
        invitation: await core.invitations.create(addresses, { scope, lifetimeS: expiresInS, renewableS }, inviteTtlS * 1000),
    };
}
function servedService(core, info, end, signal) {
    let closing;
    let failure;
    let settle = () => { };
    const ended = new Promise((resolve, reject) => {
        settle = () => (failure === undefined ? resolve() : reject(failure));
    });
    // Who awaits it hears of it; that nobody does is no fault.
    ended.catch(() => undefined);
    const close = () => {
        closing ??= end()
            .catch((error) => {
            failure ??= error;
            throw error;
        })
            .finally(() => {
            unwatch();
            signal?.removeEventListener('abort', abort);
            settle();
        });
        return closing;
    };
    // Nobody waits for this closing; how it went is what `ended` says.
    const abort = () => void close().catch(() => undefined);
    // Without a ledger nothing may be served: the service is over, and says why.
    const unwatch = core.onFailure((error) => {
        failure = error;
        abort();
    });
    if (signal?.aborted === true)
        abort();
    else
        signal?.addEventListener('abort', abort, { once: true });
    return { info, ended, close };
}
