/** The Helm chart, rendered with what Helm is made of (tools/helm-render) and held against the schemas of Kubernetes. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';

const ROOT = resolve(import.meta.dirname, '../..');
const CHART = join(ROOT, 'deploy/helm/talos');
const tools = createRequire(join(ROOT, 'tools/package.json'));
const GO = { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '' };
const canRender =
  existsSync(join(ROOT, 'tools/node_modules/kubernetes-models')) &&
  existsSync('/usr/share/gocode/src/github.com/Masterminds/sprig') &&
  existsSync('/usr/share/gocode/src/gopkg.in/yaml.v3') &&
  spawnSync('go', ['version']).status === 0;

type Json = Readonly<Record<string, unknown>>;

interface Manifest extends Json {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: Json;
}

/** What `validate` of an ajv module is. */
interface Validate {
  (data: unknown): boolean;
  readonly errors?:
    | readonly { readonly instancePath: string; readonly keyword: string; readonly params: Json }[]
    | null;
}

const { default: Ajv } = tools('ajv') as {
  default: new (options: object) => { compile: (schema: unknown) => Validate };
};
const schemaOf = (path: string): Validate =>
  new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false }).compile(
    JSON.parse(readFileSync(path, 'utf8')),
  );

/**
 * Members that nobody looks at while `read` runs: the validators of Kubernetes' OpenAPI let members pass that it does not
 * have, and a cluster drops them without a word.
 */
function unread(value: object, read: (seen: object) => void): readonly string[] {
  const seen = new Set<string>();
  const watched = (of: object, path: string): object =>
    new Proxy(of, {
      get: (target, key) => {
        const found: unknown = Reflect.get(target, key);
        seen.add(`${path}/${String(key)}`);
        return typeof found === 'object' && found !== null ? watched(found, `${path}/${String(key)}`) : found;
      },
    });
  read(watched(value, ''));
  const all = (of: unknown, path: string): string[] =>
    typeof of !== 'object' || of === null
      ? []
      : Object.entries(of).flatMap(([key, each]) => [`${path}/${key}`, ...all(each, `${path}/${key}`)]);
  return all(value, '').filter((path) => !seen.has(path));
}

const MODULES: Readonly<Record<string, string>> = {
  'apps/v1 StatefulSet': 'IoK8sApiAppsV1StatefulSet',
  'apps/v1 Deployment': 'IoK8sApiAppsV1Deployment',
  'v1 Service': 'IoK8sApiCoreV1Service',
  'v1 ServiceAccount': 'IoK8sApiCoreV1ServiceAccount',
  'policy/v1 PodDisruptionBudget': 'IoK8sApiPolicyV1PodDisruptionBudget',
  'networking.k8s.io/v1 NetworkPolicy': 'IoK8sApiNetworkingV1NetworkPolicy',
};

/** What is wrong with a manifest. */
function faultsOf(manifest: Manifest): readonly string[] {
  const kind = `${manifest.apiVersion} ${manifest.kind}`;
  if (manifest.kind === 'ServiceMonitor') {
    const validate = schemaOf(join(import.meta.dirname, 'service-monitor.schema.json'));
    return validate(manifest)
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, keyword, params }) => `${instancePath} ${keyword} ${JSON.stringify(params)}`,
        );
  }
  const module = MODULES[kind];
  if (module === undefined) return [`no schema of ${kind}`];
  const { validate } = tools(join(ROOT, `tools/node_modules/kubernetes-models/_schemas/${module}.js`)) as {
    validate: Validate;
  };
  const faults: string[] = [];
  const unknown = unread(manifest, (seen) => {
    if (!validate(seen))
      faults.push(
        ...(validate.errors ?? []).map(
          ({ instancePath, keyword, params }) => `${instancePath} ${keyword} ${JSON.stringify(params)}`,
        ),
      );
  });
  return [...faults, ...unknown.map((path) => `${path} is no member`)];
}

describe.skipIf(!canRender)('the Helm chart (needs go, sprig and yaml.v3 of Debian, and tools/node_modules)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'talos-helm-'));
  const program = join(folder, 'helm-render');
  const given = readdirSync(join(CHART, 'ci')).map((name) => join(CHART, 'ci', name));
  beforeAll(() => {
    execFileSync('go', ['build', '-o', program, './tools/helm-render'], { cwd: ROOT, env: { HOME: folder, ...GO } });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const rendered = (values: readonly string[]) =>
    spawnSync(program, [CHART, 'test', 'agents', ...values], { encoding: 'utf8' });
  const manifests = (values: readonly string[]): readonly Manifest[] => {
    const { status, stdout, stderr } = rendered(values);
    if (status !== 0) throw new Error(stderr);
    const yaml = stdout.replace(/---\n# Source: NOTES\.txt\n[^]*?(?=---\n)/, '');
    return parseAllDocuments(yaml).flatMap((document) => {
      for (const { message } of document.errors) throw new Error(message);
      const found = document.toJS() as Manifest | null;
      return found === null ? [] : [found];
    });
  };
  const withValues = (values: Json): string => {
    const path = join(folder, 'values.yaml');
    writeFileSync(path, stringify(values));
    return path;
  };
  const kindOf = (all: readonly Manifest[], kind: string): Manifest | undefined =>
    all.find((each) => each.kind === kind);
  const podOf = (all: readonly Manifest[]) => {
    const workload = kindOf(all, 'StatefulSet') ?? kindOf(all, 'Deployment');
    const { template } = (workload?.spec ?? {}) as {
      template: {
        spec: {
          containers: { args: string[]; securityContext: Json; ports: { name: string }[] }[];
          initContainers?: Json[];
          securityContext: Json;
        };
      };
    };
    return template.spec;
  };

  it.each([
    ['with nothing given', []],
    ...given.map((path) => [path.slice(CHART.length + 4), [path]] as const),
  ] as const)('is valid Kubernetes, member by member: %s', (_name, values) => {
    const all = manifests(values);
    expect(all.flatMap((each) => faultsOf(each).map((fault) => `${each.kind} ${fault}`))).toEqual([]);
    expect(new Set(all.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).size).toBe(all.length);
    const pod = podOf(all);
    const labels = (kindOf(all, 'StatefulSet') ?? kindOf(all, 'Deployment'))?.spec['selector'] as { matchLabels: Json };
    expect(kindOf(all, 'Service')?.spec['selector']).toEqual(labels.matchLabels);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    for (const { securityContext } of [...pod.containers, ...((pod.initContainers ?? []) as typeof pod.containers)])
      expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
  });

  it('a check that sees a misspelt member, a wrong type and a missing one, wherever they are', () => {
    const [set] = manifests([]).filter(({ kind }) => kind === 'StatefulSet');
    const broken = (change: (pod: { containers: Record<string, unknown>[] }) => void): readonly string[] => {
      const copy = structuredClone(set) as unknown as {
        spec: { template: { spec: { containers: Record<string, unknown>[] } } };
      };
      change(copy.spec.template.spec);
      return faultsOf(copy as unknown as Manifest);
    };
    const path = '/spec/template/spec/containers/0';
    expect(broken(({ containers }) => Object.assign(containers[0] ?? {}, { imagePullPolice: 'Always' }))).toEqual([
      `${path}/imagePullPolice is no member`,
    ]);
    expect(
      broken(({ containers }) =>
        Object.assign(containers[0] ?? {}, { livenessProbe: { httpGet: { path: '/' } } }),
      ).join(),
    ).toContain('port');
    expect(broken(({ containers }) => delete containers[0]?.['name']).join()).toContain('name');
    expect(broken(({ containers }) => Object.assign(containers[0] ?? {}, { args: ['a', 8765] })).join()).toContain(
      'args/1',
    );
  });

  it('three servers on a database: no volume, no secret in the clear, one identity, a budget', () => {
    const all = manifests([join(CHART, 'ci/database-values.yaml')]);
    expect(kindOf(all, 'StatefulSet')).toBeUndefined();
    // Tables are brought up by the first server of a new version; one of the old version would go on writing.
    expect(kindOf(all, 'Deployment')?.spec).toMatchObject({ replicas: 3, strategy: { type: 'Recreate' } });
    const rolling = manifests([join(CHART, 'ci/database-values.yaml'), withValues({ rollingUpdate: true })]);
    expect(kindOf(rolling, 'Deployment')?.spec).toMatchObject({ replicas: 3, strategy: { type: 'RollingUpdate' } });
    expect(kindOf(all, 'PodDisruptionBudget')?.spec).toMatchObject({ maxUnavailable: 1 });
    const pod = podOf(all);
    expect(pod.initContainers).toHaveLength(1);
    const { args } = pod.containers[0] ?? { args: [] };
    expect(args.join(' ')).toBe(
      'talos-server --host 0.0.0.0 --port 8765 --name Servers of "Example" --mailbox --no-dht --store @/etc/talos/store/url --passphrase-file /etc/talos/passphrase/passphrase --debug',
    );
    expect(JSON.stringify(all)).not.toContain('postgres://');
    expect(kindOf(all, 'ServiceMonitor')?.metadata.labels).toMatchObject({ release: 'prometheus' });
    expect(JSON.stringify(kindOf(all, 'NetworkPolicy')?.spec)).not.toContain('0.0.0.0/0');
  });

  it('its arguments are those of talos-server, each of which it understands', () => {
    for (const values of given) {
      const { args } = podOf(manifests([values])).containers[0] ?? { args: [] };
      const known = spawnSync(process.execPath, [join(ROOT, 'dist/cli/server-bin.js'), ...args.slice(1), '--help'], {
        encoding: 'utf8',
      });
      expect([known.status, known.stderr]).toEqual([0, '']);
      for (const flag of args.filter((arg) => arg.startsWith('--'))) expect(known.stdout).toContain(`${flag} `);
    }
  });

  it.each<readonly [string, Json]>([
    ['a data directory has one owner', { replicas: 2, identity: { existingSecret: 'x' } }],
    [
      'all have one identity',
      { replicas: 2, postgres: { enabled: true, existingSecret: 'x' }, server: { dht: false } },
    ],
    [
      'server.relay',
      {
        replicas: 2,
        postgres: { enabled: true, existingSecret: 'x' },
        identity: { existingSecret: 'x' },
        server: { dht: false, relay: true },
      },
    ],
    [
      'server.dht',
      { replicas: 2, postgres: { enabled: true, existingSecret: 'x' }, identity: { existingSecret: 'x' } },
    ],
    ['a new one at each start', { postgres: { enabled: true, existingSecret: 'x' } }],
    ['persistence.enabled', { persistence: { enabled: false } }],
  ])('refuses what cannot be, and says why: %s', (why, values) => {
    const { status, stderr } = rendered([withValues(values)]);
    expect(status).toBe(1);
    expect(stderr).toContain(why);
  });

  it.each<readonly [string, Json]>([
    ['a misspelt value', { replica: 2 }],
    ['one within', { server: { mailboxx: true } }],
    ['no servers', { replicas: 0 }],
    ['a text for a number', { service: { type: 'ClusterIP', port: '8765' } }],
    ['a port that is none', { service: { type: 'ClusterIP', port: 65_536 } }],
    ['a volume that several pods write to', { persistence: { enabled: true, accessMode: 'ReadWriteMany' } }],
    ['a database without a secret', { postgres: { enabled: true, existingSecret: '' } }],
    ['a password in the values', { postgres: { enabled: true, existingSecret: 'x', url: 'postgres://a:b@c/d' } }],
    ['root', { podSecurityContext: { runAsNonRoot: false } }],
    ['a root that is written to', { securityContext: { readOnlyRootFilesystem: false } }],
    ['a digest that is none', { image: { repository: 'x', digest: 'sha256:0' } }],
  ])('values.schema.json refuses %s', (_name, change) => {
    const validate = schemaOf(join(CHART, 'values.schema.json'));
    const values = parse(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as Record<string, unknown>;
    expect([validate(values), validate.errors]).toEqual([true, null]);
    for (const [key, value] of Object.entries(change)) {
      const under = values[key];
      values[key] = typeof under === 'object' && under !== null ? { ...under, ...(value as Json) } : value;
    }
    expect(validate(values)).toBe(false);
  });

  it('values.schema.json takes the values that are tried here, and knows every value of values.yaml', () => {
    const validate = schemaOf(join(CHART, 'values.schema.json'));
    const whole = parse(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as Record<string, Json>;
    for (const path of given) {
      const values = parse(readFileSync(path, 'utf8')) as Record<string, Json>;
      const merged = { ...whole };
      for (const [key, value] of Object.entries(values))
        merged[key] = Array.isArray(value) || typeof value !== 'object' ? value : { ...merged[key], ...value };
      expect([path, validate(merged), validate.errors]).toEqual([path, true, null]);
    }
  });
});
