import type { Settings } from './ports.ts';

export type ThemeChoice = 'auto' | 'light' | 'dark';

/** Light, dark or as the system; only this class applies it. */
export class Theme {
  #choice = $state<ThemeChoice>('auto');
  readonly #settings: Settings;
  readonly #apply: (choice: ThemeChoice) => void;

  constructor(settings: Settings, apply: (choice: ThemeChoice) => void) {
    this.#settings = settings;
    this.#apply = apply;
    const kept = settings.load('theme');
    if (kept === 'light' || kept === 'dark') this.#choice = kept;
    apply(this.#choice);
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }

  choose(choice: ThemeChoice): void {
    this.#choice = choice;
    this.#settings.save('theme', choice);
    this.#apply(choice);
  }
}
