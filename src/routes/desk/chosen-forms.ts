import type { DeskForm } from '#state/desk.svelte.ts';

/** How many documents one offer brings at most. */
const MOST = 10;

/**
 * What is chosen once a form was ticked or unticked. One offer is of one office and names its documents by type, so a
 * form that does not go with those chosen before takes their place.
 */
export function toggleForm(chosen: readonly DeskForm[], form: DeskForm): readonly DeskForm[] {
  if (chosen.some(({ id }) => id === form.id)) return chosen.filter(({ id }) => id !== form.id);
  const beside = chosen.filter(({ issuer, vct }) => issuer === form.issuer && vct !== form.vct);
  return [...beside.slice(0, MOST - 1), form];
}
