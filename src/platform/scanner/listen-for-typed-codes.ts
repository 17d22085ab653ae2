/** Hears scanner guns wherever the focus is on a page. */
import { IDLE_MS, QUIET_MS, TypedCodes, type TypedCodesListener } from './typed-codes.ts';

type TextField = HTMLInputElement | HTMLTextAreaElement;

/**
 * Takes what a gun types, even out of a field: a field gets back what it held before. What a person
 * types is left alone. @returns stops listening.
 */
export function listenForTypedCodes(page: Document, listener: TypedCodesListener): () => void {
  const codes = new TypedCodes(listener);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastMs = -Infinity;
  let before = '';
  const listen = (event: KeyboardEvent) => {
    const field = fieldOf(event.target);
    if (event.timeStamp - lastMs > IDLE_MS) before = field?.value ?? '';
    lastMs = event.timeStamp;
    clearTimeout(timer);
    timer = setTimeout(() => {
      codes.pause();
    }, QUIET_MS);
    if (!codes.press(event)) return;
    // Neither a field, a button nor the page may act on what the gun types.
    event.preventDefault();
    event.stopPropagation();
    if (field !== undefined) restore(field, before);
  };
  page.addEventListener('keydown', listen, { capture: true });
  return () => {
    clearTimeout(timer);
    page.removeEventListener('keydown', listen, { capture: true });
  };
}

function fieldOf(target: EventTarget | null): TextField | undefined {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isField ? target : undefined;
}

/** The first characters arrive before they are known to be a gun's. */
function restore(field: TextField, value: string): void {
  if (field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
