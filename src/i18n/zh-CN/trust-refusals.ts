import type { RefusalTable } from '../words.ts';

const STANDS = '在此之前沿用已验证的数据。';
const LATER = `请稍后再更新；${STANDS}`;
const REFRESH = '请刷新登记簿后重新提交。';
const FOUNDERS = '请与联盟管理方核对。';

/** The nodes, the light client, the registry and the status lists. */
export const trustRefusals: RefusalTable = {
  'source/down': { say: '这个节点连接不上。', next: '其余节点照常使用，不影响判定。' },
  'source/slow': { say: '这个节点迟迟没有应答。', next: '其余节点照常使用，不影响判定。' },
  'source/garbage': {
    say: '这个节点的答复看不懂，没有采用。',
    next: '其余节点照常使用；可请节点的管理方检查。',
  },
  'source/unsupported-key': {
    say: '联盟中有节点使用本应用尚不能核验的密钥类型。',
    next: `请更新本应用；${STANDS}`,
  },
  'source/other-chain': {
    say: '这个节点属于另一个联盟，没有采用它的数据。',
    next: '请检查节点地址。',
  },
  'source/too-high': { say: '这个节点的进度落后。', next: '其余节点照常使用，不影响判定。' },
  'source/pruned': {
    say: '这个节点已不再保存这么早的数据。',
    next: '其余节点照常使用，不影响判定。',
  },

  'chain/no-source': { say: '联盟节点都没有应答。', next: `请检查网络后再更新；${STANDS}` },
  'chain/anchor-mismatch': {
    say: '节点给出的信任起点与本机的档案不符。',
    next: '请勿继续，并核对联盟档案的指纹。',
  },
  'chain/root-conflict': {
    say: '各节点的数据与本机先前验证过的不一致。',
    next: '请勿继续，并向联盟管理方核实是否重建过链。',
  },
  'chain/expired': { say: '本机的信任起点太旧了。', next: '请更新本应用，或导入新的联盟档案。' },
  'chain/clock-behind': { say: '本机时间比联盟慢。', next: '请校准日期和时间后再更新。' },
  'chain/invalid-header': { say: '节点给出的数据没有通过验证，没有采用。', next: LATER },
  'chain/out-of-reach': {
    say: '对方附带的核验数据与本机接不上，没有采用。',
    next: '请联网更新后再试。',
  },
  'chain/older-than-held': {
    say: '对方附带的核验数据比本机的旧，没有采用。',
    next: '沿用本机已验证的数据，没有丢失。',
  },
  'chain/too-many-fetches': { say: '更新核验数据的步骤过多，已停下。', next: LATER },
  'chain/no-witness': { say: '没有别的节点证实最新的区块，没有采用。', next: LATER },
  'chain/attack': {
    say: '两份核验数据互相矛盾，已停用。',
    next: '请导出证据并上报；在查清之前不作判定。',
  },
  'chain/cancelled': { say: '已取消更新。', next: '沿用之前已验证的数据，没有丢失。' },
  'chain/malformed-profile': {
    say: '联盟档案读不懂，没有采用。',
    next: '请重新取得完整的联盟档案，再导入一次。',
  },

  'registry/malformed': { say: '收到的登记簿残缺，没有采用。', next: LATER },
  'registry/too-large': { say: '收到的登记簿过大，没有采用。', next: LATER },
  'registry/root-mismatch': { say: '收到的登记簿与区块头不符，没有采用。', next: LATER },
  'registry/log-mismatch': { say: '收到的存证记录与登记簿不符，没有采用。', next: LATER },
  'registry/status-mismatch': { say: '收到的吊销名单与登记簿不符，没有采用。', next: LATER },
  'registry/not-held': {
    say: '本机的核验数据还不齐全。',
    next: '请联网更新后再试。',
  },
  'registry/delta-gap': {
    say: '这个核验包接不上本机的数据，没有采用。',
    next: '请对方改选“全部”，再传一次。',
  },
  'registry/other-chain': {
    say: '这个核验包属于另一个联盟，没有采用。',
    next: '请对方切换到同一个联盟后再传。',
  },
  'registry/nothing-newer': {
    say: '这个核验包不比本机的新，没有改动。',
    next: '沿用本机已有的数据，没有丢失。',
  },
  'registry/list-too-long': {
    say: '此证的吊销名单过长，无法随码附带。',
    next: '请改用普通出示，由核验数据已更新的窗口核验。',
  },
  'registry/unknown-key': {
    say: '登记簿里有本应用不认识的条目。',
    next: '请更新本应用后再试。',
  },
  'registry/anchor-size-mismatch': {
    say: '存证记录与登记的批次不符，没有采用。',
    next: '请联系发证机关，重新取得存证记录。',
  },
  'registry/anchor-not-included': {
    say: '联盟登记簿中查不到此证。',
    next: '请联系发证机关，重新取得存证记录。',
  },
  'registry/wrong-chain': { say: '这笔登记属于另一个联盟，没有接受。', next: FOUNDERS },
  'registry/wrong-sequence': { say: '另有一笔登记已先完成。', next: REFRESH },
  'registry/no-right': { say: '该部门无权办理这项登记。', next: FOUNDERS },
  'registry/unknown-signer': { say: '登记簿中没有这个签名部门。', next: FOUNDERS },
  'registry/bad-signature': { say: '登记的签名不符，没有接受。', next: '请核对签名密钥后再试。' },
  'registry/threshold-not-met': {
    say: '签署这项登记的部门还不够。',
    next: '请等其余发起部门签署后再提交。',
  },
  'registry/key-out-of-range': {
    say: '所用的密钥当时不在有效期内。',
    next: '请换用有效的密钥。',
  },
  'registry/key-compromised': { say: '所用的密钥已报告泄露。', next: '请换用新的密钥。' },
  'registry/verifier-unknown': {
    say: '登记簿中没有这个核验单位。',
    next: '请先由联盟登记该单位。',
  },
  'registry/validators-fixed': {
    say: '这条链的共识节点是固定的，不能在登记簿中调整。',
    next: '请在以 CometBFT 运行的联盟中调整节点。',
  },
  'registry/no-validators': {
    say: '这样调整后将没有共识节点。',
    next: '请先加入新的节点，再移除这一个。',
  },
  'registry/claimed': {
    say: '这张票据已有单位先行登记报销。',
    next: '请查看报销登记记录，并向该单位核实。',
  },
  'registry/key-reused': { say: '这把密钥已经登记过。', next: '请换用新的密钥。' },
  'registry/issuer-unknown': { say: '登记簿中没有这个发证机关。', next: FOUNDERS },
  'registry/issuer-suspended': { say: '该发证机关已被暂停资格。', next: FOUNDERS },
  'registry/issuer-retired': { say: '该发证机关已不再发证。', next: '请联系接替它的机关。' },
  'registry/already-expired': {
    say: '要登记的吊销名单已经过期。',
    next: '请重新签发名单后再提交。',
  },

  'status/malformed': { say: '吊销名单残缺，没有采用。', next: LATER },
  'status/too-large': { say: '吊销名单过大，没有采用。', next: LATER },
  'status/wrong-typ': { say: '节点给的不是吊销名单，没有采用。', next: LATER },
  'status/unsupported-algorithm': {
    say: '本应用还不支持这份吊销名单的签名方式。',
    next: '请更新本应用后再试。',
  },
  'status/bad-signature': {
    say: '吊销名单的签名不符，没有采用。',
    next: `请稍后再更新，或联系发证机关；${STANDS}`,
  },
  'status/other-list': { say: '取到的是另一份吊销名单，没有采用。', next: LATER },
  'status/expired': { say: '吊销名单已过期。', next: '请联网更新。' },
  'status/out-of-range': {
    say: '吊销名单里没有这份证照的位置。',
    next: '请联系发证机关核实。',
  },
};
