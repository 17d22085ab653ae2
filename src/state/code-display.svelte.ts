import { parseSdJwt, readCredentialHead, readStatusReference } from '#core/credential/index.ts';
import {
  encodeSelfContained,
  encodeStreamPayload,
  fitsOneCode,
  type ProofGrounds,
} from '#core/qr/index.ts';
import type { ExcerptNeed } from '#core/registry/index.ts';
import { statusListName } from '#core/verify/index.ts';
import type { Proofs } from './ports.ts';
import { codeOf } from './refusal.ts';
import type { AnchoredCopy } from './show-copy.ts';
import {
  framesText,
  showCode,
  showProof,
  showSeveral,
  type CodeForm,
  type ShownCode,
} from './shown-code.ts';

/** A copy with the code that was signed for it. */
export interface SignedCopy {
  readonly copy: AnchoredCopy;
  readonly code: string;
}

/** What a display needs from outside. */
export interface DisplayPorts {
  readonly proofs: Pick<Proofs, 'bring'>;
  /** Whether the person asks for less motion. */
  readonly isCalm: () => boolean;
}

/** What a screen does with it: to draw it, and to wish for another form. */
export type ShownDisplay = Pick<
  CodeDisplay,
  'code' | 'text' | 'shown' | 'documents' | 'forms' | 'failure' | 'showAs'
>;

/**
 * The code of one show, of one document or of several, in the form that is wished for; a self-contained one
 * brings along its grounds.
 */
export class CodeDisplay {
  #signed = $state.raw<readonly SignedCopy[]>([]);
  #form = $state<CodeForm>('one');
  #grounds = $state.raw<ProofGrounds>();
  #failure = $state<string>();
  readonly #shown = $derived.by(() =>
    draw(this.#signed, this.#form, this.#grounds, this.#ports.isCalm()),
  );
  /** Counts wishes: what was gathered for one that is over is dropped. */
  #turn = 0;
  readonly #ports: DisplayPorts;

  constructor(ports: DisplayPorts) {
    this.#ports = ports;
  }

  /** Code of why it does not appear in the form that was wished for; the one before stays. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** The text of the code, of several documents that of its frames; `undefined` while nothing is shown. */
  get code(): string | undefined {
    return this.#signed.length < 2 ? this.#signed[0]?.code : this.text;
  }
  /** Everything that is drawn, as text that a desk reads when it is pasted: of what moves, all frames. */
  get text(): string | undefined {
    const shown = this.#shown;
    return shown?.form === 'one' ? shown.text : shown && framesText(shown.stream);
  }
  /** The same as it is drawn. */
  get shown(): ShownCode | undefined {
    return this.#shown;
  }
  /** How many documents are in it. */
  get documents(): number {
    return this.#signed.length;
  }
  /** The forms in which it can appear. */
  get forms(): readonly CodeForm[] {
    const [first, ...more] = this.#signed;
    if (first === undefined || more.length > 0) return ['moving', 'slow'];
    const moving: readonly CodeForm[] = ['moving', 'slow', 'self-contained'];
    return fitsOneCode(first.code) ? ['one', ...moving] : moving;
  }

  /**
   * Shows the codes of these copies, the first ones or the next.
   *
   * @throws QrError `qr/too-large` for several that are more than a moving code holds.
   */
  show(signed: readonly SignedCopy[]): void {
    // Refuses here, not while it is drawn.
    if (signed.length > 1)
      encodeStreamPayload({ kind: 'several', texts: signed.map(({ code }) => code) });
    this.#signed = signed;
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
    this.#signed = [];
    this.#form = 'one';
    this.#grounds = undefined;
    this.#failure = undefined;
  }

  async #gather(): Promise<ProofGrounds | undefined> {
    const [first, ...more] = this.#signed;
    if (first === undefined || more.length > 0) return undefined;
    const grounds = await this.#ports.proofs.bring(needOf(first.copy));
    // Refuses here what would be too much for a stream, not while it is drawn.
    encodeSelfContained({ code: first.code, ...grounds });
    return grounds;
  }
}

function draw(
  [first, ...more]: readonly SignedCopy[],
  form: CodeForm,
  grounds: ProofGrounds | undefined,
  isCalm: boolean,
): ShownCode | undefined {
  if (first === undefined) return undefined;
  const { code } = first;
  if (more.length > 0) return showSeveral([code, ...more.map((each) => each.code)], form, isCalm);
  return grounds === undefined
    ? showCode(code, form, isCalm)
    : showProof({ code, ...grounds }, isCalm);
}

function needOf({ sdJwt, anchor }: AnchoredCopy): ExcerptNeed {
  const credential = parseSdJwt(sdJwt);
  const { vct } = readCredentialHead(credential);
  const { uri } = readStatusReference(credential.payload);
  const { issuer, batch } = anchor;
  return { issuer, batch, vct, list: statusListName(issuer, uri) ?? '' };
}
