/**
 * The reports of a running agent, in the words of `ReportsApi`.
 *
 * @module
 */
import { toHex } from "../../base/bytes.js";
import { fromBase64url } from "../../base/encoding.js";
import { sha256 } from "../../crypto/hash.js";
import { finding } from "../../ledger/report/report.js";
import { ReportBuilder } from "../../ledger/report/report-builder.js";
/** Entries that are read at a time. */
const PAGE = 1000;
/** See the module comment. */
export class Reports {
    #core;
    #anchors;
    #version;
    /** @param version - Of this software. */
    constructor(core, anchors, version) {
        this.#core = core;
        this.#anchors = anchors;
        this.#version = version;
    }
    async make({ checkpoint, ...range }, signal) {
        const { ledger, identity, clock, peers } = this.#core;
        const { ok, firstBad, ...verification } = await ledger.verify(checkpoint === undefined ? {} : { checkpoint });
        signal?.throwIfAborted();
        const builder = new ReportBuilder();
        // What does not verify may not be readable either: the report then says that alone.
        if (ok)
            await this.#read(builder, range, signal);
        const { anchors } = await this.#anchors.verify();
        const kept = await this.#anchors.list();
        return builder.finish({
            author: identity.did,
            name: identity.name,
            version: this.#version,
            nowMs: clock.now(),
            range,
            verification,
            peers: peers.all().map(({ did, alias, verifiedAtMs, changed }) => {
                const offered = changed === undefined ? {} : { offered: changed.did };
                return { did, alias, isVerified: verifiedAtMs > 0, ...offered };
            }),
            anchors,
            findings: faultsOf(firstBad),
            tokens: new Set(kept.map(({ token }) => toHex(sha256(fromBase64url(token))))),
        });
    }
    async #read(builder, range, signal) {
        const { ledger } = this.#core;
        for (let after = -1;;) {
            signal?.throwIfAborted();
            const page = await ledger.query({ ...range, after, last: PAGE });
            for (const entry of page)
                builder.take(entry);
            const last = page.at(-1);
            if (last === undefined || page.length < PAGE)
                return;
            after = last.seq;
        }
    }
}
function faultsOf(firstBad) {
    return firstBad === undefined ? [] : [faultFinding(firstBad)];
}
/** What a fault of the ledger is called in a report: another history than one that was signed, or any other. */
export function faultFinding({ reason, code, seq, height }) {
    const place = { ...(seq === undefined ? {} : { seq }), ...(height === undefined ? {} : { height }) };
    return finding(code === 'E_EQUIVOCATION' ? 602 : 601, reason, { code, ...place });
}
