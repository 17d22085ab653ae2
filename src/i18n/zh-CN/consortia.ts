import type { Messages } from '../en.ts';

export const consortia: Messages['consortia'] = {
  title: '联盟',
  lead: '每个联盟的档案、区块和登记簿在本机分开存放，互不混用。',
  known: '本机已有的联盟',
  inUse: '使用中',
  stopped: '已停止',
  stoppedNote: '发现过攻击。只有采用经当面比对的新档案，才能重新开始。',
  use: '改用此联盟',
  useNote: '应用会重新启动，证照夹会锁上。',
  remove: '移除',
  removeAsk: (name) => `移除“${name}”？`,
  removeNote:
    '本机将删除它的档案和据此验证过的全部数据。证照夹里的证照会保留，但没有该联盟就无法核验。',
  details: (nodes, founders) => `${String(nodes)} 个节点，${String(founders)} 个创始部门`,
  fingerprint: '档案指纹',
  add: '添加联盟',
  addNote: '请向所在部门索取联盟档案，可以是文件，也可以是文字。',
  file: '选择文件',
  text: '档案文字',
  read: '查看指纹',
  offered: {
    title: '先比对，再采用',
    compare: '本机以后相信什么，由这份档案决定。请当面或打电话向所在部门核对指纹，每一组都要一致。',
    starts: (height) => `信任起点：区块 ${height}`,
    new: '本机还没有这个联盟。',
    again: '本机已有完全相同的档案。',
    renewal: '本机已有这个联盟的另一份档案，采用后将被替换。',
    afresh:
      '这个联盟因发现攻击而停止。采用这份档案后，本机会删除它原有的区块，从新起点重新验证。请先保存证据。',
    attacked: '这份档案的起点与发现攻击时的相同，不能据此重新开始。请索取新的档案。',
    take: '指纹一致，采用',
    decline: '不采用',
  },
  rollback: {
    title: '退回到较早的区块？',
    note: (to, from) =>
      `新档案从区块 ${to} 开始，而本机已验证到区块 ${from}。同意后，区块 ${to} 之后的数据会被删除，再重新验证。`,
    agree: '删除较新的区块',
  },
  wipe: {
    title: '新档案与本机数据矛盾',
    note: '新档案所写的区块与本机验证过的不同，两者必有一错。请先向所在部门问明原因；同意后，本机会删除该联盟的全部区块。',
    agree: '删除并重新开始',
  },
  keep: '保留现有数据',
  elsewhere: '其他联盟的证照',
  elsewhereNote: '改用所属联盟后，才能出示和核验这些证照。',
  unknown: '本机没有所属联盟的档案',
  change: '选择联盟',
};
