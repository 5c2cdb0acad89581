// Unit tests: beside what they test, in a browser's stead (jsdom), compiled as webpack does it.
export default {
  roots: ['<rootDir>/src', '<rootDir>/demo', '<rootDir>/preview', '<rootDir>/tools', '<rootDir>/tests'],
  testMatch: ['**/*.test.ts?(x)'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/tests/(browser|grafana|scenarios|tutorial)/'], // Node's own runner runs these
  testEnvironment: 'jsdom',
  testTimeout: 30_000, // a busy machine
  setupFiles: ['<rootDir>/tests/jest/environment.ts'],
  setupFilesAfterEnv: ['<rootDir>/tests/jest/matchers.ts'],
  moduleNameMapper: {
    '\\.(css|svg|png)$': '<rootDir>/tests/jest/asset.ts',
  },
  transform: {
    '^.+\\.(ts|tsx|js|mjs)$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'classic' } },
        },
      },
    ],
  },
  // Many packages are published as ES modules only, and more with each release: whatever is not CommonJS for certain is compiled.
  transformIgnorePatterns: ['\\.cjs$', '/node_modules/(lodash|moment|moment-timezone|react|react-dom|rxjs)/'],
};
