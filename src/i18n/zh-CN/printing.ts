import type { Messages } from '../en.ts';

export const printing: Messages['printing'] = {
  open: '打印',
  title: '打印证照',
  choose: '选择要打印的内容',
  confirm: (count) => `生成打印件，共 ${String(count)} 项`,
  asking: '发证机关正在签发并登记打印件',
  aboutTitle: '打印件不能证明持有人身份',
  about:
    '发证机关会为纸面另签一份副本。纸在谁手里，谁就能出示；窗口核验时显示为“打印件，未核实持有人”。',
  offline: '没有网络。打印件由发证机关签发，需要联网。',
  size: '版式',
  sizes: { page: 'A4 页面', card: '证卡' },
  cardNote: '在 A4 纸上按实际大小打印，每面 85.6 × 54 毫米；沿线剪下后对折。',
  cardTooMuch: '内容较多，证卡上的二维码过密，纸面不易识读。请减少打印内容，或改用 A4 页面。',
  print: '打印',
  again: '更改内容',
  printedCopy: '打印件 · 未核实持有人',
  scan: '用光印扫码核验',
  valid: (until) => `本打印件有效期至 ${until}`,
  made: (day) => `打印件签发日期 ${day}`,
  issuer: '发证机关',
  more: (count) => `另有 ${String(count)} 项见二维码`,
  file: {
    title: '结构化发票文件',
    note: 'UBL 2.1 格式，可导入财务软件。文件本身没有签名，证明仍以证照夹中的电子发票为准。',
    save: '存为文件',
    notice: '由持有人从已签名的电子发票导出，本文件没有签名，不能单独作为证明。',
  },
  onPaper: '打印',
  label: (title) => `打印件二维码：${title}`,
};
