export default {
  testEnvironment: 'node',
  // generous: a busy machine is no failure, and nothing here waits for real time
  testTimeout: 120_000,
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'nodenext' } },
    ],
  },
}
