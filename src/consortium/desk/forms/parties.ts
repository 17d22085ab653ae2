/** Invented companies, offices and people. Area 990101 does not exist, and everybody is called 示例. */
import { citizenIdCheck, organisationCheck, usccCheck } from '#core/credential/index.ts';

const AREA = '990101';

/** A code of the right form for somebody who does not exist. */
function uscc(kind: '11' | '12' | '91' | '92', organisation: string): string {
  const body = `${kind}${AREA}${organisation}${organisationCheck(organisation)}`;
  return body + usccCheck(body);
}

export const COMPANY_CODES = {
  noodles: uscc('92', 'MADEM001'),
  tea: uscc('91', 'MADEM002'),
  school: uscc('12', 'MADEM003'),
  technology: uscc('91', 'MADEM004'),
  printing: uscc('91', 'MADEM005'),
  hotel: uscc('91', 'MADEM006'),
  hospital: uscc('12', 'MADEM007'),
  swimming: uscc('91', 'MADEM008'),
} as const;

export const OFFICES = {
  market: '示例市市场监督管理局（示例）',
  tax: '国家税务总局示例市税务局（示例）',
  police: '示例市公安局光华分局（示例）',
  traffic: '示例市公安局交通警察支队（示例）',
  land: '示例市自然资源和规划局（示例）',
  marriages: '示例市光华区民政局婚姻登记处（示例）',
  health: '示例市卫生健康委员会（示例）',
  hospital: '示例市妇幼保健院（示例）',
  clinic: '示例市第一人民医院（示例）',
} as const;

export const OFFICE_CODES = {
  land: uscc('11', 'MADEM011'),
  health: uscc('11', 'MADEM012'),
} as const;

/** A person as several documents name them. */
export interface Person {
  readonly name: string;
  readonly sex: '男' | '女';
  readonly birth: string;
  readonly id: string;
  readonly address: string;
}

function person(name: string, sex: Person['sex'], birth: string, address: string): Person {
  // The 17th digit is odd for men.
  const body = `${AREA}${birth.replaceAll('-', '')}${sex === '男' ? '001' : '002'}`;
  return { name, sex, birth, id: body + citizenIdCheck(body), address };
}

const HOME = '示例市光华区柳荫路18号2幢501室';
export const FATHER = person('陈示例', '男', '1988-04-12', HOME);
export const MOTHER = person('沈示例', '女', '1989-09-03', HOME);
export const GRANDFATHER = person('陈老示例', '男', '1958-01-20', '示例市临江区望江大道6号');
