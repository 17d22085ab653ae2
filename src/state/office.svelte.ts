import type { LocalText } from '#core/chain/index.ts';
import type { VerifierEntry } from '#core/registry/index.ts';
import { Attempt } from './attempt.svelte.ts';
import type { Question } from './asked-question.ts';
import type { Chain } from './chain.svelte.ts';
import { textOf, type ChosenFile } from './chosen-file.ts';
import type { VerifierKeys } from './ports.ts';
import {
  KEY_FILE_BYTES,
  parseVerifierKeyFile,
  requireRegistered,
  VerifierError,
} from './verifier-key-file.ts';

/** An office as the registry lists it. */
export interface ListedOffice {
  readonly id: string;
  readonly kid: string;
  readonly name: LocalText;
}

/** In whose name this desk asks, and the key that signs for it. Only this class writes them. */
export class Office {
  #id = $state<string>();
  readonly #attempt = new Attempt();
  readonly #chain: Chain;
  readonly #keys: VerifierKeys;
  readonly #onChange: () => void;
  readonly #entry: VerifierEntry | undefined = $derived.by(() => this.#entryOf(this.#id ?? ''));

  /** @param onChange - Called whenever the desk asks in another name from now on. */
  constructor(chain: Chain, keys: VerifierKeys, onChange: () => void) {
    this.#chain = chain;
    this.#keys = keys;
    this.#onChange = onChange;
  }

  /** `undefined` if wallets will call it unknown. */
  get listed(): ListedOffice | undefined {
    const [id, entry] = [this.#id, this.#entry];
    if (id === undefined || entry === undefined) return undefined;
    return { id, kid: entry.key.kid, name: entry.name };
  }

  /** What the registry lets it ask for; `undefined` if wallets will call it unknown. */
  get questions(): readonly Question[] | undefined {
    return this.#entry?.purposes.map(({ id, name, vct, claims }) => ({
      purpose: id,
      name,
      vct,
      claims,
    }));
  }

  /** Code of why a key was not taken. */
  get failure(): string | undefined {
    return this.#attempt.failure;
  }

  async start(): Promise<void> {
    await this.#attempt.make(async () => {
      this.#id = await this.#keys.verifier(this.#chain.profile.chainId);
    });
  }

  /** Takes the office's key from its file, if it is the key that the registry lists. */
  async takeKey(file: ChosenFile): Promise<void> {
    await this.#attempt.make(async () => {
      await this.#keepKey(await textOf(file, KEY_FILE_BYTES));
    });
  }

  /** The same from the text of such a file. */
  async takeKeyText(untrusted: string): Promise<void> {
    await this.#attempt.make(() => this.#keepKey(untrusted));
  }

  async forgetKey(): Promise<void> {
    await this.#attempt.make(async () => {
      await this.#keys.forget(this.#chain.profile.chainId);
      this.#change(undefined);
    });
  }

  readonly sign = (message: Uint8Array): Promise<Uint8Array> =>
    this.#keys.sign(this.#chain.profile.chainId, message);

  async #keepKey(untrusted: string): Promise<void> {
    const file = parseVerifierKeyFile(untrusted);
    const { chainId, verifier, privateJwk } = file;
    requireRegistered(file, this.#chain.profile.chainId, this.#entryOf(verifier));
    if (!(await this.#keys.keep(chainId, verifier, privateJwk)))
      throw new VerifierError('verifier/malformed-key', 'not a key');
    this.#change(verifier);
  }

  #change(id: string | undefined): void {
    this.#onChange();
    this.#id = id;
  }

  #entryOf(id: string): VerifierEntry | undefined {
    return this.#chain.latest?.trust.pack.registry.verifiers.get(id);
  }
}
