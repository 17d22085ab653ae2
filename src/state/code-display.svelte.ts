import { parseSdJwt, readCredentialHead, readStatusReference } from '#core/credential/index.ts';
import { encodeSelfContained, type ProofGrounds } from '#core/qr/index.ts';
import type { ExcerptNeed } from '#core/registry/index.ts';
import { statusListName } from '#core/verify/index.ts';
import type { Proofs } from './ports.ts';
import { codeOf } from './refusal.ts';
import type { AnchoredCopy } from './show-copy.ts';
import { showCode, showProof, type CodeForm, type ShownCode } from './shown-code.ts';

/** The code of one show, in the form that is wished for; a self-contained one brings along its grounds. */
export class CodeDisplay {
  #code = $state<string>();
  #form = $state<CodeForm>('one');
  #grounds = $state.raw<ProofGrounds>();
  #failure = $state<string>();
  readonly #shown = $derived(draw(this.#code, this.#form, this.#grounds));
  #copy: AnchoredCopy | undefined;
  /** Counts wishes: what was gathered for one that is over is dropped. */
  #turn = 0;
  readonly #proofs: Pick<Proofs, 'bring'>;

  constructor(proofs: Pick<Proofs, 'bring'>) {
    this.#proofs = proofs;
  }

  /** Code of why it does not appear in the form that was wished for; the one before stays. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** The text of the code; `undefined` while nothing is shown. */
  get code(): string | undefined {
    return this.#code;
  }
  /** The same as it is drawn. */
  get shown(): ShownCode | undefined {
    return this.#shown;
  }

  /** Shows a code of this copy, the first one or the next. */
  show(copy: AnchoredCopy, code: string): void {
    this.#copy = copy;
    this.#code = code;
  }

  /** Shows in another form; for a self-contained one its grounds are gathered first, offline. */
  async showAs(form: CodeForm): Promise<void> {
    const turn = ++this.#turn;
    this.#failure = undefined;
    try {
      const grounds = form === 'self-contained' ? await this.#gather() : undefined;
      if (turn !== this.#turn) return;
      this.#grounds = grounds;
      this.#form = form;
    } catch (refusal) {
      if (turn === this.#turn) this.#failure = codeOf(refusal);
    }
  }

  /** The show is over. */
  reset(): void {
    this.#turn++;
    this.#copy = undefined;
    this.#code = undefined;
    this.#form = 'one';
    this.#grounds = undefined;
    this.#failure = undefined;
  }

  async #gather(): Promise<ProofGrounds | undefined> {
    const [copy, code] = [this.#copy, this.#code];
    if (copy === undefined || code === undefined) return undefined;
    const grounds = await this.#proofs.bring(needOf(copy));
    // Refuses here what would be too much for a stream, not while it is drawn.
    encodeSelfContained({ code, ...grounds });
    return grounds;
  }
}

function draw(
  code: string | undefined,
  form: CodeForm,
  grounds: ProofGrounds | undefined,
): ShownCode | undefined {
  if (code === undefined) return undefined;
  return grounds === undefined ? showCode(code, form) : showProof({ code, ...grounds });
}

function needOf({ sdJwt, anchor }: AnchoredCopy): ExcerptNeed {
  const credential = parseSdJwt(sdJwt);
  const { vct } = readCredentialHead(credential);
  const { uri } = readStatusReference(credential.payload);
  const { issuer, batch } = anchor;
  return { issuer, batch, vct, list: statusListName(issuer, uri) ?? '' };
}
