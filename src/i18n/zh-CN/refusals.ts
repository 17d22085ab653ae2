import type { RefusalsDictionary } from '../words.ts';

const KEPT = '已有的证照没有变化。';

export const refusals: RefusalsDictionary = {
  codes: {
    'vault/wrong-passphrase': { say: '口令不对。', next: '请再输一次；注意大小写和输入法。' },
    'vault/locked': { say: '证照夹已锁上。', next: '请输入口令后再试。' },
    'vault/exists': { say: '这台设备上已有证照夹。', next: '请输入口令打开它。' },
    'vault/missing': { say: '这台设备上还没有证照夹。', next: '请先建立证照夹。' },
    'vault/full': { say: '设备存储空间不足，没有存下。', next: `请腾出一些空间再试。${KEPT}` },
    'vault/damaged': {
      say: '证照夹的数据已损坏，打不开。',
      next: '请不要清除浏览器数据；可以从备份恢复，或向发证机关重新领取。',
    },
    'vault/weak-passphrase': {
      say: '口令太短。',
      next: '请至少用 8 个字符；几个不相干的词更好记也更牢。',
    },
    'exchange/wrong-tx-code': {
      say: '领取密码不对。',
      next: '请核对发证机关给你的数字；输错多次会作废。',
    },
    'exchange/offer-used': {
      say: '这个领取码已经用过。',
      next: '如果不是你领的，请联系发证机关；否则请向它要一个新码。',
    },
    'exchange/offer-expired': { say: '这个领取码已过期。', next: '请向发证机关要一个新码。' },
    'exchange/issuer-not-allowed': {
      say: '这个发证机关不在联盟名单里。',
      next: '请勿继续。请确认领取码来自办事窗口或部门网站。',
    },
    'exchange/malformed-offer': { say: '这不是领取码。', next: '请核对链接或二维码是否完整。' },
    'exchange/malformed': { say: '发证机关的答复不合规。', next: `请稍后再试。${KEPT}` },
    'exchange/anchor-pending': {
      say: '发证机关还在登记这份证照。',
      next: '通常几秒钟完成，请稍候再试。',
    },
    'exchange/not-verified': {
      say: '领到的证照没有通过核验，没有收下。',
      next: `请联系发证机关。${KEPT}`,
    },
    'network/offline': { say: '没有网络。', next: '请连上网络再试；出示和查验不受影响。' },
    'network/timeout': { say: '对方没有应答。', next: `请稍后再试。${KEPT}` },
    'network/unreachable': { say: '连接不上对方的服务器。', next: `请稍后再试。${KEPT}` },
    'network/refused': { say: '对方的服务器没有接受这次请求。', next: '请稍后再试。' },
    'network/not-allowed': {
      say: '这个地址不在允许的名单里，没有连接。',
      next: '请确认来源；本应用只连接联盟节点和发证机关。',
    },
    'network/malformed': { say: '服务器的答复看不懂。', next: '请稍后再试，或换一个节点。' },
    'network/too-large': { say: '服务器的答复过大，已拒收。', next: '请稍后再试。' },
    'network/cancelled': { say: '已取消。', next: KEPT },
    'scanner/denied': {
      say: '没有摄像头权限。',
      next: '请在浏览器的网站设置中允许使用摄像头，或改用图片、粘贴。',
    },
    'scanner/no-camera': { say: '这台设备没有可用的摄像头。', next: '请改用图片、粘贴或扫码枪。' },
    'scanner/lost': { say: '摄像头断开了。', next: '请检查连接后重新打开，或改用图片、粘贴。' },
    'scanner/busy': { say: '摄像头正被别的程序占用。', next: '请关闭占用它的程序后再试。' },
    'scanner/no-code': { say: '图片里没有找到二维码。', next: '请换一张清楚、完整的图片。' },
    'qr/foreign': { say: '这不是证照码。', next: '请让对方打开光印的亮证页，再扫一次。' },
    'qr/truncated': { say: '二维码不完整。', next: '请重新扫描，让整个码都在框内。' },
    'qr/malformed': {
      say: '二维码内容无法识别。',
      next: '请重新扫描；仍然不行时，请对方重新出示。',
    },
    'qr/newer-version': { say: '此码的版本比本机新。', next: '请更新本应用后再扫。' },
    'qr/too-large': { say: '内容太多，一个二维码放不下。', next: '请少选几项再出示。' },
    'chain/no-witness': {
      say: '没有别的节点来比对。',
      next: '请稍后再更新；在此之前沿用已验证的数据。',
    },
    'chain/attack': {
      say: '两份核验数据互相矛盾，已停用。',
      next: '请导出证据并上报；在查清之前不作判定。',
    },
    'chain/conflict': {
      say: '两份核验数据互相矛盾，已停用。',
      next: '请导出证据并上报；在查清之前不作判定。',
    },
    'chain/expired': { say: '本机的信任起点太旧了。', next: '请更新本应用，或导入新的联盟档案。' },
    'chain/clock-behind': { say: '本机时间比联盟慢。', next: '请校准日期和时间后再更新。' },
    'chain/from-future': { say: '本机时间比联盟慢。', next: '请校准日期和时间后再更新。' },
    'chain/other-chain': {
      say: '这个节点属于另一个联盟，没有采用它的数据。',
      next: '请检查节点地址。',
    },
    'chain/anchor-mismatch': {
      say: '节点给出的信任起点与本机的档案不符。',
      next: '请勿继续，并核对联盟档案的指纹。',
    },
    'chain/no-source': {
      say: '联盟节点都没有应答。',
      next: '请检查网络后再更新；在此之前沿用已验证的数据。',
    },
    'chain/cancelled': { say: '已取消更新。', next: '沿用之前已验证的数据，没有丢失。' },
    'credential/status-revoked': { say: '此证已被吊销，不能出示。', next: '请联系发证机关。' },
    'wallet/no-copies': { say: '这份证照的可用份数已用完。', next: '请联网向发证机关补领。' },
  },
  modules: {
    vault: { say: '证照夹没有完成这次操作。', next: `请再试一次。${KEPT}` },
    exchange: { say: '没有领到证照。', next: `请稍后再试，或联系发证机关。${KEPT}` },
    network: { say: '网络出了问题。', next: `请稍后再试。${KEPT}` },
    scanner: { say: '读码出了问题。', next: '请再试一次，或改用图片、粘贴。' },
    qr: { say: '二维码无法识别。', next: '请对方重新出示后再扫。' },
    chain: { say: '这次没有更新成核验数据。', next: '请稍后再试；在此之前沿用已验证的数据。' },
    cometbft: {
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
    desk: { say: '窗口系统没有完成这次操作。', next: '请稍后再试。' },
  },
  other: { say: '这一步没有完成。', next: '请再试一次；仍然不行时，请记下代码反馈给我们。' },
  foreignKinds: {
    url: '网址',
    wifi: '无线网络码',
    contact: '名片',
    phone: '电话号码',
    email: '邮件地址',
    payment: '付款码',
    offer: '领取码',
    text: '普通文字',
    binary: '其他程序的数据',
    unknown: '其他用途的码',
  },
  foreign: (kind) => `这是${kind}，不是证照码。`,
};
