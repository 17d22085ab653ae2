export { CHECK_CODES, type CheckCode } from './codes.ts';
export * from './types.ts';
