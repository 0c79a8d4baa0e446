// The layers of docs/ARCHITECTURE.md, lowest first. A folder may import itself and the folders of lower layers.
const LAYERS = [
  ['base'],
  ['crypto', 'codec'],
  ['identity', 'storage'],
  ['message', 'session', 'capability', 'ledger', 'mcp', 'acl'],
  ['net', 'registry', 'mailbox', 'witness', 'transfer'],
  ['agent'],
  ['node'],
  ['cli', 'bench'],
];
// A domain folder may use these siblings and no other.
const SIBLINGS = { cli: ['bench'], registry: ['net'], mailbox: ['net'], session: ['message'], mcp: ['message', 'capability'], acl: ['capability', 'mcp'], identity: [], crypto: ['codec'] };
const layerRules = LAYERS.flatMap((folders, level) => {
  const rules = [];
  const above = LAYERS.slice(level + 1).flat().join('|');
  if (above)
    rules.push({
      name: `layer-${level + 1}`,
      severity: 'error',
      comment: 'imports point down: docs/ARCHITECTURE.md',
      from: { path: `^src/(${folders.join('|')})/` },
      to: { path: `^src/(${above})/|^src/[a-z]+\\.ts$` },
    });
  for (const folder of folders) {
    const others = folders.filter((other) => other !== folder && !(SIBLINGS[folder] ?? []).includes(other)).join('|');
    if (others)
      rules.push({ name: `sibling-${folder}`, severity: 'error', from: { path: `^src/${folder}/` }, to: { path: `^src/(${others})/` } });
  }
  return rules;
});
const only = (name, packages, home) => ({
  name,
  severity: 'error',
  from: { path: '^src', pathNot: home },
  to: { path: `node_modules/(${packages})/`, dependencyTypesNot: ['type-only'] },
});
module.exports = {
  forbidden: [
    ...layerRules,
    { name: 'no-cycle', severity: 'error', from: { path: '^src' }, to: { circular: true } },
    {
      name: 'no-orphan',
      severity: 'error',
      from: { orphan: true, path: '^src', pathNot: '(^src/[a-z]+\\.ts$|^src/cli/[a-z-]*bin\\.ts$|-(worker|main)\\.ts$|\\.d\\.ts$)' },
      to: {},
    },
    {
      name: 'platform-in-its-place',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/(node|bench|cli)/|^src/node\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    only('primitives-behind-crypto', '@noble|@scure|libsodium-wrappers', '^src/(crypto|identity)/'),
    only('patterns-in-one-place', 're2js', '^src/capability/pattern\\.ts$'),
    only('sodium-behind-its-adapter', 'sodium-native', '^src/node/'),
    only('lmdb-behind-its-adapter', 'lmdb', '^src/node/'),
    only('pg-behind-its-adapter', 'pg', '^src/node/store/pg-'),
    only('asn1-behind-its-adapter', 'pkijs|asn1js', '^src/node/'),
    only('libp2p-behind-net', '@libp2p|libp2p|@chainsafe|@multiformats', '^src/(net|node)/'),
    { name: 'declared-dependencies', severity: 'error', from: { path: '^src' }, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] } },
    { name: 'no-development-dependency', severity: 'error', from: { path: '^src' }, to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] } },
    { name: 'nothing-imports-tests', severity: 'error', from: { path: '^src' }, to: { path: '^(test|bench|examples)' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
