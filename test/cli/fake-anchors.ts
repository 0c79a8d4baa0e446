/** Anchors in memory for the tests of the commands and of the local socket. */
import type {
  AnchorAttempt,
  AnchorFinding,
  AnchorReport,
  AnchorSourceView,
  AnchorsApi,
  AnchorView,
} from '../../src/agent/api/anchor-api.ts';
import type { ReportParams, ReportsApi } from '../../src/agent/api/report-api.ts';
import type { AnchorSource } from '../../src/ledger/anchor/anchor.ts';
import type { ReportModel } from '../../src/ledger/report/report.ts';

/** An empty report. */
export const REPORT: ReportModel = {
  v: 1,
  kind: 'talos-report',
  author: 'did:key:z6MkfakeAuthor',
  name: 'fake',
  madeAtMs: 1_700_000_000_000,
  version: '0.0.0',
  range: {},
  verification: { valid: true, entries: 0, blocks: 1, archived: 0, checkpoint: '' },
  entries: 0,
  types: [],
  peers: [],
  tools: [],
  denials: [],
  revocations: 0,
  anchors: [],
  findings: [],
  unlisted: 0,
};

export class FakeReports implements ReportsApi {
  readonly #asked: (method: string, params?: unknown) => void;
  report: ReportModel = REPORT;

  constructor(asked: (method: string, params?: unknown) => void) {
    this.#asked = asked;
  }

  async make(params: ReportParams): Promise<ReportModel> {
    this.#asked('reports.make', params);
    return this.report;
  }
}

export class FakeAnchors implements AnchorsApi {
  readonly #asked: (method: string, params?: unknown) => void;
  readonly all: AnchorSourceView[] = [];
  made: AnchorView[] = [];
  attempts: AnchorAttempt[] = [];
  findings: AnchorFinding[] = [];

  constructor(asked: (method: string, params?: unknown) => void) {
    this.#asked = asked;
  }

  async sources(): Promise<readonly AnchorSourceView[]> {
    this.#asked('anchors.sources');
    return this.all;
  }

  async add(source: AnchorSource): Promise<AnchorSourceView> {
    this.#asked('anchors.add', source);
    const added = { id: '0123456789abcdef', source, addedAtMs: 1_700_000_000_000, active: true };
    this.all.push(added);
    return added;
  }

  async remove(id: string): Promise<AnchorSourceView> {
    this.#asked('anchors.remove', id);
    return { ...(this.all[0] as AnchorSourceView), active: false };
  }

  async list(): Promise<readonly AnchorView[]> {
    this.#asked('anchors.list');
    return this.made;
  }

  async from(least: number): Promise<readonly AnchorView[]> {
    this.#asked('anchors.from', { least });
    return this.made.filter(({ size }) => size >= least).slice(0, 1);
  }

  async now(): Promise<readonly AnchorAttempt[]> {
    this.#asked('anchors.now');
    return this.attempts;
  }

  async verify(): Promise<AnchorReport> {
    this.#asked('anchors.verify');
    return { valid: this.findings.every(({ reason }) => reason === undefined), anchors: this.findings };
  }
}
