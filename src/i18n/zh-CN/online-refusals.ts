import type { RefusalTable } from '../words.ts';

/** 在线出示。 */
export const onlineRefusals: RefusalTable = {
  'vp/malformed': {
    say: '在线核验要求或其应答格式不对。',
    next: '请对方重新提出。',
  },
  'vp/too-large': {
    say: '这个要求超过了允许的大小。',
    next: '没有出示任何内容，请对方重新提出。',
  },
  'vp/unsupported-mode': {
    say: '对方要求的应答方式，本应用不支持。',
    next: '没有出示任何内容，可改为出示二维码。',
  },
  'vp/unsupported-client': {
    say: '对方表明身份的方式，本应用无法核实。',
    next: '没有出示任何内容，可改为出示二维码。',
  },
  'vp/unsupported': {
    say: '这个要求含有本应用不支持的事项。',
    next: '没有出示任何内容，可改为出示二维码。',
  },
  'vp/bad-destination': {
    say: '这个要求指向不安全的地址。',
    next: '没有打开该地址，请向对方问明情况。',
  },
  'vp/client-mismatch': {
    say: '询问方与接收应答的地址对不上。',
    next: '可能有人冒用他人名义。没有出示任何内容。',
  },
  'vp/bad-query': {
    say: '无法读懂对方要求出示什么。',
    next: '没有出示任何内容，请对方重新提出。',
  },
  'vp/unregistered': {
    say: '本机核验过的登记簿里没有这个询问方。',
    next: '没有出示任何内容。请更新核验数据后重新打开，或者拒绝。',
  },
  'vp/forged': {
    say: '这个要求的签名不对。',
    next: '可能有人冒用单位名义。没有出示任何内容。',
  },
  'vp/expired': {
    say: '这个要求已超过时限。',
    next: '请对方重新提出。',
  },
  'vp/server-failed': {
    say: '没有取到核验要求。',
    next: '请重试，或请对方重新提出。',
  },
  'vp/not-taken': {
    say: '对方的服务器没有接收应答。',
    next: '请对方重新提出，再应答一次。',
  },
  'vp/declined': {
    say: '持证人拒绝出示。',
    next: '对方无须说明理由。可再次提出，或改用其他方式办理。',
  },
  'vp/no-wallet': {
    say: '本浏览器中没有证照夹作出应答。',
    next: '请对方改为扫码。',
  },
  'vp/no-anchor': {
    say: '对方的应答没有附上存证信息。',
    next: '请持证人改为出示二维码。',
  },
};
