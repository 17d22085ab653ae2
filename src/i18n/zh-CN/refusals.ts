import type { RefusalsDictionary } from '../words.ts';
import { collectingRefusals } from './collecting-refusals.ts';
import { onlineRefusals } from './online-refusals.ts';
import { readingRefusals } from './reading-refusals.ts';
import { tokenRefusals } from './token-refusals.ts';
import { trustRefusals } from './trust-refusals.ts';

const KEPT = '已有的证照没有变化。';

export const refusals: RefusalsDictionary = {
  codes: {
    ...collectingRefusals,
    ...onlineRefusals,
    ...readingRefusals,
    ...tokenRefusals,
    ...trustRefusals,
  },
  modules: {
    vault: { say: '证照夹没有完成这次操作。', next: `请再试一次。${KEPT}` },
    exchange: { say: '没有领到证照。', next: `请稍后再试，或联系发证机关。${KEPT}` },
    network: { say: '网络出了问题。', next: `请稍后再试。${KEPT}` },
    scanner: { say: '读码出了问题。', next: '请再试一次，或改用图片、粘贴。' },
    dcql: {
      say: '无法识别对方要求出示的内容。',
      next: '没有出示任何信息，请对方重新发起。',
    },
    qr: { say: '二维码无法识别。', next: '请对方重新出示后再扫。' },
    chain: { say: '这次没有更新成核验数据。', next: '请稍后再试；在此之前沿用已验证的数据。' },
    cometbft: {
      say: '节点给出的数据没有通过验证，已拒收。',
      next: '请稍后再试；在此之前沿用已验证的数据。',
    },
    ics23: {
      say: '节点给出的数据没有通过验证，已拒收。',
      next: '请稍后再试；在此之前沿用已验证的数据。',
    },
    registry: {
      say: '登记簿没有通过验证，已拒收。',
      next: '请稍后再试；在此之前沿用已验证的数据。',
    },
    merkle: { say: '数据没有通过验证，已拒收。', next: '请稍后再试；在此之前沿用已验证的数据。' },
    credential: { say: '这份证照的内容不合规，没有收下。', next: '请联系发证机关。' },
    bytes: { say: '内容残缺或格式不对。', next: '请重新取得一份再试。' },
    status: { say: '吊销名单没有通过验证，已拒收。', next: '请稍后再更新。' },
    verifier: { say: '密钥没有导入。', next: '请再试一次，或换一个密钥文件。' },
    desk: { say: '窗口系统没有完成这次操作。', next: '请稍后再试。' },
  },
  other: { say: '这一步没有完成。', next: '请再试一次；仍然不行时，请记下代码反馈给我们。' },
  foreignKinds: {
    request: '窗口的核验要求码',
    want: '接收核验包的码',
    document: '证照码',
    offer: '领取码',
    openid4vp: '其他钱包的出示请求',
    mdoc: '其他钱包证件的连接码',
    dcc: '欧盟健康证明码',
    healthcard: 'SMART 健康卡',
    barcode: '其他钱包的凭证码，本应用不读取',
    ur: '加密货币钱包的码',
    payment: '付款码',
    wechat: '微信码',
    invoice: '发票票面上的二维码',
    ubl: '没有签名的发票文件',
    wifi: '无线网络码',
    contact: '电话、短信或名片码',
    url: '网址',
    other: '其他用途的码',
  },
  foreign: (kind) => `这是${kind}，不是证照码。`,
};
