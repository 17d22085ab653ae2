import {
  parseJson,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
} from '#core/credential/index.ts';
import { DELIVERY_EVENTS, type DeliveryEvent, type SendRequest } from '#core/exchange/index.ts';
import { DeskRefusal } from './desk-refusal.ts';
import { codeOf } from './refusal.ts';

/** A ready-made form of invented data. */
export interface DeskForm {
  readonly id: string;
  readonly issuer: string;
  readonly vct: string;
  readonly title: string;
  readonly holder: string;
}

export type DeskStatus = 'valid' | 'revoked' | 'suspended';

/** A document that the desk has issued. */
export interface IssuedRow extends DeskForm {
  readonly status: DeskStatus;
  readonly anchored: boolean;
  /** Its fields can be changed. */
  readonly changeable: boolean;
  /** They were, and its holder has not come for the new copies yet. */
  readonly changed: boolean;
  /** What its wallet said last, if it said anything. */
  readonly delivery: DeliveryEvent | undefined;
}

/** A document whose fields are being changed. */
export interface DeskDraft {
  readonly row: IssuedRow;
  /** Its texts as they are. */
  readonly claims: Readonly<Record<string, string>>;
}

/** An offer to be handed to the citizen; the code goes another way. */
export interface DeskOffer {
  readonly link: string;
  readonly offerUri: string;
  readonly txCode: string;
  /** How many documents it brings. */
  readonly documents: number;
}

/** The key file of one of the demo's offices. */
export interface OfficeKey {
  readonly verifier: string;
  readonly text: string;
}

/** The demo's issuer desk. Only this class writes it. */
export class Desk {
  #forms = $state.raw<readonly DeskForm[]>([]);
  #issued = $state.raw<readonly IssuedRow[]>([]);
  #offer = $state.raw<DeskOffer>();
  #draft = $state.raw<DeskDraft>();
  #keys = $state.raw<readonly OfficeKey[]>([]);
  #failure = $state<string>();
  #busy = $state<string>();
  readonly #url: string;
  readonly #send: SendRequest;

  /** @param url - Of the desk's own API. */
  constructor(url: string, send: SendRequest) {
    this.#url = url;
    this.#send = send;
  }

  get forms(): readonly DeskForm[] {
    return this.#forms;
  }
  /** Newest first. */
  get issued(): readonly IssuedRow[] {
    return this.#issued;
  }
  get offer(): DeskOffer | undefined {
    return this.#offer;
  }
  get draft(): DeskDraft | undefined {
    return this.#draft;
  }
  get keys(): readonly OfficeKey[] {
    return this.#keys;
  }
  get failure(): string | undefined {
    return this.#failure;
  }
  /** What is under way: `issue`, or the id of a row whose status is being changed. */
  get busy(): string | undefined {
    return this.#busy;
  }

  async load(): Promise<void> {
    await this.#guarded(undefined, async () => {
      const answer = await this.#ask('GET', 'subjects');
      const subjects = isJsonObject(answer) ? answer['subjects'] : undefined;
      this.#forms = rows(subjects).map(toForm);
      await this.#reload();
    });
  }

  /** Looks again at what was issued; failures are left for {@link load} to tell. */
  async refresh(): Promise<void> {
    await this.#reload().catch((refusal: unknown) => codeOf(refusal));
  }

  /** Key files of the demo's offices, so that a counter can be tried out. */
  async loadKeys(): Promise<void> {
    await this.#guarded('keys', async () => {
      const answer = await this.#ask('GET', 'verifiers');
      const keys = rows(isJsonObject(answer) ? answer['keys'] : undefined);
      this.#keys = keys.map((key) => ({
        verifier: word(key['verifier']),
        text: JSON.stringify(key),
      }));
    });
  }

  /** @param forms - Of one issuer, and each of another type. */
  async issue(forms: readonly DeskForm[]): Promise<void> {
    await this.#guarded('issue', async () => {
      const [first] = forms;
      const order = { issuer: first?.issuer ?? '', subjects: forms.map(({ id }) => id) };
      const answer = await this.#ask('POST', 'offers', order);
      const { link, offerUri, txCode } = isJsonObject(answer) ? answer : {};
      this.#offer = {
        link: word(link),
        offerUri: word(offerUri),
        txCode: word(txCode),
        documents: forms.length,
      };
    });
  }

  forgetOffer(): void {
    this.#offer = undefined;
  }

  /** Resolves when the status list with the change is on the chain. */
  async setStatus(id: string, status: DeskStatus): Promise<void> {
    await this.#guarded(id, async () => {
      await this.#ask('POST', 'revoke', { id, status });
      await this.#reload();
    });
  }

  async openDraft(row: IssuedRow): Promise<void> {
    await this.#guarded(row.id, async () => {
      const answer = await this.#ask('GET', `issued/${encodeURIComponent(row.id)}`);
      const claims = isJsonObject(answer) ? answer['claims'] : undefined;
      const texts = Object.entries(isJsonObject(claims) ? claims : {});
      const known = texts.flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as const] : [],
      );
      this.#draft = { row, claims: Object.fromEntries(known) };
    });
  }

  closeDraft(): void {
    this.#draft = undefined;
    this.#failure = undefined;
  }

  /** Resolves when the former copies are revoked on the chain; the draft stays open if it is refused. */
  async reissue(changes: Readonly<Record<string, string>>): Promise<void> {
    const { id } = this.#draft?.row ?? {};
    if (id === undefined) return;
    await this.#guarded(id, async () => {
      await this.#ask('POST', 'reissue', { id, changes });
      this.#draft = undefined;
      await this.#reload();
    });
  }

  async #reload(): Promise<void> {
    this.#issued = rows(await this.#ask('GET', 'issued'))
      .map(toRow)
      .reverse();
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: JsonObject): Promise<Json> {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const url = `${this.#url}/${path}`;
    const request = { method, url, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await this.#send(request);
    const json = parseJson(answer.body);
    if (answer.status < 300) return json;
    const error = isJsonObject(json) ? json['error'] : undefined;
    throw new DeskRefusal(typeof error === 'string' ? error : 'desk/failed', 'the desk refused');
  }

  async #guarded(what: string | undefined, action: () => Promise<void>): Promise<void> {
    this.#busy = what;
    this.#failure = undefined;
    try {
      await action();
    } catch (refusal) {
      this.#failure = codeOf(refusal);
    } finally {
      this.#busy = undefined;
    }
  }
}

function rows(untrusted: Json | undefined): readonly JsonObject[] {
  return isJsonArray(untrusted) ? untrusted.filter(isJsonObject) : [];
}

function toForm(row: JsonObject): DeskForm {
  return {
    id: word(row['id']),
    issuer: word(row['issuer']),
    vct: word(row['vct']),
    title: word(row['title']),
    holder: word(row['holder']),
  };
}

function toRow(row: JsonObject): IssuedRow {
  const status = row['status'];
  return {
    ...toForm(row),
    status: status === 'revoked' || status === 'suspended' ? status : 'valid',
    anchored: row['anchored'] === true,
    changeable: row['changeable'] === true,
    changed: row['changed'] === true,
    delivery: deliveryOf(row['delivery']),
  };
}

function word(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function deliveryOf(untrusted: Json | undefined): DeliveryEvent | undefined {
  const event = isJsonObject(untrusted) ? untrusted['event'] : undefined;
  return DELIVERY_EVENTS.find((one) => one === event);
}
