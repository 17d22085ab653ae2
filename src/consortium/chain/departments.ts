import type { LocalText } from '#core/chain/index.ts';

/** A member of the demo consortium; city and offices are invented. */
export interface Department {
  readonly id: string;
  readonly name: LocalText;
}

export const CONSORTIUM_NAME: LocalText = {
  'zh-CN': '示例市电子证照联盟',
  en: 'Example City E-Licence Consortium',
};

/** Founders and validators, in the order of their nodes. */
export const DEPARTMENTS: readonly Department[] = [
  {
    id: 'data',
    name: {
      'zh-CN': '示例市政务服务和数据管理局',
      en: 'Example City Government Services and Data Bureau',
    },
  },
  {
    id: 'market-regulation',
    name: { 'zh-CN': '示例市市场监督管理局', en: 'Example City Market Regulation Bureau' },
  },
  { id: 'tax', name: { 'zh-CN': '示例市税务局', en: 'Example City Tax Bureau' } },
  { id: 'finance', name: { 'zh-CN': '示例市财政局', en: 'Example City Finance Bureau' } },
];
