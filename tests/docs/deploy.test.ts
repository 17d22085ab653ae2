/** The deployment guide says what the code says. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readGenesis } from '#consortium/abci/genesis.ts';
import { Arguments } from '#consortium/registry-cli/arguments.ts';
import { COMMANDS } from '#consortium/registry-cli/commands/index.ts';
import { optionsOf } from '#consortium/registry-cli/options.ts';
import { securityHeaders } from '#consortium/serve/security-headers.ts';
import { encodeUtf8 } from '#core/bytes/index.ts';
import { parseProfileText } from '#core/chain/index.ts';

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const guide = read('deploy.md');
const nginx = read('deploy/nginx-app.conf');

/** Headers that a location without any of its own sends. */
const sent = new Map(
  [...nginx.matchAll(/add_header (\S+) (?:"([^"]*)"|(\S+)) always;/g)].map(
    ([, name = '', quoted, bare]) => [name, quoted ?? bare ?? ''] as const,
  ),
);

describe('the headers of the guide', () => {
  it('are those of the code', () => {
    const { 'Content-Security-Policy': policy, ...common } = securityHeaders('/');
    expect(Object.fromEntries(sent)).toEqual({
      ...common,
      'Strict-Transport-Security': 'max-age=31536000',
      'Content-Security-Policy': '$lightseal_policy',
      'Cache-Control': '$lightseal_cache',
    });
    expect(nginx).toContain(`default      "${policy ?? ''}";`);
  });

  it('bring the policy of scripts, which workers do not inherit', () => {
    const policy = securityHeaders('/a.js')['Content-Security-Policy'] ?? '';
    expect(nginx).toContain(`~\\.m?js$     "${policy}";`);
  });

  it('are not switched off by a location', () => {
    const locations = nginx.slice(nginx.indexOf('location '));
    expect(locations).not.toContain('add_header');
  });
});

describe('the files of the guide', () => {
  it('are all there', () => {
    const named = [...guide.matchAll(/\]\((deploy\/[^)]+)\)/g)].map(([, name = '']) => name);
    expect(named).toHaveLength(6);
    for (const name of named) expect(() => read(name), name).not.toThrow();
  });

  it('hold a profile and a genesis that are read', () => {
    expect(parseProfileText(read('deploy/profile.json')).demo).toBe(false);
    const state = read('deploy/app-state.json');
    const { validators } = JSON.parse(state) as { readonly validators: object };
    const powers = new Map(Object.keys(validators).map((key) => [key, 10]));
    const { entries } = readGenesis('city-licences-1', encodeUtf8(state), powers);
    expect(entries.size).toBe(2);
  });

  it.each(['registry', 'mailbox'])('start a program that exists: %s', (unit) => {
    const program = /src\/\S+/.exec(read(`deploy/lightseal-${unit}.service`))?.[0] ?? '';
    expect(existsSync(new URL(`../../${program}`, import.meta.url)), program).toBe(true);
  });

  it('have the mailbox where the proxy looks for it', () => {
    const port = / mailbox --port (\d+) /.exec(read('deploy/lightseal-mailbox.service'))?.[1] ?? '';
    expect(read('deploy/nginx-node.conf')).toContain(`proxy_pass http://127.0.0.1:${port};`);
  });
});

/** Command lines in the text; what stands in quotes is one word. */
const lines = [...guide.matchAll(/npm run (?:-s )?registry -- ([^`\n]+)/g)].map(([, line = '']) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => String(quoted ?? bare)),
);

describe('the commands of the guide', () => {
  it('are many', () => {
    expect(lines.length).toBeGreaterThan(12);
  });

  it.each(lines)('%s %s %s %s %s parse', (...words) => {
    const rest = words[0] === 'propose' ? words.slice(1) : words;
    const command = COMMANDS.find(({ name }) => ` ${rest.join(' ')} `.startsWith(` ${name} `));
    if (command === undefined) throw new Error(`no such command: ${rest.join(' ')}`);
    expect(words[0] !== 'propose' || 'draft' in command).toBe(true);
    const after = rest.slice(command.name.split(' ').length);
    const { operands } = Arguments.parse(after, optionsOf(command));
    expect(operands.length).toBeGreaterThanOrEqual(command.operands?.split(' ').length ?? 0);
  });
});
