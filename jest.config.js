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
  'one-service',
  'permissions',
  'prerequisites',
  'refusals',
  'relatives',
  'rollback',
  'shape',
  'shape-keys',
  'strategy',
  'success',
].map(name => `__tests__/action/${name}.test.ts`)
/** Others that take as long. */
const long = [
  'emulator/balance',
  'emulator/breaker',
  'emulator/hooks',
  'emulator/shift',
  'request/schema',
  'rollout/memory',
  'rollout/seldom',
].map(name => `__tests__/${name}.test.ts`)
/** Exhaustive batteries, and what needs an engine or a browser: in script/test, not in the loop of somebody who edits. */
const batteries = [
  '/__tests__/faults/',
  '/__tests__/security/',
  '/__tests__/emulator/docker/(agent|docker|image)\\.test\\.ts$',
  '/__tests__/emulator/package\\.test\\.ts$',
  '/__tests__/emulator/page-chromium\\.test\\.ts$',
]

export default {
  // generous: a busy machine is no failure, and nothing here waits for real time
  testTimeout: 120_000,
  maxWorkers: '100%',
  projects: [
    {
      ...common,
      displayName: 'fast',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', ...batteries, ...scenarios, ...long],
    },
    {
      ...common,
      displayName: 'batteries',
      testMatch: [
        '<rootDir>/__tests__/{faults,security}/**/*.test.ts',
        '<rootDir>/__tests__/emulator/docker/{docker,image}.test.ts',
        '<rootDir>/__tests__/emulator/package.test.ts',
        '<rootDir>/__tests__/emulator/page-chromium.test.ts',
        ...[...scenarios, ...long].map(path => `<rootDir>/${path}`),
      ],
    },
  ],
}
