import { createContext } from 'svelte';
import type { Answering } from './answering.svelte.ts';
import type { Asking } from './asking.svelte.ts';
import type { Chain } from './chain.svelte.ts';
import type { Consortia } from './consortia.svelte.ts';
import type { Desk } from './desk.svelte.ts';
import type { Device } from './device.svelte.ts';
import type { DigitCode } from './digit-code.svelte.ts';
import type { HeldDocument } from './held-document.ts';
import type { Inspection } from './inspection.svelte.ts';
import type { Intake } from './intake.svelte.ts';
import type { OnlineAnswering } from './online-answering.svelte.ts';
import type { PackGiving } from './pack-giving.svelte.ts';
import type { PackTaking } from './pack-taking.svelte.ts';
import type { Presentation, Showable } from './presentation.svelte.ts';
import type { Printing } from './printing.svelte.ts';
import type { Receiving } from './receiving.svelte.ts';
import type { Renewing } from './renewing.svelte.ts';
import type { Theme } from './theme.svelte.ts';
import type { Wallet } from './wallet.svelte.ts';

/** Everything that a screen shows or changes. The root layout builds it once. */
export interface App {
  readonly chain: Chain;
  /** All that this device knows; `chain` is the one in use. */
  readonly consortia: Consortia;
  /** New blocks, announced by a node; to be listened to while the app is in sight. */
  readonly hints: { start(): void; stop(): void };
  readonly wallet: Wallet;
  readonly receiving: Receiving;
  /** Further copies and changed content of what is held. */
  readonly renewing: Renewing;
  readonly inspection: Inspection;
  /** Where everything that is read at a desk comes in. */
  readonly intake: Intake;
  /** Requests of this desk. */
  readonly asking: Asking;
  /** A request of somebody, being answered from this wallet. */
  readonly answering: Answering;
  /** A request that came by link or network, being answered to where it says. */
  readonly onlineAnswering: OnlineAnswering;
  readonly theme: Theme;
  readonly device: Device;
  /** Only under a demo profile. */
  readonly desk: Desk | undefined;
  /** A show of one document, or of several of these that are included then. */
  readonly present: (documents: readonly Showable[]) => Presentation;
  /** A print of one document, with the claims that are suggested at first. */
  readonly print: (held: HeldDocument, suggested: readonly string[]) => Printing;
  /** Trust data to another device, and from one. */
  readonly givePack: () => PackGiving;
  readonly takePack: () => PackTaking;
  /** The digits of one show. */
  readonly digits: () => DigitCode;
  /** Restarts into the version that waits. */
  readonly applyUpdate: () => void;
  /** Deletes the vault and everything in it. */
  readonly eraseWallet: () => Promise<void>;
}

const [useApp, provideApp] = createContext<App>();

/** `provideApp` belongs to the root layout; `useApp` to any component below it. */
export { provideApp, useApp };
