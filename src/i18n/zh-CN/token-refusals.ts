import type { RefusalTable } from '../words.ts';

/** 数字码。 */
export const tokenRefusals: RefusalTable = {
  'token/incomplete': {
    say: '数字码应为 28 位。',
    next: '请核对是否漏输：每四位一组，共七组。',
  },
  'token/mistyped': {
    say: '数字有误，或有两位颠倒。',
    next: '请对照手机屏幕上的数字，重新输入。',
  },
  'token/malformed-letter': {
    say: '节点交来的内容与数字码不符，没有采用。',
    next: '请对方重新生成数字码，或改扫屏幕上的二维码。',
  },
  'token/absent': {
    say: '没有找到对应的内容：数字码只在一分钟内有效。',
    next: '请对方重新生成数字码，或改扫屏幕上的二维码。',
  },
  'token/no-mailbox': {
    say: '转交数字码的两个节点都连不上。',
    next: '请检查网络，或改用屏幕上的二维码，不需要联网。',
  },
};
