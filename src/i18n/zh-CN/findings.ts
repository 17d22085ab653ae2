import type { Messages } from '../en.ts';

export const findings: Messages['findings'] = {
  title: '各节点的情况',
  answered: '已应答，没有发现问题',
  unheard: '到更新结束时还没有应答',
  unproven: '给出的数据未通过验证，没有采用',
  codes: {
    'source/down': '连接不上',
    'source/slow': '迟迟没有应答',
    'source/garbage': '答复看不懂，没有采用',
    'source/unsupported-key': '给出了本应用尚不能核验的密钥类型',
    'source/other-chain': '属于另一个联盟，没有采用',
    'source/too-high': '进度落后，还没有这个区块',
    'source/pruned': '已不再保存这么早的区块',
    'chain/anchor-mismatch': '信任起点的区块与本机的档案不符',
    'chain/root-conflict': '与本机先前验证过的区块不一致',
  },
};
