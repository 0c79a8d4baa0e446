/**
 * The calling side: redemption of invitations, tunnels to the services of peers, over the channels that it dials.
 *
 * @module
 */
var __addDisposableResource = (this && this.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (this && this.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});
import { isTalosError, TalosError } from "../../base/errors.js";
import { chainText, splitChain } from "../../capability/chain.js";
import { signRedemption } from "../../capability/invitation.js";
import { readCheckpoint } from "../../ledger/log/checkpoint.js";
import { PACKET } from "../../message/packet.js";
import { isNamedPlace } from "../../net/address.js";
import { Announcer } from "../authority/announcer.js";
import { renewInTime } from "../authority/auto-renewal.js";
import { withSuccessor } from "../identity/identity-change.js";
import { isStorageFailure } from "../record/watched-ledger.js";
import { CallerRecords } from "./call-records.js";
import { DialledChannels, withinChannel } from "./dialled-channels.js";
import { TunnelResumer } from "./tunnel-resumer.js";
import { decodeInviteGrant, decodeRefusal, decodeTunnelOpened, encodeRedeem, encodeTunnelOpen, refusalError, } from "./tunnel-wire.js";
import { UsedTunnel } from "./used-tunnel.js";
/** Milliseconds that a server gets to answer the request for a tunnel: it starts a process meanwhile. */
export const OPEN_TIMEOUT_MS = 30_000;
/** Milliseconds that a server gets to answer a redemption. */
export const REDEEM_TIMEOUT_MS = 10_000;
/** See the module comment. */
export class TunnelDialer {
    #core;
    #witness;
    #control;
    #channels;
    #unwatch;
    /** Peers whose tunnels are being moved. */
    #moving = new Set();
    #tunnels = new Map();
    /** @param dialling - Gives the network, started when first needed, and looks for peers. */
    constructor(core, dialling, witness, control) {
        this.#core = core;
        this.#witness = witness;
        this.#control = control;
        this.#channels = new DialledChannels(core, dialling, control);
        const unwake = core.network.onWake(() => {
            for (const { resumer } of this.#tunnels.values())
                resumer?.retryNow();
        });
        const unwatch = core.network.onBetterPath((peer) => void this.#moveTo(peer));
        this.#unwatch = () => {
            unwake();
            unwatch();
        };
    }
    /** Takes the lasting tunnels to `peer` to a new channel, over the better way that there is now. */
    async #moveTo(peer) {
        const resumers = [...this.#tunnels.values()].flatMap(({ server, resumer }) => server === peer ? (resumer ?? []) : []);
        if (resumers.length === 0 || this.#moving.has(peer))
            return;
        this.#moving.add(peer);
        try {
            const dialled = await this.#channels.renew(peer, this.#addressesOf(peer));
            await Promise.all(resumers.map((resumer) => resumer.move(dialled)));
            this.#channels.release(dialled);
            this.#core.notice('tunnel', `a tunnel goes on over a better connection (${dialled.channel.path})`, peer);
        }
        catch (error) {
            // It stays where it is, or has been lost like any other.
            if (!isTalosError(error))
                throw error;
        }
        finally {
            this.#moving.delete(peer);
        }
    }
    /**
     * A channel to `peer`, in use until it is disposed of.
     *
     * @throws {TalosError} `E_UNREACHABLE` where no address of it is known, and what dialling throws.
     */
    async reach(peer, signal) {
        return withSuccessor(this.#core, peer, async (at) => {
            const dialled = await this.#use(at, signal);
            return { channel: dialled.channel, [Symbol.dispose]: () => this.#channels.release(dialled) };
        });
    }
    #use(peer, signal) {
        return this.#channels.use(peer, this.#addressesOf(peer), signal);
    }
    #addressesOf(peer) {
        return this.#core.peers.get(peer)?.addresses ?? [];
    }
    /**
     * Has a grant that this agent received renewed by its issuer; durable when it resolves.
     *
     * @throws {TalosError} as `Renewals.ask`, and what dialling throws.
     */
    async renew(grant, signal) {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const issuer = this.#core.successions.current(grant.token.claims.issuer);
            const [open] = this.#control.revocations.channelsTo(issuer);
            if (open !== undefined)
                return this.#control.renewals.ask(open, grant, signal);
            const reached = __addDisposableResource(env_1, await this.reach(issuer, signal), false);
            return await this.#control.renewals.ask(reached.channel, grant, signal);
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            __disposeResources(env_1);
        }
    }
    /** Shows a renewal to the servers of all open tunnels that run under `before`. */
    renewed(before, after) {
        for (const tunnel of this.#tunnels.keys())
            if (tunnel.token === before.token.id)
                tunnel.renew(after.chain);
    }
    /** Open channels. */
    get channels() {
        return this.#channels.all;
    }
    /**
     * Redeems an invitation, or finds what it was redeemed for before.
     *
     * @throws {TalosError} `E_INVITE_USED`, `E_INVITE_EXPIRED`, `E_INVITE_INVALID`; what dialling throws; `E_PROTOCOL`
     *   for an answer that is not about this invitation.
     */
    async redeem(invitation, signal) {
        const { invitations, grants, peers } = this.#core;
        const before = await invitations.used(invitation);
        if (before !== undefined)
            return before;
        const { server, addresses, service } = invitation;
        const dialled = await this.#channels.use(server, addresses, signal);
        try {
            const granted = await dialled.redeeming.run(() => this.#exchange(dialled, invitation, signal), signal);
            const grant = await grants.receive(granted.token);
            assertFrom(grant, server, granted.service, this.#core.successions);
            const servers = (invitation.servers ?? []).filter(isNamedPlace);
            await peers.note(server, { addresses, alias: service, ...(servers.length === 0 ? {} : { servers }) });
            await invitations.noteUsed(invitation, granted.service);
            return { server, service: granted.service };
        }
        finally {
            this.#channels.release(dialled);
        }
    }
    async #exchange(dialled, invitation, signal) {
        const { channel } = dialled;
        const { id, server } = invitation;
        const redeemer = this.#core.identity.did;
        const signature = signRedemption(invitation.seed, { id, server, redeemer, session: channel.session });
        const answer = new Promise((resolve) => {
            dialled.control = resolve;
        });
        channel.send(PACKET.inviteRedeem, 0, encodeRedeem({ id, signature }));
        const packet = await withinChannel(answer, channel, REDEEM_TIMEOUT_MS, signal);
        if (packet.type === PACKET.refusal)
            throw this.#refused(channel.peer, packet, 'invitation');
        if (packet.type !== PACKET.inviteGrant)
            throw new TalosError('E_PROTOCOL', 'the redemption was answered with something else');
        return decodeInviteGrant(packet.content);
    }
    /**
     * Opens a tunnel.
     *
     * @throws {TalosError} The code of the refusal, such as `EXPIRED` or `REVOKED`; `E_EQUIVOCATION` where there is evidence
     *   against the server; `E_UNREACHABLE`, `E_TIMEOUT` and what else dialling throws.
     */
    open(target, options) {
        return withSuccessor(this.#core, target.server, (server) => this.#openAt({ ...target, server }, options));
    }
    async #openAt(target, options) {
        const { server, token } = target;
        const { signal } = options;
        this.#witness.assertTrusted(server);
        const dialled = await this.#use(server, signal);
        try {
            const held = token === undefined ? heldChain(await this.#inForce(target, signal)) : undefined;
            return await this.#openOrOther(dialled, target, held, options);
        }
        finally {
            this.#channels.release(dialled);
        }
    }
    /** The newest grant at `server`; one that has lapsed and may be renewed is, where its issuer agrees. */
    async #inForce({ server, service, call }, signal) {
        const { grants } = this.#core;
        const held = grants.newestFrom(server, service, call);
        const lapsed = held === undefined ? grants.newestLapsed(server, service) : undefined;
        if (lapsed === undefined)
            return held;
        try {
            return await this.renew(lapsed, signal);
        }
        catch (error) {
            if (isStorageFailure(error) || !isTalosError(error))
                throw error;
            return undefined;
        }
    }
    async #openOrOther(dialled, target, held, options) {
        try {
            return await this.#openUnder(dialled, target, target.token ?? held, options);
        }
        catch (error) {
            // Who is told that it was taken back learns by whom, before a command that ends with it: the next one knows. Lists of
            // others the server has told already.
            const { peer } = dialled.channel;
            if (isTalosError(error, 'REVOKED'))
                await this.#control.learnList(peer, peer);
            // What this agent holds is no more, and the server says that it has granted anew.
            if (held === undefined || !isTalosError(error) || error.details['other'] !== true)
                throw error;
            return await this.#openUnder(dialled, target, undefined, options);
        }
    }
    /** The error of a refusal, which is on record here too. */
    #refused(server, packet, subject) {
        const error = refusalError(decodeRefusal(packet.content), `the ${subject}`);
        this.#core.denials.note(server, subject, error.code);
        return error;
    }
    async #openUnder(dialled, { service, justification }, token, options) {
        const chain = token === undefined ? [] : splitChain(token);
        const lasting = options.line !== undefined;
        const stream = this.#channels.open(dialled, encodeTunnelOpen({ service, chain, lasting }));
        return this.#opened(dialled, stream, { token, justification }, options);
    }
    async #opened(dialled, stream, presented, { onMessage, signal, line }) {
        const server = dialled.channel.peer;
        const before = this.#core.seen.newest(server)?.checkpoint;
        let release = () => { };
        // The first packet is held until the tunnel has taken the stream over, so that nothing after it is missed.
        const taken = new Promise((resolve) => {
            release = resolve;
        });
        const first = new Promise((resolve, reject) => {
            stream.onPacket((packet) => {
                resolve(packet);
                return taken;
            });
            void stream.closed.then((reason) => {
                if (reason !== undefined)
                    reject(refusalError(reason, 'the tunnel'));
            });
        });
        try {
            const packet = await withinChannel(first, dialled.channel, OPEN_TIMEOUT_MS, signal);
            if (packet.type === PACKET.refusal)
                throw this.#refused(server, packet, 'tunnel');
            if (packet.type !== PACKET.tunnelOpened)
                throw new TalosError('E_PROTOCOL', 'the tunnel was answered with something else');
            const opened = decodeTunnelOpened(packet.content);
            const grant = await this.#grantOf(opened, server, presented.token);
            await this.#witness.opened(server, opened.checkpoint, before);
            const onCheckpoint = (note) => this.#witness.saw(server, note);
            const context = { ...this.#core.recordsOf(dialled.channel, opened.service, grant.token.id), onCheckpoint };
            const records = new CallerRecords(context, dialled.number);
            const announcer = new Announcer(records, opened.intents ?? [], presented.justification);
            const tunnel = new UsedTunnel({ stream, records, announcer, onMessage });
            const resumer = line && this.#resumerOf(tunnel, stream, opened, server, line);
            this.#keep(tunnel, stream, { server, resumer });
            if (this.#core.network.hasBetter(server, dialled.channel.path))
                void this.#moveTo(server);
            const renew = (held, stop) => this.renew(held, stop);
            renewInTime({ core: this.#core, tunnel, renew, ended: stream.closed, peer: server }, grant);
            return { tunnel, service: opened.service, resumer };
        }
        catch (error) {
            stream.close();
            throw error;
        }
        finally {
            release();
        }
    }
    /** Keeps a tunnel at a channel, where the server lets it last. */
    #resumerOf(tunnel, stream, { tunnel: id }, server, watcher) {
        if (id === undefined || !stream.isOpen)
            return undefined;
        return new TunnelResumer({
            stream,
            id,
            watcher,
            use: (signal) => this.#use(server, signal),
            channels: this.#channels,
            fail: (error) => tunnel.fail(error),
        });
    }
    #keep(tunnel, stream, held) {
        this.#tunnels.set(tunnel, held);
        const unused = this.#witness.inUse(held.server);
        void stream.closed.then(() => {
            this.#tunnels.delete(tunnel);
            unused();
        });
    }
    /** Ends the tunnels to `server` because of `reason`. */
    endTunnelsTo(server, reason) {
        for (const [tunnel, each] of this.#tunnels)
            if (each.server === server)
                tunnel.fail(reason);
    }
    /** The grant that the tunnel runs under: the one presented, kept from now on, or one that the server had. */
    async #grantOf(opened, server, presented) {
        if (presented !== undefined && splitChain(presented).at(-1) !== opened.token)
            throw new TalosError('E_PROTOCOL', 'the tunnel was opened under another token than the one presented');
        if (opened.checkpoint !== '' && readCheckpoint(opened.checkpoint, server) === undefined)
            throw new TalosError('E_PROTOCOL', 'the checkpoint of the server is no note that it signed');
        const grant = await this.#core.grants.receive(presented ?? opened.token);
        const { successions } = this.#core;
        if (presented === undefined)
            assertFrom(grant, server, opened.service, successions);
        else
            assertFor(grant, server, opened.service, successions);
        return grant;
    }
    /** Ends every channel, and each that is being dialled; none is dialled any more. Repeatable. */
    async close() {
        this.#unwatch();
        await this.#channels.close();
    }
}
function heldChain(grant) {
    return grant === undefined ? undefined : chainText(grant.chain);
}
function assertFrom(grant, server, service, line) {
    if (line.current(grant.token.claims.issuer) !== server)
        throw new TalosError('E_PROTOCOL', 'the token is not one of this server for this service');
    assertFor(grant, server, service, line);
}
function assertFor({ token: { claims } }, server, service, line) {
    if (line.current(claims.audience) !== server || claims.scope.service !== service)
        throw new TalosError('E_PROTOCOL', 'the token is not one for this server and this service');
}
