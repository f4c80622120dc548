/** Who may import whom (see the architecture picture in README.md). */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '^src/main\\.ts$',
          '^src/cli/',
          '^test/',
          '\\.d\\.ts$',
          '^src/platform/store/generated/',
          '^src/sandbox/page/',
        ],
      },
      to: {},
    },
    {
      name: 'core-is-pure',
      comment: 'core knows neither Slack nor Prisma nor the platform',
      severity: 'error',
      from: { path: '^src/core/' },
      to: {
        path: [
          '^src/(policy|platform|features|sandbox|cli|app|main)',
          '^node_modules/(@slack|@prisma|prisma|pg-boss)',
        ],
      },
    },
    {
      name: 'policy-knows-only-core',
      severity: 'error',
      from: { path: '^src/policy/' },
      to: { path: '^src/(?!core/|policy/)' },
    },
    {
      name: 'rules-are-pure',
      comment: 'rules know neither Slack nor Prisma nor the clock',
      severity: 'error',
      from: { path: '^src/features/[^/]+/rules(/|\\.ts$)' },
      to: { path: ['^src/(platform|sandbox|cli|app|main)', '^node_modules/(@slack|@prisma|prisma|pg-boss)'] },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(features|sandbox|cli|app|main)' },
    },
    {
      name: 'features-meet-in-public',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: {
        path: '^src/features/[^/]+/',
        pathNot: ['^src/features/$1/', '^src/features/[^/]+/public\\.ts$'],
      },
    },
    {
      name: 'features-know-no-app',
      severity: 'error',
      from: { path: '^src/features/' },
      to: { path: '^src/(app|main|sandbox|cli)' },
    },
    {
      name: 'sandbox-stays-outside',
      severity: 'error',
      from: { path: '^src/(?!sandbox/|main\\.ts$|cli/)' },
      to: { path: '^src/sandbox/' },
    },
    { name: 'no-test-code-in-src', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
    {
      name: 'no-dev-dependencies-in-src',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'src/platform/store/generated'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
