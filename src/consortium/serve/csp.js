/**
 * The content security policy of the app, written once: SvelteKit puts it into every page (with the
 * hashes of its inline scripts), the static server sends it with every script.
 */

/**
 * `connect-src` is wide because profiles can be imported; the network port narrows it.
 */
export const DIRECTIVES = {
  'default-src': ['none'],
  'script-src': ['self', 'wasm-unsafe-eval'],
  'style-src': ['self'],
  // SvelteKit's route announcer carries one fixed inline style.
  'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
  'img-src': ['self', 'data:', 'blob:'],
  'media-src': ['self', 'blob:'],
  'font-src': ['self'],
  'connect-src': [
    'self',
    'https:',
    'wss:',
    'http://localhost:*',
    'http://127.0.0.1:*',
    'ws://localhost:*',
    'ws://127.0.0.1:*',
  ],
  'worker-src': ['self'],
  'manifest-src': ['self'],
  'base-uri': ['none'],
  'form-action': ['none'],
  'require-trusted-types-for': ['script'],
  'trusted-types': ['lightseal', 'svelte-trusted-html', 'sveltekit-trusted-url'],
};

const KEYWORDS = /^(?:none|self|script|unsafe-hashes|wasm-unsafe-eval|sha256-.+)$/;

/** The policy as a header. Workers do not inherit a page's policy: their scripts bring it. */
export function scriptPolicy() {
  return Object.entries(DIRECTIVES)
    .map(([name, values]) => [name, ...values.map(quoted)].join(' '))
    .join('; ');
}

/** @type {(value: string) => string} */
const quoted = (value) => (KEYWORDS.test(value) ? `'${value}'` : value);
