/**
 * What was issued. Everything that must outlive the process follows from it: which leaves still
 * want an anchor, and what the status list says.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '#core/credential/index.ts';
import type { DeliveryEvent } from '#core/exchange/index.ts';
import { DeskError } from './desk-error.ts';

/** Status of a document; all its copies share it. */
export type DocumentStatus = 'valid' | 'revoked' | 'suspended';

/** One copy: its leaf, its place in the status list and, once there is one, its anchor proof. */
export interface IssuedCopy {
  readonly leaf: string;
  readonly idx: number;
  /** JSON text of the proof. */
  anchor?: string;
}

/** What it takes to issue further copies to the holder. */
export interface Renewal {
  /** SHA-256 of the refresh token that came with the offer, hex: the same in all documents of one offer. */
  readonly first?: string;
  /** SHA-256 of the refresh token that the wallet has used last, or was given first; hex. */
  readonly digest: string;
  /** Of those that were given for it. */
  readonly next?: readonly string[];
  readonly claims: JsonObject;
}

/** One document with all its copies. */
export interface IssuedDocument {
  readonly id: string;
  readonly issuer: string;
  readonly vct: string;
  readonly title: string;
  /** As the document names it now. */
  holder: string;
  readonly issuedAtMs: number;
  /** Of the content as it is now. */
  copies: readonly IssuedCopy[];
  /** Of former content: revoked for good, whatever the document's status. */
  retired?: readonly IssuedCopy[];
  /** What the wallet said last of the copies that it was given. */
  delivery?: { readonly event: DeliveryEvent; readonly atMs: number };
  /** Absent for what an older desk has issued: its holder needs a new offer. */
  renewal?: Renewal;
  status: DocumentStatus;
}

const FILE = 'desk.json';

/** The desk's register, in memory and, if there is a folder, in `desk.json` inside it. */
export class IssuedDocuments {
  readonly #folder: string | undefined;
  readonly #documents: IssuedDocument[];
  readonly #copies = new Map<string, IssuedCopy>();

  /** @throws {@link DeskError} `desk/home-unreadable`. */
  constructor(folder: string | undefined) {
    this.#folder = folder;
    this.#documents = folder === undefined ? [] : read(join(folder, FILE));
    for (const document of this.#documents) this.#index(document);
  }

  get all(): readonly IssuedDocument[] {
    return this.#documents;
  }

  of(issuer: string): readonly IssuedDocument[] {
    return this.#documents.filter((document) => document.issuer === issuer);
  }

  find(id: string): IssuedDocument | undefined {
    return this.#documents.find((document) => document.id === id);
  }

  copy(leaf: string): IssuedCopy | undefined {
    return this.#copies.get(leaf);
  }

  add(document: IssuedDocument): void {
    this.#documents.push(document);
    this.#index(document);
    this.save();
  }

  /** Further copies of a document. */
  addCopies(document: IssuedDocument, copies: readonly IssuedCopy[]): void {
    document.copies = [...document.copies, ...copies];
    for (const copy of copies) this.#copies.set(copy.leaf, copy);
    this.save();
  }

  /** Other content: the copies that are out are good for nothing any more. */
  change(document: IssuedDocument, renewal: Renewal): void {
    document.retired = [...(document.retired ?? []), ...document.copies];
    document.copies = [];
    document.holder = holderAfter(document, renewal);
    document.renewal = renewal;
    this.save();
  }

  /** Whole or not at all. */
  save(): void {
    if (this.#folder === undefined) return;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, FILE);
    const text = JSON.stringify({ version: 1, documents: this.#documents });
    writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  }

  #index(document: IssuedDocument): void {
    for (const copy of everyCopy(document)) this.#copies.set(copy.leaf, copy);
  }
}

/** Who is named by the claim that has named the holder so far. */
function holderAfter({ holder, renewal }: IssuedDocument, { claims }: Renewal): string {
  const former = Object.entries(renewal?.claims ?? {}).find(([, value]) => value === holder);
  const now = former && claims[former[0]];
  return typeof now === 'string' ? now : holder;
}

/** Those of former content too. */
export function everyCopy({ copies, retired = [] }: IssuedDocument): readonly IssuedCopy[] {
  return [...retired, ...copies];
}

function read(path: string): IssuedDocument[] {
  if (!existsSync(path)) return [];
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly version: number;
      readonly documents: IssuedDocument[];
    };
    if (file.version !== 1 || !Array.isArray(file.documents)) throw new Error('other version');
    return file.documents;
  } catch (cause) {
    throw new DeskError('desk/home-unreadable', `${path} is unreadable`, { cause });
  }
}
