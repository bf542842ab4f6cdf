/** The arrows between the rooms of src/: what each room may import. `npm run lint` checks them. */

/** The rooms from top to bottom; a room imports only rooms below its own. */
const rooms = [
  ['main', '^src/main\\.ts$'],
  ['cli', '^src/cli/'],
  ['index', '^src/index\\.ts$'],
  ['emulator', '^src/emulator\\.ts$'],
  ['container', '^src/container\\.ts$'],
  ['app', '^src/app\\.ts$'],
  ['config', '^src/config(\\.ts$|/)'],
  ['demo', '^src/demo/'],
  ['console', '^src/console/'],
  ['media', '^src/media/'],
  ['control', '^src/control/'],
  ['gateway', '^src/gateway/'],
  ['state', '^src/state/'],
  ['fixtures', '^src/fixtures/'],
  ['inbox', '^src/inbox/'],
  ['journal', '^src/journal/'],
  ['faults', '^src/faults/'],
  ['api', '^src/api/'],
  ['store', '^src/store/'],
  ['http', '^src/http/'],
  ['core', '^src/core/'],
]

/** The types that a feature may name although they stand above it: its settings. */
const settings = '^src/config(\\.ts$|/)'

/** One rule a room; the last three have rules of their own below, and nothing stands above the first. */
const downward = rooms.slice(1, -3).map(([room, path], index) => ({
  name: `${room}-imports-downward`,
  comment: `${room} imports only the rooms below it.`,
  severity: 'error',
  from: { path },
  to: {
    path: rooms
      .slice(0, index + 1)
      .map(([, above]) => above)
      .filter((above) => above !== settings),
  },
}))

const downToConfig = rooms
  .slice(0, rooms.findIndex(([room]) => room === 'config') + 1)
  .map(([, path]) => path)

module.exports = {
  forbidden: [
    ...downward,
    {
      name: 'settings-are-passed',
      comment: 'Below config, a room is given its settings; it may import their types only.',
      severity: 'error',
      from: { path: '^src/', pathNot: downToConfig },
      to: { path: settings, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'No file imports itself by way of others, types included.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'store-knows-no-resource',
      comment: 'store imports core and SQLite, and no other room.',
      severity: 'error',
      from: { path: '^src/store/' },
      to: { path: '^src/', pathNot: '^src/(store|core)/' },
    },
    {
      name: 'http-knows-no-feature',
      comment: 'http imports core and no other room.',
      severity: 'error',
      from: { path: '^src/http/' },
      to: { path: '^src/', pathNot: ['^src/(http|core)/', '^src/version\\.ts$'] },
    },
    {
      name: 'core-stands-alone',
      comment: 'core imports no other room, and neither Fastify nor SQLite.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: ['^src/', 'node_modules/(fastify|@fastify|better-sqlite3)/'], pathNot: '^src/core/' },
    },
    {
      name: 'sql-in-repositories',
      comment:
        'Only repositories, fixtures, state and store hold SQL; the container and the domain hand the database around.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/(store|state|fixtures)/',
          'repository\\.ts$',
          '^src/(container|emulator|api/domain)\\.ts$',
        ],
      },
      to: { path: ['node_modules/better-sqlite3/', '^src/store/(database|sqlite|page-clause)\\.ts$'] },
    },
    {
      name: 'requests-in-routes',
      comment: 'Within a resource only its routes see Fastify.',
      severity: 'error',
      from: {
        path: '^src/api/',
        pathNot: ['/routes\\.ts$', '/routes/', '^src/api/operation\\.ts$', '/well-known\\.ts$'],
      },
      to: { path: ['node_modules/fastify/', '^src/http/(operation|body|not-found|error-handler)\\.ts$'] },
    },
    {
      name: 'repositories-at-the-bottom',
      comment: 'A repository calls no service, route or wire form.',
      severity: 'error',
      from: { path: '^src/api/.*repository\\.ts$' },
      to: { path: ['^src/http/', '^src/api/.+/routes/', '/(service|wire|routes)\\.ts$'] },
    },
    {
      name: 'console-by-the-control-api',
      comment:
        'The console runs in a browser: of the other rooms it takes types, and lists that stand for themselves.',
      severity: 'error',
      from: { path: '^src/console/' },
      to: {
        path: '^src/',
        pathNot: ['^src/console/', '^src/api/(operation-ids|webhooks/events)\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'browser-packages-in-the-console',
      comment: 'Only the console draws pages.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/console/' },
      to: { path: 'node_modules/(preact|@preact)/' },
    },
    {
      name: 'declared-packages',
      comment: 'Greenroom imports only packages that package.json lists.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    {
      name: 'found',
      severity: 'error',
      comment: 'Every import is found.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
}
