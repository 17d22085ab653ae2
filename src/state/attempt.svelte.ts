import { codeOf } from './refusal.ts';

/** What a person waits for: whether it is under way, and why the last one came to nothing. */
export class Attempt {
  #busy = $state(false);
  #failure = $state<string>();

  get busy(): boolean {
    return this.#busy;
  }
  /** Code of the refusal; forgotten when the next one begins. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Whatever is thrown without a code is a bug, and thrown on. */
  async make(action: () => Promise<void>): Promise<void> {
    this.#busy = true;
    this.#failure = undefined;
    try {
      await action();
    } catch (refusal) {
      this.#failure = codeOf(refusal);
    } finally {
      this.#busy = false;
    }
  }

  /** It came to nothing before it was made. */
  fail(code: string): void {
    this.#failure = code;
  }

  forget(): void {
    this.#failure = undefined;
  }
}
