import type { RefusalTable } from '../words.ts';

const KEPT = '已有的证照没有变化。';
const OTHER_WAYS = '请改用图片、粘贴或扫码枪。';

/** Reaching others, reading codes, and the issuer's desk. */
export const readingRefusals: RefusalTable = {
  'network/down': {
    say: '连接不上对方的服务器。',
    next: `请检查网络后再试；也可能是对方暂时停用。${KEPT}`,
  },
  'network/slow': { say: '对方的服务器迟迟没有应答。', next: `请稍后再试。${KEPT}` },
  'network/not-allowed': {
    say: '这个地址不在允许的名单里，没有连接。',
    next: '请确认来源；本应用只连接联盟节点和发证机关。',
  },
  'network/too-large': {
    say: '对方服务器的答复过大，没有采用。',
    next: `请稍后再试。${KEPT}`,
  },
  'network/cancelled': { say: '已取消。', next: KEPT },

  'scanner/denied': {
    say: '没有摄像头权限。',
    next: '请在浏览器的网站设置中允许使用摄像头，或改用图片、粘贴。',
  },
  'scanner/no-camera': { say: '这台设备没有可用的摄像头。', next: OTHER_WAYS },
  'scanner/busy': { say: '摄像头正被别的程序占用。', next: '请关闭占用它的程序后再试。' },
  'scanner/lost': { say: '摄像头断开了。', next: '请检查连接后重新打开，或改用图片、粘贴。' },
  'scanner/insecure': {
    say: '当前地址不安全，浏览器没有开放摄像头。',
    next: '请用 https 开头的地址打开，或改用图片、粘贴。',
  },
  'scanner/no-code': { say: '图片里没有找到二维码。', next: '请换一张清楚、完整的图片。' },
  'scanner/invoice-file': {
    say: '这是没有签名的发票文件，无法核实真伪，没有采用。',
    next: '这类文件任何人都能编写，请向开票方领取有签名的电子发票。',
  },
  'scanner/line': {
    say: '串口扫码枪打不开。',
    next: '请检查连接，关闭占用它的程序后再试。',
  },
  'scanner/several': { say: '画面里不止一个证照码。', next: '请只留下要读的那一个。' },
  'scanner/broken': { say: '读码程序没有启动。', next: '请重新打开本页，或改用粘贴。' },
  'scanner/layout': {
    say: '扫码枪和电脑的键盘布局不一致。',
    next: '请把两者都设为美式键盘后重扫。扫码枪说明书上有对应的设置码。',
  },

  'qr/foreign': { say: '这不是证照码。', next: '请让对方打开光印的亮证页，再扫一次。' },
  'qr/truncated': { say: '二维码不完整。', next: '请重新扫描，让整个码都在框内。' },
  'qr/malformed': {
    say: '二维码内容无法识别。',
    next: '请重新扫描；仍然不行时，请对方重新出示。',
  },
  'qr/newer-version': { say: '此码的版本比本应用新。', next: '请更新本应用后再扫。' },
  'qr/too-large': { say: '内容太多，一个二维码放不下。', next: '请少选几项再出示。' },
  'qr/not-a-document': {
    say: '这个动态码是联盟档案，不是证照。',
    next: '如需采用，请到“设置 › 联盟”中扫描。',
  },
  'qr/not-a-profile': {
    say: '这不是联盟档案。',
    next: '请所在部门以动态码出示联盟档案。',
  },
  'qr/is-a-parcel': {
    say: '这个动态码是核验包，不是证照。',
    next: '请到“离线查验 › 传递核验包”中接收。',
  },
  'parcel/not-a-parcel': {
    say: '这不是核验包。',
    next: '请对方在“传递核验包”中出示动态码，或者另存为文件。',
  },
  'parcel/not-a-want': {
    say: '这不是接收核验包的码。',
    next: '请对方打开“传递核验包”的接收页。',
  },
  'parcel/other-chain': {
    say: '对方用的是另一个联盟。',
    next: '请双方切换到同一个联盟后再传。',
  },
  'parcel/receiver-newer': {
    say: '对方的核验数据不比本机的旧，无需传递。',
    next: '如果本机较旧，可以反过来由对方传给本机。',
  },
  'qr/mixed-streams': {
    say: '这不是刚才在读的那组动态码。',
    next: '请重新对准原来那组，或者从头开始读。',
  },
  'qr/damaged-stream': {
    say: '动态码有一部分读错了。',
    next: '已自动重新读取，请继续对准。',
  },

  'answer/request-over': {
    say: '核验要求的时限已到，不再出示。',
    next: '仍需出示的，请扫新的核验要求；如果又很快到时，请核对本机时间。',
  },
  'file/too-large': {
    say: '文件过大，没有打开。',
    next: '请确认没有选错文件，或者请对方重新提供。',
  },
  'file/unreadable': { say: '文件无法读取。', next: '请先把文件保存到本机，再重新打开。' },
  'file/not-text': {
    say: '这个文件不是 UTF-8 文本，没有采用。',
    next: '请选择原始文件，不要用其他软件另存后再选。',
  },
  'verifier/malformed-key': { say: '这不是密钥文件。', next: '请选择单位登记时取得的密钥文件。' },
  'verifier/other-chain': { say: '这把密钥属于另一个联盟。', next: '请选择当前联盟的密钥文件。' },
  'verifier/not-registered': {
    say: '登记簿里没有这个单位。',
    next: '请更新核验数据后再试；仍然没有的，请向联盟申请登记。',
  },
  'verifier/other-key': {
    say: '这不是该单位登记的密钥。',
    next: '密钥可能已经更换：请更新核验数据，或改用最新的密钥文件。',
  },

  'desk/malformed': { say: '发证窗口没有看懂这次请求。', next: '请刷新本页后再试。' },
  'desk/unknown-issuer': { say: '发证窗口没有这个发证机关。', next: '请刷新本页后重新选择。' },
  'desk/unknown-subject': { say: '发证窗口没有这份资料。', next: '请刷新本页后重新选择。' },
  'desk/unknown-document': {
    say: '发证窗口没有这份证照的记录。',
    next: '请刷新清单后再试。',
  },
  'desk/not-changeable': {
    say: '这份证照不能变更。',
    next: '如已停用，请先恢复；否则请重新发证。',
  },
  'desk/unfit-claims': {
    say: '变更后的内容不符合该类证照的格式要求。',
    next: '请核对日期、编号和金额后再试。',
  },
  'desk/list-full': {
    say: '这份状态名单已用满，暂时不能再发证。',
    next: '请由发证机关启用新的状态名单。',
  },
  'desk/ledger-refused': {
    say: '联盟没有接受这笔登记。',
    next: '请核对本机关的资格和密钥后再试；之前的状态没有变化。',
  },
  'desk/ledger-unreachable': {
    say: '联盟节点暂时连接不上，登记没有完成。',
    next: '请稍后再试；之前的状态没有变化。',
  },
};
