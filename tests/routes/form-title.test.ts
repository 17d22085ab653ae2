/** What the forms of the demo's desk are called in both languages. */
import { describe, expect, it } from 'vitest';
import { SUBJECTS } from '../../src/consortium/desk/subjects.ts';
import { formTitle } from '../../src/routes/desk/form-title.ts';

describe('a form', () => {
  it.each(SUBJECTS.map((form) => [form.id, form] as const))(
    '%s has a title in both languages',
    (_, form) => {
      const { 'zh-CN': chinese, en } = formTitle(form);
      expect(chinese).toMatch(/^[\p{Script=Han}()（）]+$/u);
      expect(en).toMatch(/^[\w -]+$/);
    },
  );

  it('of the general type keeps its own name in Chinese', () => {
    const pool = SUBJECTS.find(({ id }) => id === 'swimming-pool');
    if (pool === undefined) throw new Error('no such form');
    expect(formTitle(pool)).toEqual({ 'zh-CN': '公共场所卫生许可证', en: 'E-licence' });
  });

  it('of an unknown type is called as its desk calls it', () => {
    const title = '未知';
    expect(formTitle({ vct: 'x', title })).toEqual({ 'zh-CN': title, en: title });
  });
});
