/** What is deployed beside Talos: alerts and a dashboard name metrics that there are, units are as systemd reads them. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Terminals } from '../scenario/terminals.ts';

const DEPLOY = resolve(import.meta.dirname, '../../deploy');
const RULES = join(DEPLOY, 'prometheus/talos.rules.yaml');

/** A family of series: its type, and the names of its labels. */
interface Family {
  readonly type: string;
  readonly labels: ReadonlySet<string>;
}

/** What PromQL has besides names of metrics. */
const WORDS = new Set(
  'sum by on unless and or without group_left increase rate changes deriv min_over_time histogram_quantile label_values'.split(
    ' ',
  ),
);

interface Selected {
  readonly name: string;
  readonly labels: readonly string[];
}

/** The metrics that an expression selects, and the labels that it asks for. */
function selected(expression: string): { readonly metrics: readonly Selected[]; readonly grouped: readonly string[] } {
  const grouped = [...expression.matchAll(/\b(?:by|on|without)\s*\(([^)]*)\)/g)].flatMap(([, names = '']) =>
    names.split(/,\s*/),
  );
  const rest = expression
    .replaceAll(/\b(?:by|on|without)\s*\([^)]*\)/g, '')
    .replace(/label_values\(([^]*),\s*\w+\)/, '$1');
  const metrics: Selected[] = [];
  const plain = rest.replaceAll(/([a-z_]\w*)\{([^}]*)\}/g, (_all, name: string, matchers: string) => {
    metrics.push({ name, labels: [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label) });
    return '1';
  });
  for (const [name] of plain
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/"[^"]*"/g, '')
    .matchAll(/[a-z_]\w*/g))
    if (!WORDS.has(name)) metrics.push({ name, labels: [] });
  return { metrics, grouped };
}

/** What Prometheus itself gives each series. */
const OF_PROMETHEUS = ['job', 'instance'];

/** What is wrong with an expression. */
function faultsOf(expression: string, families: ReadonlyMap<string, Family>): readonly string[] {
  const { metrics, grouped } = selected(expression);
  const known = new Set(OF_PROMETHEUS);
  const faults: string[] = [];
  for (const { name, labels } of metrics) {
    if (name === 'up') continue;
    const of = name.replace(/_(?:bucket|sum|count)$/, '');
    const family = families.get(name) ?? (families.get(of)?.type === 'histogram' ? families.get(of) : undefined);
    if (family === undefined) faults.push(`no metric ${name}`);
    const has = new Set([...OF_PROMETHEUS, ...(family?.labels ?? []), ...(name.endsWith('_bucket') ? ['le'] : [])]);
    for (const label of has) known.add(label);
    for (const label of labels) if (!has.has(label)) faults.push(`${name} has no label ${label}`);
    const isCounted = new RegExp(`(?:rate|increase)\\(${name}\\b`).test(expression);
    if (isCounted && family?.type === 'gauge') faults.push(`${name} is no counter`);
  }
  for (const label of grouped) if (!known.has(label)) faults.push(`no metric has the label ${label}`);
  return faults;
}

/** The metrics that PROTOCOL.md §6.11 names, with their labels. */
function published(): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(resolve(DEPLOY, '../PROTOCOL.md'), 'utf8');
  const section = text.slice(text.indexOf('### 6.11'), text.indexOf('### 6.12'));
  const names = section.matchAll(/`((?:talos|process)_\w+)(?:\{([\w,]+)\})?`/g);
  return new Map([...names].map(([, name = '', labels]) => [name, labels?.split(',') ?? []]));
}

/** Types, and the labels of each series, in the text that Prometheus reads. */
function read(text: string): ReadonlyMap<string, { readonly type: string; readonly series: readonly string[] }> {
  const lines = text.split('\n');
  return new Map(
    [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type = '']) => {
      const own = lines.filter((line) => new RegExp(`^${name}(?:_bucket|_sum|_count)?[ {]`).test(line));
      const labels = own.map((line) =>
        [...line.matchAll(/(\w+)="/g)].flatMap(([, label]) => (label === 'le' ? [] : [label])).join(),
      );
      return [name, { type, series: [...new Set(labels)] }];
    }),
  );
}

const terminals = new Terminals();
afterAll(() => terminals[Symbol.asyncDispose]());

describe('what watches Talos', () => {
  const labels = published();
  const families = new Map<string, Family>();
  let texts: readonly string[] = [];
  beforeAll(async () => {
    const bin = resolve(DEPLOY, '../dist/cli/server-bin.js');
    const options = ['--port', '0', '--mailbox', '--relay', '--json'];
    const server = terminals.spawn([process.execPath, bin, '--data-dir', terminals.path('server'), ...options]);
    const { addresses } = JSON.parse(await server.line(0)) as { addresses: string[] };
    expect((await terminals.run('agent', 'init', '--name', 'agent', '--words-file', 'words')).status).toBe(0);
    const agent = terminals.start('agent', [
      'listen',
      '--json',
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--metrics',
      '0',
    ]);
    await agent.line(0);
    const registered = await terminals.run('agent', 'register', '--server', addresses[0] ?? '');
    expect([registered.status, registered.stderr]).toMatchObject([0, expect.any(String)]);
    const { metrics } = await terminals.json<{ metrics: string }>('agent', 'status');
    texts = await Promise.all(
      [`http://${addresses[0]}/metrics`, metrics].map(async (url) => (await fetch(url)).text()),
    );
    for (const text of texts)
      for (const [name, { type }] of read(text)) families.set(name, { type, labels: new Set(labels.get(name)) });
  });

  it('the metrics of a server and an agent are those of PROTOCOL.md, by name and label', () => {
    expect([...families.keys()].sort()).toEqual([...labels.keys()].sort());
    for (const text of texts)
      for (const [name, { series }] of read(text))
        for (const each of series) expect(`${name} ${each}`).toBe(`${name} ${labels.get(name)?.join()}`);
    expect(texts[0]).toMatch(/^talos_requests_total\{service="registry",operation="register"\} \d+$/m);
  });

  interface Rules {
    readonly groups: readonly {
      readonly name: string;
      readonly rules: readonly {
        readonly alert: string;
        readonly expr: string;
        readonly annotations: { readonly summary: string };
      }[];
    }[];
  }
  const { groups } = parse(readFileSync(RULES, 'utf8')) as Rules;
  const alerts = groups.flatMap(({ rules }) => rules);

  it.each(alerts.map(({ alert, expr }) => [alert, expr] as const))(
    'the alert %s names metrics and labels that there are',
    (_, expr) => {
      expect(faultsOf(expr, families)).toEqual([]);
    },
  );

  it('each alert has a name of its own, and a summary', () => {
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
    for (const { annotations } of alerts) expect(annotations.summary.length).toBeGreaterThan(10);
  });

  interface Panel {
    readonly id: number;
    readonly title: string;
    readonly type: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  }
  const board = JSON.parse(readFileSync(join(DEPLOY, 'grafana/talos.json'), 'utf8')) as {
    readonly panels: readonly Panel[];
    readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
  };

  it('the dashboard names metrics and labels that there are, and shows every one of Talos', () => {
    const targets = board.panels.flatMap(({ targets: own = [] }) => own);
    const expressions = targets.map(({ expr }) => expr.replaceAll('[$__rate_interval]', '[5m]'));
    const { query } = board.templating.list.find(({ name }) => name === 'instance') ?? { query: '' };
    expect([...expressions, query].flatMap((expr) => faultsOf(expr, families))).toEqual([]);
    for (const { expr, legendFormat } of targets)
      for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
        expect([...OF_PROMETHEUS.filter(() => !expr.includes(' by ')), ...selected(expr).grouped], expr).toContain(
          label,
        );
    const shown = expressions.join(' ');
    const unseen = [...families.keys()].filter((name) => name.startsWith('talos_') && !shown.includes(name));
    expect(unseen).toEqual(['talos_mailbox_deposit_bytes_total']);
  });

  it('the panels of the dashboard have numbers of their own, and lie beside each other', () => {
    const { panels } = board;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { gridPos: a, id } of panels) {
      expect(a.x + a.w).toBeLessThanOrEqual(24);
      for (const { gridPos: b, id: other } of panels)
        expect(id === other || a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y).toBe(true);
    }
  });

  it('a check that sees a metric, a label and a counter that are none', () => {
    expect(faultsOf('sum by (service) (rate(talos_request_total[5m]))', families)).toEqual([
      'no metric talos_request_total',
      'no metric has the label service',
    ]);
    expect(faultsOf('talos_links{peer="x"} > 1', families)).toEqual(['talos_links has no label peer']);
    expect(faultsOf('rate(talos_connections[5m])', families)).toEqual(['talos_connections is no counter']);
    expect(faultsOf('talos_links_bucket', families)).toEqual(['no metric talos_links_bucket']);
  });
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
it.skipIf(!hasPromtool)('promtool takes the alerts and the configuration (needs promtool of Debian)', () => {
  for (const argv of [
    ['check', 'rules', RULES],
    ['check', 'config', '--syntax-only', join(DEPLOY, 'prometheus/prometheus.yaml')],
  ]) {
    const { status, stdout, stderr } = spawnSync('promtool', argv, { encoding: 'utf8' });
    expect([status, stdout, stderr]).toMatchObject([0, expect.any(String), expect.any(String)]);
  }
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
describe.skipIf(!hasSystemd)('the units of systemd (needs systemd-analyze)', () => {
  const folder = join(DEPLOY, 'systemd');
  it.each(readdirSync(folder))('%s is as systemd reads it', (name) => {
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', join(folder, name)], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  it.each(['talos-server.service', 'talos-relay.service'])('%s is exposed to little', (name) => {
    const argv = ['security', '--offline=true', '--threshold=20', join(folder, name)];
    const { status, stdout, stderr } = spawnSync('systemd-analyze', argv, { encoding: 'utf8' });
    expect([status, stderr], stdout).toEqual([0, '']);
  });

  it.each([
    ['talos-server.service', 'dist/cli/server-bin.js', /TALOS_SERVER_OPTIONS=([^"]*)/, []],
    ['talos-relay.service', 'dist/cli/bin.js', /TALOS_RELAY_OPTIONS=([^"]*)/, ['relay']],
    ['talos-agent@.service', 'dist/cli/bin.js', /TALOS_AGENT_COMMAND=([^"]*)/, []],
  ] as const)('%s starts a command that there is', (name, file, options, before) => {
    const [, words = ''] = options.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
    expect(words).not.toBe('');
    const { status, stderr } = spawnSync(
      process.execPath,
      [resolve(DEPLOY, '..', file), ...before, ...words.split(' '), '--help'],
      { encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
  });
});
