import { numberOf } from '../facts.ts';
import type { ChecksDictionary } from '../words.ts';

const KEEP = '请勿受理。请留存凭据，按规定上报。';
const AGAIN = '请持证人重新打开亮证页，再扫一次。';

type HolderCode = Extract<
  keyof ChecksDictionary['codes'],
  `holder/${string}` | `purpose/${string}`
>;

/** Whether the code is live, and whether it answers what was asked. */
export const holderChecks: Pick<ChecksDictionary['codes'], HolderCode> = {
  'holder/present': { row: () => '由持证人的设备现场应答' },
  'holder/answered': {
    row: (facts, format) => {
      const offset = numberOf(facts, 'offsetMs');
      if (offset === undefined) return '持证人的设备已应答本窗口的要求';
      const span = format.span(Math.abs(offset));
      return `持证人的设备已应答本窗口的要求；对方时钟${offset < 0 ? '慢' : '快'} ${span}`;
    },
  },
  'holder/missing': { row: () => '没有持证人的应答，可能是复制的码', next: AGAIN },
  'holder/printed': {
    row: () => '打印件，未核实持有人',
    say: () => '这是打印件。内容是否真实以其他各项核验为准；出示人是否为持有人未经核实。',
    next: '请核对出示人的身份证件，或请其用本人设备出示电子证照。',
  },
  'holder/wrong-key': { row: () => '不是持证人本人的应答，可能是复制的码', next: KEEP },
  'holder/altered': { row: () => '应答之后内容又被改动', next: KEEP },
  'holder/other-audience': {
    row: () => '此码是出示给别处的',
    next: '请持证人为本窗口重新出示。',
  },
  'holder/stale': {
    row: () => '此码已超过 60 秒',
    say: (facts, format) =>
      facts['ageMs'] === undefined
        ? '此码已超过 60 秒。'
        : `此码生成于 ${format.span(numberOf(facts, 'ageMs') ?? 0)}前：可能是复制的码，也可能是双方时钟不一致。`,
    next: `${AGAIN}也可以发出核验要求，不受时钟影响。`,
  },
  'holder/from-future': {
    row: () => '此码的时间比本机快',
    say: (facts, format) => {
      const old = numberOf(facts, 'ageMs');
      return old === undefined
        ? '此码的时间比本机快。'
        : `此码的时间比本机快 ${format.span(-old)}：双方时钟不一致。`;
    },
    next: '请核对双方设备的时间；也可以发出核验要求，不受时钟影响。',
  },
  'holder/replayed': {
    row: () => '此码已用过',
    say: () => '此码已经用过一次，可能是复制的码。',
    next: AGAIN,
  },
  'holder/unasked': {
    row: () => '此码不是对核验要求的应答',
    say: () => '此码未应答本窗口的核验要求。',
    next: '请出示核验要求，由持证人扫码后再扫对方的应答码。',
  },
  'holder/other-challenge': {
    row: () => '此码应答的是另一次要求',
    say: () => '此码应答的是另一次要求，不是当前这一次。',
    next: '请重新出示核验要求，由持证人扫码后再扫对方的应答码。',
  },
  'holder/challenge-expired': {
    row: () => '应答超过了时限',
    say: (facts, format) => {
      const waited = numberOf(facts, 'waitedMs');
      return waited === undefined
        ? '应答超过了时限。'
        : `应答距要求已 ${format.span(waited)}，超过了时限。`;
    },
    next: '请重新出示核验要求，由持证人扫码后再扫对方的应答码。',
  },
  'purpose/answered': {
    row: (facts) => {
      const asked = numberOf(facts, 'asked', 'count');
      return asked === undefined ? '要求的内容已全部出示' : `要求的 ${String(asked)} 项已全部出示`;
    },
  },
  'purpose/not-asked': { row: () => '出示内容：没有提出要求' },
  'purpose/not-answered': {
    row: (facts) => {
      const [asked, missing] = [numberOf(facts, 'asked'), numberOf(facts, 'missing')];
      return asked === undefined || missing === undefined
        ? '要求的内容没有全部出示'
        : `要求的 ${String(asked)} 项中有 ${String(missing)} 项没有出示`;
    },
    next: '请向持证人说明需要哪几项、用于什么，再重新发出要求。',
  },
  'purpose/other-type': {
    row: () => '出示的不是所要求的证照',
    next: '请对方出示所要求的证照，或按这份证照重新发出要求。',
  },
  'purpose/incomplete': {
    row: (facts) => {
      const missing = numberOf(facts, 'missing');
      return missing === undefined
        ? '要求的证照没有全部出示'
        : `要求的证照中有 ${String(missing)} 份没有出示`;
    },
    next: '请告知持证人还缺哪一份，再重新发出要求。',
  },
  'holder/different-shows': {
    row: () => '这几份证照不是同一次出示的，可能来自不同的人',
    next: '请持证人重新一并出示，或向对方发出核验要求。',
  },
  'holder/same-document': {
    row: () => '有一份证照重复出示，或有两份无法区分',
    next: '请按一份计。如确为两份，请持证人加示能区分的内容，如姓名或编号。',
  },
};
