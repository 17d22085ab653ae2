import type { LocalText } from '#core/chain/index.ts';
import { typeMetadata } from '#core/credential/index.ts';
import type { DeskForm } from '#state/desk.svelte.ts';
import { documentTitle, typeSlug } from '#ui/index.ts';

/** What a form is called: by its type's names, and in Chinese a licence of the general type by its own. */
export function formTitle({ vct, title }: Pick<DeskForm, 'vct' | 'title'>): LocalText {
  const type = typeMetadata(vct);
  if (type === undefined) return { 'zh-CN': title, en: title };
  const name = documentTitle(type);
  return typeSlug(vct) === 'licence-base' ? { ...name, 'zh-CN': title } : name;
}
