/** Telling issuers how a delivery ended: after the vault has stored it, and without anybody waiting for it. */
import {
  notifyIssuer,
  type DeliveryEvent,
  type DeliveryNotice,
  type NotifyPorts,
} from '#core/exchange/index.ts';
import type { HeldDocument } from './held-document.ts';
import { codeOf } from './refusal.ts';

/** Copies that came and are good for nothing; anything else is tried again. */
const UNUSABLE: ReadonlySet<string> = new Set([
  'exchange/wrong-count',
  'exchange/copies-differ',
  'exchange/other-type',
  'exchange/other-key',
  'exchange/not-verified',
]);
/** For so long the issuer is told that what it delivered was removed; later that is nobody's business. */
const DELIVERY_MS = 60 * 60_000;

/**
 * Runs a delivery to its end.
 *
 * @param deliver - Collects and stores; it is handed what to report the issuer's notice to.
 */
export async function withReceipt<T>(
  ports: NotifyPorts,
  deliver: (onNotice: (notice: DeliveryNotice) => void) => Promise<T>,
): Promise<T> {
  let notice: DeliveryNotice | undefined;
  const tell = (event: DeliveryEvent): void => {
    if (notice !== undefined) void notifyIssuer(notice, event, ports);
  };
  try {
    const stored = await deliver((given) => (notice = given));
    tell('credential_accepted');
    return stored;
  } catch (refusal) {
    if (UNUSABLE.has(codeOf(refusal))) tell('credential_failure');
    throw refusal;
  }
}

/** Tells it of a document that was removed right after it was received. */
export function tellRemoved(held: HeldDocument, nowMs: number, ports: NotifyPorts): void {
  const { notice, receivedAtMs } = held;
  if (notice === undefined || nowMs - receivedAtMs > DELIVERY_MS) return;
  void notifyIssuer(notice, 'credential_deleted', ports);
}
