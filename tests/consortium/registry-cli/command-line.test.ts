/** The command line: help that is true, and refusals of what cannot be understood. */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Arguments } from '#consortium/registry-cli/arguments.ts';
import { COMMANDS } from '#consortium/registry-cli/commands/index.ts';
import { readObject } from '#consortium/registry-cli/files.ts';
import { optionsOf } from '#consortium/registry-cli/options.ts';
import { formatText, toReadable, type Readable } from '#consortium/registry-cli/readable.ts';
import { Folder, run } from './desk-of-founders.ts';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

/** Splits as a shell does, as far as the examples need it. */
const wordsOf = (line: string) =>
  [...line.replaceAll('\\\n', ' ').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) =>
    String(quoted ?? bare),
  );

describe('help', () => {
  it('lists every command in both languages', async () => {
    const { text, status } = await run(['--help']);
    expect(status).toBe(0);
    for (const { summary, zh } of COMMANDS) {
      expect(text).toContain(summary);
      expect(text).toContain(zh);
    }
  });

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    'of %s has options that exist and examples that parse',
    async (name, command) => {
      const { text } = await run([...name.split(' '), '--help']);
      for (const option of Object.keys(optionsOf(command))) expect(text).toContain(`--${option}`);
      expect(command.examples.length).toBeGreaterThan(0);
      for (const example of command.examples) {
        const words = wordsOf(example.replace(/^propose /, ''));
        const count = name.split(' ').length;
        expect(words.slice(0, count).join(' ')).toBe(name);
        const { operands } = Arguments.parse(words.slice(count), optionsOf(command));
        expect(operands.length).toBeGreaterThanOrEqual(command.operands?.split(' ').length ?? 0);
      }
    },
  );
});

describe('a command line', () => {
  it.each([
    ['issuers'],
    ['issuers', 'burn', 'tax'],
    ['issuers', 'list'],
    ['issuers', 'list', '--profil', 'x'],
    ['issuers', 'list', '--profile'],
    ['propose', 'issuers', 'list', '--profile', 'x'],
    ['propose', 'issuers', 'suspend', 'tax', '--profile', 'x'],
    ['issuers', 'suspend', 'tax', '--profile', 'x', '--out', 'y'],
    ['issuers', 'suspend', 'tax', '--profile', 'x'],
    ['sign', '/nowhere', '--key'],
    ['keys', 'new', 'tax', '--alg', 'RSA', '--out', 'x'],
  ])('%s %s %s %s %s is wrong', async (...words) => {
    const { status, code } = await run(words);
    expect([status, code]).toEqual([2, 'registry-cli/usage']);
  });

  it('names a file that is not there', async () => {
    const missing = await run(['issuers', 'list', '--profile', folder.file('none')]);
    expect([missing.status, missing.code]).toEqual([1, 'registry-cli/file-unreadable']);
    const other = folder.write('other.json', '{"version":1}');
    const malformed = await run(['issuers', 'list', '--profile', other]);
    expect(malformed.code).toBe('chain/malformed-profile');
  });

  it('reads no file of over one mebibyte, and none that nests deeply', () => {
    const large = folder.write('large.json', `{"a":"${'x'.repeat(1024 * 1024)}"}`);
    expect(() => readObject(large)).toThrow(
      expect.objectContaining({ code: 'registry-cli/file-unreadable' }) as Error,
    );
    const deep = folder.write('deep.json', `{"a":${'['.repeat(20)}${']'.repeat(20)}}`);
    expect(() => readObject(deep)).toThrow(
      expect.objectContaining({ code: 'registry-cli/malformed' }) as Error,
    );
  });
});

describe('an answer as text', () => {
  it('cannot steer the terminal or turn its direction', () => {
    const isQuiet = (text: string) => !/\p{C}/u.test(text.replaceAll('\n', ''));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(isQuiet(formatText(value as Readable))).toBe(true);
      }),
    );
    expect(formatText({ name: 'a\u202eb\u001b[2J' })).toBe('name: a\\u{202e}b\\u{1b}[2J');
  });

  it('shows lists, maps and bytes', () => {
    const value = { list: [{ a: 1, b: new Uint8Array([255]) }, { a: 2n }], none: [] };
    expect(formatText(toReadable(value))).toBe(
      'list:\n  - a: 1\n    b: ff\n  - a: 2\nnone:\n  (none)',
    );
    expect(toReadable(new Uint8Array(65))).toMatchObject({ bytes: 65 });
  });
});
