export type * from './header.ts';
export type * from './profile.ts';
