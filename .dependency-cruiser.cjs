// Who may import whom (ARCHITECTURE.md). Folders, not file-name patterns; types count.
const LAW = {
  'apps/api': [
    ...['application', 'domain', 'contracts', 'steps', 'database', 'temporal', 'kafka', 'billing'],
    ...['auth', 'config', 'observability'],
  ],
  'apps/trigger': [
    ...['application', 'domain', 'contracts', 'database', 'temporal', 'kafka', 'billing'],
    ...['config', 'observability'],
  ],
  'apps/worker': [
    ...['application', 'domain', 'contracts', 'steps', 'database', 'temporal', 'billing', 'kafka'],
    ...['config', 'observability'],
  ],
  'libs/database': ['application', 'domain', 'contracts', 'config'],
  'libs/temporal': ['application', 'domain', 'contracts', 'config'],
  'libs/kafka': ['application', 'domain', 'contracts', 'config'],
  // The embedded ledger shares the transaction of the run's own rows (ARCHITECTURE.md, decisions).
  'libs/billing': ['application', 'domain', 'contracts', 'config', 'database'],
  'libs/steps': ['application', 'domain', 'contracts'],
  'libs/application': ['domain', 'contracts'],
  'libs/auth': ['application', 'domain', 'config'],
  'libs/observability': ['config'],
  'libs/contracts': ['domain'],
  'libs/domain': [],
  'libs/config': [],
};

const lawRules = Object.entries(LAW).map(([folder, allowed]) => ({
  name: `law: ${folder}`,
  severity: 'error',
  comment: `${folder} may import only: ${allowed.join(', ') || 'nothing of ours'}`,
  from: { path: `^${folder}/` },
  to: {
    path: '^libs/',
    pathNot: [`^${folder}/`, ...allowed.map((lib) => `^libs/${lib}/`)],
  },
}));

const pureRules = [
  {
    name: 'domain is pure',
    severity: 'error',
    comment: 'No npm package and no Node core in the domain; the one exception is the CEL engine in expressions.',
    from: { path: '^libs/domain/', pathNot: '\\.spec\\.ts$' },
    to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'], pathNot: 'cel-js' },
  },
  {
    name: 'contracts are pure',
    severity: 'error',
    from: { path: '^libs/contracts/', pathNot: '\\.spec\\.ts$' },
    to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'] },
  },
  {
    name: 'workflow code is deterministic',
    severity: 'error',
    comment: 'Workflows import domain, contracts and @temporalio/workflow, and nothing else.',
    from: { path: '^apps/worker/src/workflows/', pathNot: '\\.spec\\.ts$' },
    to: {
      pathNot: [
        '^apps/worker/src/workflows/',
        '^libs/(domain|contracts)/src/index\\.ts$',
        'node_modules/@temporalio/(workflow|common)/',
      ],
    },
  },
];

const shapeRules = [
  { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
  { name: 'every import resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  {
    name: 'libs only through their door',
    severity: 'error',
    from: { path: '^(apps|libs|test)/([^/]+)/' },
    to: { path: '^libs/([^/]+)/src/.+', pathNot: ['^libs/$2/', '^libs/[^/]+/src/index\\.ts$'] },
  },
  {
    name: 'app does not import app',
    severity: 'error',
    from: { path: '^apps/([^/]+)/' },
    to: { path: '^apps/', pathNot: '^apps/$1/' },
  },
  {
    name: 'production does not import tests or tools',
    severity: 'error',
    from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$' },
    to: { path: '^(test|tools)/' },
  },
  {
    name: 'tools stand alone',
    severity: 'error',
    comment: 'Tools run before anything is built.',
    from: { path: '^tools/' },
    to: { path: '^(apps|libs|test)/' },
  },
];

module.exports = {
  forbidden: [...lawRules, ...pureRules, ...shapeRules],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.stack)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
