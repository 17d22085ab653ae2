import type { RefusalTable } from '../words.ts';

const KEPT = '已有的证照没有变化。';
const WITH_ISSUER = '证照没有丢失，仍在发证机关；';

/** Keeping documents on the device, and collecting them from their issuers. */
export const collectingRefusals: RefusalTable = {
  'vault/wrong-passphrase': { say: '口令不对。', next: '请再输一次；注意大小写和输入法。' },
  'vault/locked': { say: '证照夹已锁上。', next: '请输入口令后再试。' },
  'vault/exists': { say: '这台设备上已有证照夹。', next: '请输入口令打开它。' },
  'vault/missing': { say: '这台设备上还没有证照夹。', next: '请先建立证照夹。' },
  'vault/full': { say: '设备存储空间不足，没有存下。', next: `请腾出一些空间再试。${KEPT}` },
  'vault/unavailable': {
    say: '浏览器没有开放存储。',
    next: '请退出无痕模式，或在浏览器设置中允许本站保存数据，再重新打开。',
  },
  'vault/blocked': { say: '证照夹正被另一个窗口占用。', next: '请关闭光印的其他窗口再试。' },
  'vault/damaged': {
    say: '证照夹里有数据损坏，没有采用。',
    next: '请不要清除浏览器数据；损坏的证照可向发证机关重新领取。',
  },
  'vault/malformed': {
    say: '证照夹的数据残缺，打不开。',
    next: '请不要清除浏览器数据；可以重新建立证照夹，再向发证机关领取。',
  },
  'vault/newer-version': {
    say: '证照夹是用更新版本的应用建立的。',
    next: '请更新本应用后再打开；证照没有丢失。',
  },
  'vault/params-refused': {
    say: '证照夹的加密设置不安全，没有打开。',
    next: '请确认它没有被别的程序改动；证照可向发证机关重新领取。',
  },
  'storage/full': { say: '设备存储空间不足，没有存下。', next: `请腾出一些空间再试。${KEPT}` },
  'storage/unavailable': {
    say: '浏览器没有开放存储。',
    next: '请退出无痕模式，或在浏览器设置中允许本站保存数据，再重新打开。',
  },
  'storage/blocked': { say: '存储正被另一个窗口占用。', next: '请关闭光印的其他窗口再试。' },

  'exchange/malformed-offer': {
    say: '这不是领取码，或者不完整。',
    next: '请重新复制整条链接，或重新扫描二维码。',
  },
  'exchange/unsupported-offer': {
    say: '本应用还不能使用这种领取码。',
    next: '请告知发证机关你用的是光印，换一个领取码。',
  },
  'exchange/too-many-documents': {
    say: '这个领取码一次超过十份证照，没有使用。',
    next: '请发证机关分成几个领取码发放，每个不超过十份。',
  },
  'exchange/issuer-not-allowed': {
    say: '这个发证机关不在联盟名单里，没有连接。',
    next: '请勿继续。请确认领取码来自办事窗口或部门网站。',
  },
  'exchange/malformed': {
    say: '发证系统的答复不合规范，没有采用。',
    next: `不是你的操作有误；请稍后再试，或联系发证机关。${KEPT}`,
  },
  'exchange/too-large': {
    say: '发证系统的答复过大，没有采用。',
    next: `不是你的操作有误；请稍后再试，或联系发证机关。${KEPT}`,
  },
  'exchange/unsupported-issuer': {
    say: '本应用还不支持这个发证系统的办理方式。',
    next: '请更新本应用后再试，或联系发证机关。',
  },
  'exchange/unknown-configuration': {
    say: '发证系统目前不发放这种证照。',
    next: '请联系发证机关，要一个新的领取码。',
  },
  'exchange/tx-code-needed': { say: '还需要领取密码。', next: '请输入发证机关另行告知的数字。' },
  'exchange/wrong-tx-code': {
    say: '领取密码不对。',
    next: '请核对发证机关给你的数字；输错多次，领取码会作废。',
  },
  'exchange/too-many-tries': {
    say: '领取密码输错次数过多，领取码已作废。',
    next: `${WITH_ISSUER}请向它要一个新码。`,
  },
  'exchange/offer-used': {
    say: '这个领取码已经用过。',
    next: '如在别的设备上领过，或领取后已移除，请向发证机关要新的领取码；如果不是你领的，请告知发证机关。',
  },
  'exchange/offer-expired': {
    say: '这个领取码已过期。',
    next: `${WITH_ISSUER}请向它要一个新码。`,
  },
  'exchange/offer-unknown': {
    say: '发证系统查不到这个领取码。',
    next: '请核对链接是否完整，或向发证机关要一个新码。',
  },
  'exchange/token-refused': {
    say: '这次领取的时限已过。',
    next: `${WITH_ISSUER}请向它要一个新的领取码。`,
  },
  'exchange/nonce-refused': { say: '发证系统要求重新提交。', next: '请再试一次。' },
  'exchange/proof-refused': {
    say: '发证系统没有认可本机的密钥。',
    next: `请再试一次；仍然不行时，请联系发证机关。${KEPT}`,
  },
  'exchange/request-refused': {
    say: '发证系统没有受理这次领取请求。',
    next: `${WITH_ISSUER}已记下这次领取，也可稍后再试。`,
  },
  'exchange/denied': {
    say: '发证机关不予签发这份证照。',
    next: '请向发证机关了解原因；需要时，请它提供新的领取码。',
  },
  'exchange/transaction-unknown': {
    say: '发证系统找不到这次领取的记录。',
    next: '请联系发证机关，请它提供新的领取码。',
  },
  'exchange/deferred': {
    say: '发证机关还没有制好这份证照。',
    next: '已记下这次领取；制好后，打开证照夹时会自动取回。',
  },
  'exchange/busy': {
    say: '发证系统现在很忙，请本设备过一会儿再来。',
    next: '不会丢失任何证照。已经开始领取的，打开证照夹时会自动取回。',
  },
  'exchange/access-ended': {
    say: '发证机关不再向这个证照夹提供这份证照的副本。',
    next: '请联系发证机关，要一个新的领取码。',
  },
  'exchange/no-print': {
    say: '发证机关不提供这份证照的打印件。',
    next: '请用本设备出示，或联系发证机关。',
  },
  'exchange/not-a-print': {
    say: '发证机关发来的不是打印件，没有采用。',
    next: `请稍后再试，或联系发证机关。${KEPT}`,
  },
  'exchange/server-failed': {
    say: '发证系统出了故障。',
    next: `${WITH_ISSUER}请稍后再试。`,
  },
  'exchange/wrong-count': {
    say: '发证系统给的份数不对，没有收下。',
    next: `请稍后再试，或联系发证机关。${KEPT}`,
  },
  'exchange/copies-differ': {
    say: '同一份证照的几份副本内容不一致，没有收下。',
    next: `请联系发证机关。${KEPT}`,
  },
  'exchange/other-type': {
    say: '领到的不是领取码所说的证照，没有收下。',
    next: `请联系发证机关。${KEPT}`,
  },
  'exchange/other-key': {
    say: '领到的证照不是发给这台设备的，没有收下。',
    next: `请再试一次，或联系发证机关。${KEPT}`,
  },
  'exchange/issuer-unknown': {
    say: '登记簿中查不到发证机关用的密钥，没有收下。',
    next: '请更新核验数据后再试；仍然不行时，请联系发证机关。',
  },
  'exchange/not-verified': {
    say: '领到的证照没有通过核验，没有收下。',
    next: `请联系发证机关。${KEPT}`,
  },
  'exchange/anchor-pending': {
    say: '发证机关还在登记这份证照。',
    next: '通常几秒钟完成，请稍候再试。',
  },
  'exchange/anchor-unknown': {
    say: '发证系统还查不到这份证照的登记。',
    next: '请稍后再试；仍然不行时，请联系发证机关。',
  },
};
