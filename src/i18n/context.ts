import { createContext } from 'svelte';
import type { Locale } from './locale.svelte.ts';

const [useLocale, provideLocale] = createContext<Locale>();

/** `provideLocale` belongs to the root layout; `useLocale` to any component below it. */
export { provideLocale, useLocale };
