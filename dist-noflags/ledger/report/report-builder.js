import { peerOf } from "../entry/entry.js";
import { finding, inOrder, } from "./report.js";
import { IntentWatch } from "./report-intents.js";
/** Most findings of one rule that are listed; the others are counted. */
export const MAX_LISTED_FINDINGS = 200;
/** Most peers and tools that are counted one by one; the others are counted together. */
export const MAX_COUNTED = 1000;
/** Most calls that wait for what answers them; the oldest is given up, as one that nothing answers. */
export const MAX_OPEN_ANSWERS = 65_536;
/** So long nothing answers before it is a finding, in milliseconds. */
export const ANSWER_GRACE_MS = 60_000;
/** So long nothing is recorded before it is a finding, in milliseconds: a week. */
export const QUIET_MS = 7 * 24 * 3600 * 1000;
/** Clocks are corrected by less than this, in milliseconds. */
const CLOCK_STEP_MS = 1000;
/** What stands for the peers or tools beyond {@link MAX_COUNTED}. */
const OTHERS = '(others)';
/** See the module comment. */
export class ReportBuilder {
    #types = new Map();
    #peers = new Map();
    #tools = new Map();
    #denials = new Map();
    #open = new Map();
    #intents = new IntentWatch();
    #anchored = [];
    #findings = [];
    #listed = new Map();
    #unlisted = 0;
    #entries = 0;
    #revocations = 0;
    #first;
    #last;
    /** Takes the next entry of the range. */
    take(entry) {
        const { seq, timeMs, body } = entry;
        this.#entries++;
        this.#checkTime(seq, timeMs);
        this.#types.set(body.type, (this.#types.get(body.type) ?? 0) + 1);
        const peer = peerOf(body);
        const counted = peer === undefined ? undefined : this.#counted(peer);
        if (counted !== undefined)
            counted.entries++;
        this.#takeBody(entry, counted);
    }
    #checkTime(seq, timeMs) {
        const last = this.#last;
        if (last !== undefined && timeMs < last - CLOCK_STEP_MS)
            this.#find(621, `the clock went back by ${seconds(last - timeMs)} at entry ${seq}`, { seq });
        if (last !== undefined && timeMs - last > QUIET_MS)
            this.#find(622, `nothing was recorded for ${days(timeMs - last)} before entry ${seq}`, { seq });
        this.#first ??= timeMs;
        this.#last = timeMs;
    }
    #counted(peer) {
        const key = this.#peers.has(peer) || this.#peers.size < MAX_COUNTED ? peer : OTHERS;
        const counted = this.#peers.get(key) ?? { entries: 0, calls: 0, denied: 0 };
        this.#peers.set(key, counted);
        return counted;
    }
    #takeBody({ seq, timeMs, body, id }, counted) {
        const { type } = body;
        if (type === 'call') {
            this.#tool(body, 'made');
            if (counted !== undefined)
                counted.calls++;
            this.#wait(id, { number: 612, seq, timeMs, peer: body.peer, call: body.statement.statement });
        }
        else if (type === 'decision') {
            const open = { number: 613, seq, timeMs, peer: body.peer, call: body.statement.statement };
            this.#takeDecision(body, open, id, counted);
        }
        else if (type === 'result') {
            this.#takeAnswer(body, seq);
            this.#wait(id, { number: 611, seq, timeMs, peer: body.peer });
        }
        else if (type === 'receipt')
            this.#takeAnswer(body, seq);
        else if (type === 'intent')
            this.#intents.announced(body);
        else if (type === 'acknowledgement')
            for (const answered of body.answers)
                this.#open.delete(answered);
        else if (type === 'denial')
            this.#deny(body.code, body.count, counted);
        else if (type === 'revocation')
            this.#revocations++;
        else if (type === 'session-repair')
            this.#takeRepair(body, seq);
        else if (type === 'anchor')
            this.#anchored.push({ digest: body.digest, seq });
        else if (type === 'equivocation')
            this.#takeEquivocation(body, seq);
    }
    #takeAnswer(body, seq) {
        const fault = this.#intents.faultOf(body, { seq }, this.#open.get(body.answers)?.call);
        this.#open.delete(body.answers);
        if (fault !== undefined)
            this.#find(606, fault, { seq, peer: body.peer });
    }
    #takeEquivocation({ peer, what }, seq) {
        const how = what === 'fork' ? 'signed two histories' : 'showed an older history after a newer';
        this.#find(603, `${peer} ${how}`, { seq, peer });
    }
    #takeRepair({ peer, cause }, seq) {
        if (cause === 'copied')
            this.#find(632, `a session with ${peer} was made anew: its state was put back or copied`, { seq, peer });
    }
    #takeDecision(body, open, id, counted) {
        const isAllowed = body.decision === 'allowed';
        this.#tool(body, isAllowed ? 'served' : 'denied');
        if (counted !== undefined)
            counted.calls++;
        if (!isAllowed)
            this.#deny(body.decision, 1, counted);
        if (body.decision === 'INTENT_MISMATCH')
            this.#find(642, `the call of ${body.peer} in entry ${open.seq} was not what it had announced`, {
                seq: open.seq,
                peer: body.peer,
            });
        // What is refused is answered at once; that answer closes it like any other.
        this.#wait(id, open);
    }
    #tool({ statement }, what) {
        const { service, target } = statement.statement;
        const name = JSON.stringify([service, target]);
        const isNew = !this.#tools.has(name);
        const key = isNew && this.#tools.size >= MAX_COUNTED ? OTHERS : name;
        const empty = key === OTHERS ? { service: OTHERS, target: OTHERS } : { service, target };
        const calls = this.#tools.get(key) ?? { ...empty, made: 0, served: 0, denied: 0 };
        calls[what]++;
        this.#tools.set(key, calls);
    }
    #deny(code, count, counted) {
        this.#denials.set(code, (this.#denials.get(code) ?? 0) + count);
        if (counted !== undefined)
            counted.denied += count;
    }
    #wait(id, open) {
        this.#open.set(id, open);
        if (this.#open.size <= MAX_OPEN_ANSWERS)
            return;
        const [oldest] = this.#open;
        if (oldest === undefined)
            return;
        this.#open.delete(oldest[0]);
        this.#unanswered(oldest[1]);
    }
    #unanswered({ number, seq, peer }) {
        const what = number === 611
            ? `${peer} did not acknowledge the result in entry ${seq}`
            : number === 612
                ? `the call in entry ${seq} has no receipt of ${peer}: its outcome is unknown`
                : `the call of ${peer} in entry ${seq} was decided and has no result`;
        this.#find(number, what, { seq, peer });
    }
    #find(number, message, place) {
        const listed = this.#listed.get(number) ?? 0;
        if (listed >= MAX_LISTED_FINDINGS) {
            this.#unlisted++;
            return;
        }
        this.#listed.set(number, listed + 1);
        this.#findings.push(finding(number, message, place));
    }
    /** The model, once every entry was taken. */
    finish(context) {
        for (const open of this.#open.values())
            if (open.timeMs <= context.nowMs - ANSWER_GRACE_MS)
                this.#unanswered(open);
        for (const { digest, seq } of this.#anchored)
            if (!context.tokens.has(digest))
                this.#find(605, `the token of the anchor in entry ${seq} is not kept`, { seq });
        this.#findUnseenIntents(context);
        this.#findAnchors(context.anchors);
        this.#findPeers(context.peers);
        const findings = inOrder([...context.findings, ...this.#findings]);
        const { author, name, version, nowMs, range, verification, anchors } = context;
        return {
            v: 1,
            kind: 'talos-report',
            author,
            name,
            madeAtMs: nowMs,
            version,
            range,
            verification: { valid: findings.every(({ level }) => level !== 'error'), ...verification },
            entries: this.#entries,
            ...(this.#first === undefined ? {} : { firstMs: this.#first }),
            ...(this.#last === undefined ? {} : { lastMs: this.#last }),
            types: [...this.#types].map(([type, count]) => ({ type, count })).toSorted((a, b) => b.count - a.count),
            peers: this.#peerCounts(context.peers),
            tools: [...this.#tools.values()].toSorted((a, b) => callsOf(b) - callsOf(a)),
            denials: [...this.#denials].map(([code, count]) => ({ code, count })).toSorted((a, b) => b.count - a.count),
            revocations: this.#revocations,
            anchors,
            findings,
            unlisted: this.#unlisted,
        };
    }
    /** Where the report is about the whole log, an intent that was not seen is not there. */
    #findUnseenIntents({ range, verification }) {
        if (range.fromMs !== undefined || range.toMs !== undefined || verification.archived > 0)
            return;
        for (const seq of this.#intents.unseen)
            this.#find(606, `the intent that entry ${seq} names is not on record before it`, { seq });
    }
    #findAnchors(anchors) {
        for (const { source, size, reason } of anchors)
            if (reason !== undefined)
                this.#find(604, `the anchor of ${size} entries by ${source} does not hold: ${reason}`, {
                    code: 'ANCHOR_MISMATCH',
                });
    }
    #findPeers(peers) {
        for (const { did, alias, isVerified, offered } of peers) {
            if (offered !== undefined)
                this.#find(631, `another identity, ${offered}, was found in the place of "${alias}"`, { peer: did });
            if (alias !== '' && !isVerified && this.#peers.has(did))
                this.#find(633, `the contact "${alias}" was never verified`, { peer: did });
        }
        for (const [peer, { denied }] of this.#peers)
            if (denied > 0)
                this.#find(641, `${denied} refusals with ${peer}`, peer === OTHERS ? {} : { peer });
    }
    #peerCounts(known) {
        const names = new Map(known.map((peer) => [peer.did, peer]));
        return [...this.#peers]
            .map(([peer, counted]) => {
            const { alias = '', isVerified = false } = names.get(peer) ?? {};
            return { peer, alias, verified: isVerified, ...counted };
        })
            .toSorted((a, b) => b.entries - a.entries);
    }
}
const callsOf = ({ made, served, denied }) => made + served + denied;
const seconds = (ms) => `${Math.round(ms / 1000)} s`;
const days = (ms) => `${Math.floor(ms / 86_400_000)} days`;
