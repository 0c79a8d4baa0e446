/**
 * The reports of a running agent, in the words of `ReportsApi`.
 *
 * @module
 */
import { toHex } from '../../base/bytes.ts';
import { fromBase64url } from '../../base/encoding.ts';
import { sha256 } from '../../crypto/hash.ts';
import type { LedgerFault } from '../../ledger/journal/ledger.ts';
import { type Finding, finding, type KnownPeer, type ReportModel } from '../../ledger/report/report.ts';
import { ReportBuilder } from '../../ledger/report/report-builder.ts';
import type { AgentCore } from '../agent-core.ts';
import type { AnchorsApi } from '../api/anchor-api.ts';
import type { ReportParams, ReportsApi } from '../api/report-api.ts';

/** Entries that are read at a time. */
const PAGE = 1000;

/** See the module comment. */
export class Reports implements ReportsApi {
  readonly #core: AgentCore;
  readonly #anchors: AnchorsApi;
  readonly #version: string;

  /** @param version - Of this software. */
  constructor(core: AgentCore, anchors: AnchorsApi, version: string) {
    this.#core = core;
    this.#anchors = anchors;
    this.#version = version;
  }

  async make({ checkpoint, ...range }: ReportParams, signal?: AbortSignal): Promise<ReportModel> {
    const { ledger, identity, clock, peers } = this.#core;
    const { ok, firstBad, ...verification } = await ledger.verify(checkpoint === undefined ? {} : { checkpoint });
    signal?.throwIfAborted();
    const builder = new ReportBuilder();
    // What does not verify may not be readable either: the report then says that alone.
    if (ok) await this.#read(builder, range, signal);
    const { anchors } = await this.#anchors.verify();
    const kept = await this.#anchors.list();
    return builder.finish({
      author: identity.did,
      name: identity.name,
      version: this.#version,
      nowMs: clock.now(),
      range,
      verification,
      peers: peers.all().map(({ did, alias, verifiedAtMs, changed }): KnownPeer => {
        const offered = changed === undefined ? {} : { offered: changed.did };
        return { did, alias, isVerified: verifiedAtMs > 0, ...offered };
      }),
      anchors,
      findings: faultsOf(firstBad),
      tokens: new Set(kept.map(({ token }) => toHex(sha256(fromBase64url(token))))),
    });
  }

  async #read(
    builder: ReportBuilder,
    range: Omit<ReportParams, 'checkpoint'>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { ledger } = this.#core;
    for (let after = -1; ; ) {
      signal?.throwIfAborted();
      const page = await ledger.query({ ...range, after, last: PAGE });
      for (const entry of page) builder.take(entry);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      after = last.seq;
    }
  }
}

function faultsOf(firstBad: LedgerFault | undefined): Finding[] {
  return firstBad === undefined ? [] : [faultFinding(firstBad)];
}

/** What a fault of the ledger is called in a report: another history than one that was signed, or any other. */
export function faultFinding({ reason, code, seq, height }: LedgerFault): Finding {
  const place = { ...(seq === undefined ? {} : { seq }), ...(height === undefined ? {} : { height }) };
  return finding(code === 'E_EQUIVOCATION' ? 602 : 601, reason, { code, ...place });
}
