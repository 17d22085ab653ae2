import type { Facts } from '#core/verify/index.ts';
import { numberOf } from '../facts.ts';
import type { Format } from '../format.ts';
import type { ChecksDictionary } from '../words.ts';
import { factLabels } from './facts.ts';
import { holderChecks } from './holder-checks.ts';

const ONLINE = '请联网更新后再核验；未更新前不要当作通过。';
const REFUSE = '请勿受理，并告知持证人联系发证机关。';
const KEEP = '请勿受理。请留存凭据，按规定上报。';

const height = (facts: Facts, format: Format, name: string) => {
  const value = numberOf(facts, name);
  return value === undefined ? '' : `（区块 ${format.height(value)}）`;
};
const age = (facts: Facts, format: Format) => {
  const value = numberOf(facts, 'ageMs');
  return value === undefined ? '' : format.span(value);
};

export const checks: ChecksDictionary = {
  titles: {
    format: '二维码',
    chain: '联盟区块头',
    issuer: '发证机关',
    signature: '签名',
    anchor: '上链存证',
    status: '吊销状态',
    validity: '有效期',
    holder: '持证人',
    purpose: '出示内容',
    claim: '报销登记',
    freshness: '核验数据',
  },
  codes: {
    'format/complete': { row: () => '二维码完整，可以读取' },
    'format/foreign': { row: () => '这不是证照码', next: '请让对方打开光印的亮证页，再扫一次。' },
    'format/truncated': { row: () => '二维码不完整', next: '请重新扫描，让整个码都在框内。' },
    'format/malformed': {
      row: () => '二维码内容无法识别',
      next: '请重新扫描；仍然不行时，请对方重新出示。',
    },
    'format/newer-version': { row: () => '此码的版本比本机新', next: '请更新本应用后再扫。' },
    'format/too-large': {
      row: () => '二维码内容超出限度',
      next: '请对方重新出示，只选需要的内容。',
    },
    'chain/verified': { row: () => '联盟区块头已由本机验证' },
    'chain/unconfirmed': { row: () => '区块头来自另一台设备，已由本机验证，尚未经节点核对' },
    'chain/supplied': { row: () => '区块头由持证人随码附带，已由本机验证' },
    'chain/supplied-older': {
      row: () => '随码附带的核验数据比本机已验证的旧',
      next: ONLINE,
    },
    'chain/supplied-out-of-reach': {
      row: () => '随码附带的核验数据与本机信任的接不上',
      next: ONLINE,
    },
    'chain/supplied-invalid': {
      row: () => '随码附带的核验数据没有通过验证',
      next: '不要当作通过；请联网更新后再核验。',
    },
    'chain/conflict': {
      row: () => '核验数据自相矛盾，已停用',
      next: '请保留证据并上报；上报前本机不作判定。',
    },
    'chain/expired': {
      row: () => '区块头已超出信任期',
      next: '请联网更新后再核验；未更新前不要当作通过。',
    },
    'chain/clock-behind': {
      row: () => '本机时间比联盟慢，不能作准',
      next: '请校准本机的日期和时间，再核验。',
    },
    'chain/missing': {
      row: () => '本机还没有核验数据',
      next: '请联网一次，取得核验数据后再核验。',
    },
    'issuer/authorised': { row: () => '发证机关有权发放此证' },
    'issuer/unknown': { row: () => '登记簿中没有这个发证机关', next: ONLINE },
    'issuer/unknown-key': { row: () => '登记簿中没有这把签发密钥', next: ONLINE },
    'issuer/suspended': {
      row: (facts, format) => `发证机关当时已被暂停资格${height(facts, format, 'since')}`,
      next: REFUSE,
    },
    'issuer/retired': { row: () => '发证机关当时已停止发证', next: REFUSE },
    'issuer/type-not-allowed': { row: () => '该机关无权发放此类证照', next: KEEP },
    'issuer/key-out-of-range': { row: () => '签发密钥当时不在有效期内', next: REFUSE },
    'issuer/key-compromised': {
      row: () => '签发密钥当时已报失效',
      say: () => '签发密钥当时已报失效，不能证明此证是真的。',
      next: KEEP,
    },
    'signature/valid': { row: () => '签名有效，内容未被改动' },
    'signature/invalid': { row: () => '签名不符，内容可能被改动或伪造', next: KEEP },
    'signature/malformed': { row: () => '签名格式不对，不是合规的证照', next: KEEP },
    'signature/altered': { row: () => '出示的内容与签发时不一致', next: KEEP },
    'signature/against-type': {
      row: () => '发证机关隐去或公开的内容不合此类证照的规定',
      next: KEEP,
    },
    'signature/other-type': {
      row: () => '此类证照的定义与本机的不同',
      next: '请更新光印后再核验。',
    },
    'anchor/included': { row: () => '此证已上链存证' },
    'anchor/batch-unknown': { row: () => '本机还没有此证那一批的记录', next: ONLINE },
    'anchor/not-included': { row: () => '联盟登记簿中查不到此证', next: KEEP },
    'anchor/size-mismatch': { row: () => '存证记录与登记簿的份数不符', next: KEEP },
    'anchor/other-issuer': { row: () => '存证记录属于另一个发证机关', next: KEEP },
    'status/valid': { row: () => '未被吊销或停用' },
    'status/revoked': {
      row: () => '已被发证机关吊销',
      say: () => '此证已被发证机关吊销。',
      next: REFUSE,
    },
    'status/suspended': {
      row: () => '已被发证机关暂停使用',
      say: () => '此证已被发证机关暂停使用。',
      next: '请勿受理，请持证人向发证机关了解何时恢复。',
    },
    'status/list-missing': {
      row: () => '没有取得吊销名单',
      say: () => '没有取得吊销名单，不能确认此证是否仍有效。',
      next: ONLINE,
    },
    'status/list-expired': {
      row: (facts, format) => `吊销名单已过期${lateBy(facts, format)}`,
      say: (facts, format) => `吊销名单已过期${lateBy(facts, format)}，不能确认此证是否仍有效。`,
      next: ONLINE,
    },
    'status/from-future': {
      row: () => '吊销名单的签发时间晚于本机时间',
      say: () => '吊销名单的签发时间晚于本机时间，不能确认此证是否仍有效。',
      next: '请核对本机时间后重新扫描。',
    },
    'status/other': {
      row: () => '发证机关另有标注',
      say: () => '发证机关对此证另有标注，其含义须由发证机关说明。',
      next: '请向发证机关查询此证的状态。',
    },
    'status/no-reference': {
      row: () => '此证没有吊销名单编号',
      say: () => '此证没有吊销名单编号，不能确认是否仍有效。',
      next: '请向发证机关查询此证的状态。',
    },
    'status/out-of-range': {
      row: () => '吊销名单中没有此证的位置',
      next: '请向发证机关查询此证的状态。',
    },
    'validity/current': {
      row: (facts, format) => {
        const until = numberOf(facts, 'untilMs', 'expMs', 'validUntilMs');
        return until === undefined ? '在有效期内' : `在有效期内，至 ${format.day(until)}`;
      },
    },
    'validity/expired': {
      row: (facts, format) => {
        const until = numberOf(facts, 'untilMs', 'expMs', 'validUntilMs', 'expiredAtMs');
        return until === undefined ? '此证已过有效期' : `此证已于 ${format.day(until)}到期`;
      },
      next: '请勿受理，请持证人到发证机关换证。',
    },
    'validity/not-yet': {
      row: (facts, format) => {
        const from = numberOf(facts, 'fromMs', 'nbfMs', 'validFromMs');
        return from === undefined ? '此证还没有生效' : `此证自 ${format.day(from)}起有效`;
      },
      next: '请在生效之后再来办理。',
    },
    'validity/unreadable': {
      row: () => '有效期写法不合规，无法判断',
      next: '请向发证机关查询此证的有效期。',
    },
    'validity/print-too-long': {
      row: () => '打印件的有效期超过规定上限',
      next: '请勿受理，请持证人重新打印，或用本人设备出示。',
    },
    ...holderChecks,
    'claim/not-an-invoice': { row: () => '报销登记：不适用' },
    'claim/none-registered': { row: () => '尚未查到报销登记' },
    'claim/not-checked': {
      row: () => '报销登记：没有查',
      next: '报销前请联网登记，以登记结果为准。',
    },
    'claim/not-supplied': {
      row: () => '报销登记：随码附带的数据未涉及',
      next: '报销前请联网登记，以登记结果为准。',
    },
    'freshness/fresh': {
      row: (facts, format) => {
        const span = numberOf(facts, 'ageMs');
        return span === undefined ? '核验数据够新' : `核验数据够新（${format.age(span)}）`;
      },
    },
    'freshness/stale': {
      row: (facts, format) => `核验数据不够新${bracketed(age(facts, format))}`,
      say: (facts, format) => staleSentence('核验数据', facts, format),
      next: ONLINE,
    },
    'check/not-reached': { row: () => '前面的检查没有完成，这一项没有做' },
  },
  facts: factLabels,
  stop: '。',
  outcomes: { pass: '通过', fail: '未通过', unknown: '无法确认', skipped: '不适用' },
  verdicts: { accepted: '通过', rejected: '不通过', undecided: '无法判定' },
  accepted: { say: '证照真实有效，由本人现场出示。', next: '可以办理。' },
  answered: { say: '证照真实有效，持证人已当场应答本窗口的要求。', next: '可以办理。' },
  unexplained: {
    say: '有必需的检查没有做完，不能确认此证。',
    next: '请重新扫描；未确认前不要当作通过。',
  },
  counts: (passed, failed, unknown, skipped) =>
    [
      failed > 0 ? `${String(failed)} 项未通过` : '',
      unknown > 0 ? `${String(unknown)} 项无法确认` : '',
      passed > 0 ? `${String(passed)} 项通过` : '',
      skipped > 0 ? `${String(skipped)} 项不适用` : '',
    ]
      .filter((part) => part !== '')
      .join('，'),
};

function bracketed(text: string): string {
  return text === '' ? '' : `（${text}前）`;
}

function lateBy(facts: Facts, format: Format): string {
  const late = numberOf(facts, 'lateMs', 'overdueMs') ?? difference(facts);
  return late === undefined ? '' : ` ${format.span(late)}`;
}

function difference(facts: Facts): number | undefined {
  const now = numberOf(facts, 'nowMs');
  const until = numberOf(facts, 'validUntilMs', 'untilMs', 'expMs');
  return now === undefined || until === undefined ? undefined : now - until;
}

function staleSentence(what: string, facts: Facts, format: Format): string {
  const span = numberOf(facts, 'ageMs');
  const limit = numberOf(facts, 'limitMs', 'maxAgeMs', 'maxMs');
  const old = span === undefined ? `${what}太久未更新` : `${what}已 ${format.span(span)}未更新`;
  return limit === undefined ? `${old}。` : `${old}，超过要求的 ${format.span(limit)}。`;
}
