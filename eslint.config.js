import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import tsdoc from 'eslint-plugin-tsdoc';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const clockAndChance = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time is a parameter.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time is a parameter.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Randomness is a parameter.',
  },
];
const noEffect = {
  selector: "CallExpression[callee.name='$effect']",
  message: 'State belongs in src/state.',
};

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', 'node_modules/', 'test-results/'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...ts.configs.stylisticTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
    plugins: { tsdoc },
    rules: {
      'no-console': 'error',
      'no-undef': 'off',
      'tsdoc/syntax': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
  },
  { files: ['src/core/**'], rules: { 'no-restricted-syntax': ['error', ...clockAndChance] } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: { 'svelte/no-at-html-tags': 'error', 'svelte/no-navigation-without-resolve': 'off' },
  },
  {
    files: ['**/*.svelte'],
    rules: { 'no-restricted-syntax': ['error', noEffect], 'max-lines': ['error', { max: 220 }] },
  },
  { files: ['src/consortium/**', 'tests/**'], rules: { 'no-console': 'off' } },
  { files: ['tests/**'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['*.js', '**/*.js'],
    ...ts.configs.disableTypeChecked,
    // Types of plain JavaScript stand in JSDoc, which TSDoc refuses.
    rules: { ...ts.configs.disableTypeChecked.rules, 'tsdoc/syntax': 'off' },
  },
);
