/** The status list of one issuer: kept, signed, published, refreshed. */
import { deflateSync } from 'node:zlib';
import { issueStatusToken, STATUS, withStatus, type StatusList } from '#core/credential/index.ts';
import { DeskError } from './desk-error.ts';
import { issuerName, type DeskIssuer } from './desk-issuer.ts';
import {
  everyCopy,
  type DocumentStatus,
  type IssuedCopy,
  type IssuedDocument,
  type IssuedDocuments,
} from './issued-documents.ts';
import type { Ledger } from './ledger.ts';

/** The one list that an issuer of the demo has. */
export const LIST = '1';

const SIZE = 2 ** 16;
const VALUES: Readonly<Record<DocumentStatus, number>> = {
  valid: STATUS.valid,
  revoked: STATUS.invalid,
  suspended: STATUS.suspended,
};

/** What a status list needs. */
export interface StatusPorts {
  readonly issuer: DeskIssuer;
  readonly ledger: Ledger;
  readonly documents: IssuedDocuments;
  readonly random: (size: number) => Uint8Array;
  readonly now: () => Date;
  readonly validityMs: number;
}

export class StatusLists {
  readonly #ports: StatusPorts;
  readonly #taken: Set<number>;
  #token = '';
  #turn: Promise<void> = Promise.resolve();

  constructor(ports: StatusPorts) {
    this.#ports = ports;
    const copies = ports.documents.of(ports.issuer.id).flatMap(everyCopy);
    this.#taken = new Set(copies.map(({ idx }) => idx));
  }

  /** The newest token that is on the chain; empty before the first publication. */
  get token(): string {
    return this.#token;
  }

  /** `status.status_list.uri` of credentials. */
  get uri(): string {
    return `${issuerName(this.#ports.issuer.id)}/status/${LIST}`;
  }

  /**
   * An index that nobody has and nobody can guess.
   *
   * @throws {@link DeskError} `desk/list-full` when half of the list is taken.
   */
  reserve(): number {
    if (this.#taken.size >= SIZE / 2) throw new DeskError('desk/list-full', 'a new list is due');
    for (;;) {
      const [high = 0, low = 0] = this.#ports.random(2);
      const idx = high * 256 + low;
      if (this.#taken.has(idx)) continue;
      this.#taken.add(idx);
      return idx;
    }
  }

  /** Signs the list as it is now, and resolves when its digest is on the chain; one at a time. */
  publish(): Promise<void> {
    const published = this.#turn.then(() => this.#publish());
    this.#turn = published.catch(() => undefined);
    return published;
  }

  async #publish(): Promise<void> {
    const { issuer, ledger, now, validityMs } = this.#ports;
    const iat = Math.floor(now().getTime() / 1000);
    const exp = iat + Math.floor(validityMs / 1000);
    const token = await issueStatusToken({
      uri: this.uri,
      kid: issuer.kid,
      iat,
      exp,
      ttl: 3600,
      list: this.#list(),
      deflate: (bytes) => deflateSync(bytes, { level: 9 }),
      sign: issuer.sign,
    });
    await ledger.publishStatus(issuer.id, LIST, token, exp * 1000);
    this.#token = token;
  }

  #list(): StatusList {
    const empty: StatusList = { bits: 2, bytes: new Uint8Array(SIZE / 4) };
    return this.#ports.documents
      .of(this.#ports.issuer.id)
      .flatMap(statusesOf)
      .reduce((list, { idx, value }) => withStatus(list, idx, value), empty);
  }
}

/** Every place in the list that does not say valid. */
function statusesOf({ copies, retired = [], status }: IssuedDocument) {
  const withValue = (value: number) => (copy: IssuedCopy) => ({ idx: copy.idx, value });
  return [
    ...retired.map(withValue(VALUES.revoked)),
    ...(status === 'valid' ? [] : copies.map(withValue(VALUES[status]))),
  ];
}
