// What the type checker does not see: rules of hooks, forgotten promises, left-overs.
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: ['dist/', '.cache/', 'coverage/', 'node_modules/', 'pkg/', '**/testdata/', 'preview/testplugin/plugins/'],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs['recommended-latest'].rules,
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    // What runs in a terminal speaks through it.
    files: ['tools/**', 'demo/**', 'tests/**', 'preview/*.ts', 'webpack.config.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Answers of servers are read as they come.
    files: ['tests/**'],
    rules: { '@typescript-eslint/no-explicit-any': 'off' },
  }
);
