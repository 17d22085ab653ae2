/** SD-JWT VC Type Metadata (draft-19, section 4) as the app uses it, with what a type extends. */
import { encodeUtf8, formatBase64 } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import { isClaimFormat, type ClaimFormat } from './claim-format.ts';
import { CredentialError } from './credential-error.ts';

/** Words in both languages of the interface. */
export interface TypeLabel {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** Whether the issuer hides a claim behind a disclosure. */
export type DisclosurePolicy = 'always' | 'allowed' | 'never';

/** A claim of a type, or a part of one. */
export interface ClaimRule {
  readonly name: string;
  readonly label: TypeLabel;
  /** What it is, in one sentence, where the label does not say it. */
  readonly note?: TypeLabel;
  readonly sd: DisclosurePolicy;
  readonly mandatory: boolean;
  readonly format: ClaimFormat;
  /** Members of an object, or of each element of a list. */
  readonly parts: readonly ClaimRule[];
  /** Of each element of a list. */
  readonly element?: { readonly label: TypeLabel; readonly sd: DisclosurePolicy };
}

/** A credential type. */
export interface CredentialType {
  readonly vct: string;
  readonly name: TypeLabel;
  /** In the order in which credentials carry them. */
  readonly claims: readonly ClaimRule[];
  /** Octets of the metadata document: `JSON.stringify` of it, UTF-8. */
  readonly octets: Uint8Array;
  /** SHA-256 of the octets, as in the registry. */
  readonly digest: Uint8Array;
  /** The digest as `vct#integrity` gives it. */
  readonly integrity: string;
}

/** A metadata document as it is shipped. */
export interface TypeDocument {
  readonly vct: string;
  readonly extends?: string;
  readonly 'extends#integrity'?: string;
  readonly display: Display;
  readonly claims: readonly ClaimEntry[];
}

type Display = readonly {
  readonly locale: string;
  readonly name?: string;
  readonly label?: string;
  readonly description?: string;
}[];

interface ClaimEntry {
  readonly path: readonly (string | null)[];
  readonly display: Display;
  readonly sd: string;
  readonly mandatory?: boolean;
  readonly format: string;
}

/**
 * Reads a document that the app ships.
 *
 * @param parent - What it extends. Its claims stand first; a child may tighten them and never loosen.
 * @throws {@link CredentialError} `credential/bad-type` for a format that does not exist, a parent of
 * another digest, or a claim that is looser than the parent's.
 */
export function readType(document: TypeDocument, parent?: CredentialType): CredentialType {
  if (document.extends !== parent?.vct || document['extends#integrity'] !== parent?.integrity)
    throw new CredentialError('credential/bad-type', 'another parent');
  const octets = encodeUtf8(JSON.stringify(document));
  const digest = sha256(octets);
  return {
    vct: document.vct,
    name: readLabel(document.display),
    claims: extendClaims(parent?.claims ?? [], readClaims(document.claims, [])),
    octets,
    digest,
    integrity: `sha256-${formatBase64(digest)}`,
  };
}

function extendClaims(inherited: readonly ClaimRule[], own: readonly ClaimRule[]): ClaimRule[] {
  const overriding = (name: string) => own.find((rule) => rule.name === name);
  const kept = inherited.map((rule) => tightened(rule, overriding(rule.name) ?? rule));
  const names = new Set(inherited.map(({ name }) => name));
  return [...kept, ...own.filter(({ name }) => !names.has(name))];
}

function tightened(inherited: ClaimRule, own: ClaimRule): ClaimRule {
  const isLooser =
    (inherited.sd !== 'allowed' && own.sd !== inherited.sd) ||
    (inherited.mandatory && !own.mandatory);
  if (isLooser) throw new CredentialError('credential/bad-type', own.name);
  return own;
}

/** The claims one step below `above`, in the order of the document. */
function readClaims(all: readonly ClaimEntry[], above: ClaimEntry['path']): ClaimRule[] {
  return all.filter(({ path }) => isBelow(path, above)).map((entry) => readClaim(entry, all));
}

function readClaim(entry: ClaimEntry, all: readonly ClaimEntry[]): ClaimRule {
  const { path, display, format } = entry;
  if (!isClaimFormat(format)) throw new CredentialError('credential/bad-type', format);
  const step = [...path, null];
  const element = all.find((other) => other.path.join() === step.join());
  const note = readNote(display);
  return {
    name: path.at(-1) ?? '',
    label: readLabel(display),
    ...(note === undefined ? {} : { note }),
    sd: readPolicy(entry),
    mandatory: entry.mandatory === true,
    format,
    parts: readClaims(all, element === undefined ? path : step),
    ...(element && { element: { label: readLabel(element.display), sd: readPolicy(element) } }),
  };
}

function isBelow(path: ClaimEntry['path'], above: ClaimEntry['path']): boolean {
  return (
    path.length === above.length + 1 &&
    path.at(-1) !== null &&
    above.every((step, place) => step === path[place])
  );
}

function readPolicy({ sd }: ClaimEntry): DisclosurePolicy {
  return sd === 'always' || sd === 'never' ? sd : 'allowed';
}

function readLabel(display: Display): TypeLabel {
  const word = (locale: string): string => {
    const found = display.find((item) => item.locale === locale);
    return found?.label ?? found?.name ?? '';
  };
  return { 'zh-CN': word('zh-CN'), en: word('en') };
}

function readNote(display: Display): TypeLabel | undefined {
  const word = (locale: string) => display.find((item) => item.locale === locale)?.description;
  const [chinese, english] = [word('zh-CN'), word('en')];
  return chinese === undefined || english === undefined
    ? undefined
    : { 'zh-CN': chinese, en: english };
}
