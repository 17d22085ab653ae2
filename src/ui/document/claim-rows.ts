/** The claims of a document as rows: persons field by field, and lists line by line. */
import { isPicture, type ClaimRule } from '#core/credential/index.ts';
import type { ContentFacts } from '#core/verify/index.ts';
import type { Locale } from '#i18n/index.ts';
import type { FieldRow } from '../primitives/field-row.ts';
import { claimText, currencyOf } from './claim-text.ts';

/** A row with the path of what it shows, as it is disclosed. */
export interface ClaimRow extends FieldRow {
  readonly path: string;
  readonly secret: boolean;
}

type Claims = Readonly<Record<string, unknown>>;

/** Rows for somebody who verifies: told what was found out about a field, not what it is. */
export function findingRows(
  rules: readonly ClaimRule[],
  claims: Claims,
  content: ContentFacts,
  locale: Locale,
): readonly ClaimRow[] {
  return claimRows(rules.map(withoutNote), claims, locale, content);
}

function withoutNote({ note: _, parts, ...rule }: ClaimRule): ClaimRule {
  return { ...rule, parts: parts.map(withoutNote) };
}

/** A row for everything that a document says, in the order of its type. */
export function claimRows(
  rules: readonly ClaimRule[],
  claims: Claims,
  locale: Locale,
  content?: ContentFacts,
): readonly ClaimRow[] {
  const found = new Map<string, unknown>(Object.entries(claims));
  return rules.flatMap((rule) =>
    found.has(rule.name) ? rowsOf(rule, found.get(rule.name), claims, locale, content) : [],
  );
}

/** What a path is called: a claim, a field of a person (`本人 · 姓名`) or a line (`明细行 2`). */
export function pathLabel(rules: readonly ClaimRule[], path: string, locale: Locale): string {
  const [name, part] = path.split('.');
  const rule = rules.find((each) => each.name === name);
  if (rule === undefined) return path;
  if (part === undefined) return locale.text(rule.label);
  if (rule.element !== undefined) return lineLabel(rule.element, Number(part), locale);
  const inner = rule.parts.find((each) => each.name === part);
  return partLabel(rule, inner, locale);
}

function rowsOf(
  rule: ClaimRule,
  value: unknown,
  claims: Claims,
  locale: Locale,
  content: ContentFacts | undefined,
): ClaimRow[] {
  const row = (shape: ClaimRule, path: string, label: string, of: unknown): ClaimRow => ({
    path,
    label,
    value: claimText(shape, of, locale.format, currencyOf(claims)),
    lang: 'zh-CN',
    secret: shape.format === 'secret',
    ...noteOf(shape, path, locale, content),
    ...(shape.format === 'picture' && typeof of === 'string' && isPicture(of)
      ? { picture: of }
      : {}),
  });
  if (rule.element?.sd === 'always' && Array.isArray(value)) {
    const { element } = rule;
    const { note: _, ...line } = rule;
    return value.map((item, index) =>
      row(line, `${rule.name}.${String(index)}`, lineLabel(element, index, locale), [item]),
    );
  }
  if (rule.format === 'object' && typeof value === 'object' && value !== null) {
    const members = new Map<string, unknown>(Object.entries(value));
    return rule.parts.flatMap((part) =>
      members.has(part.name)
        ? row(
            part,
            `${rule.name}.${part.name}`,
            partLabel(rule, part, locale),
            members.get(part.name),
          )
        : [],
    );
  }
  return [row(rule, rule.name, locale.text(rule.label), value)];
}

function partLabel(rule: ClaimRule, part: ClaimRule | undefined, locale: Locale): string {
  const whole = locale.text(rule.label);
  return part === undefined ? whole : `${whole} · ${locale.text(part.label)}`;
}

function lineLabel(
  { label }: NonNullable<ClaimRule['element']>,
  index: number,
  locale: Locale,
): string {
  return `${locale.text(label)} ${String(index + 1)}`;
}

/** A word on what was checked, or else on what the field is. */
function noteOf(
  { note }: ClaimRule,
  path: string,
  locale: Locale,
  content: ContentFacts | undefined,
): Pick<FieldRow, 'note' | 'doubt'> {
  const words = locale.t.common.content;
  const identifier = content?.identifiers.find((each) => each.path === path);
  const sums = content?.sums.filter(({ total }) => total === path) ?? [];
  if (content?.malformed.includes(path) === true) return { note: words.malformed, doubt: true };
  if (identifier?.fits === false) return { note: words.misfits, doubt: true };
  if (sums.some(({ outcome }) => outcome === 'differs'))
    return { note: words.differs, doubt: true };
  if (sums.some(({ outcome }) => outcome === 'holds')) return { note: words.adds };
  const explained = note === undefined ? [] : [locale.text(note)];
  const all = identifier === undefined ? explained : [...explained, words.fits];
  return all.length === 0 ? {} : { note: all.join(' · ') };
}
