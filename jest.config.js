// Node 20 runs the tests; the action's own runtime is newer than what the SDK warns of.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } },
        module: { type: 'nodenext' },
      },
    ],
  },
}
/** Scenarios that take more than ten seconds each file: a deploy stays in the loop. */
const scenarios = [
  'at-zero',
  'bad-input',
  'breaker',
  'commands',
  'compose',
  'endings',
  'fallback',
  'image-parameter',
  'images',
  'images-bake',
  'images-elsewhere',
  'images-names',
  'images-recipe',
  'images-runner',
  'init',
  'lifecycle',
  'look-back',
  'one-service',
  'permissions',
  'prerequisites',
  'references',
  'refusals',
  'relatives',
  'rollback',
  'scaling',
  'shape',
  'shape-keys',
  'strategy',
  'success',
].map(name => `__tests__/action/${name}.test.ts`)
/** Others that take more than two and a half seconds each: without them the loop stays under a minute. */
const long = [
  'edge/aws',
  'emulator/autoscaling',
  'emulator/balance',
  'emulator/behind',
  'emulator/breaker',
  'emulator/broken',
  'emulator/clock',
  'emulator/early-success',
  'emulator/hooks',
  'emulator/input',
  'emulator/page',
  'emulator/shift',
  'image/inspect',
  'image/read-bake',
  'report/redact',
  'request/agree',
  'request/pairs',
  'request/schema',
  'rollout/memory',
  'rollout/seldom',
  'workflows/lint',
].map(name => `__tests__/${name}.test.ts`)
/** What needs an engine or a browser, or is packed first. */
const heavy = ['docker/agent', 'docker/docker', 'docker/image', 'docker/metrics', 'package', 'page-chromium'].map(
  name => `__tests__/emulator/${name}.test.ts`,
)
/** Exhaustive batteries. */
const exhaustive = ['__tests__/faults/', '__tests__/security/']
/** In script/test, not in the loop of somebody who edits. */
const batteries = [...scenarios, ...long, ...heavy]

export default {
  // generous: a busy machine is no failure, and nothing here waits for real time
  testTimeout: 120_000,
  maxWorkers: '100%',
  projects: [
    {
      ...common,
      displayName: 'fast',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...exhaustive, ...batteries],
    },
    {
      ...common,
      displayName: 'batteries',
      testMatch: [...exhaustive.map(folder => `${folder}**/*.test.ts`), ...batteries].map(path => `<rootDir>/${path}`),
    },
  ],
}
