/** Forms of the police: who somebody is, what they may drive, and their vehicle. */
import { UNLIMITED, vinCheck, type Json } from '#core/credential/index.ts';
import { drawPortrait } from './draw-portrait.ts';
import { vctOf, type Subject } from './form.ts';
import { FATHER, GRANDFATHER, MOTHER, OFFICES, type Person } from './parties.ts';

function identity(id: string, person: Person, until: Json, over60: boolean): Subject {
  return {
    id,
    issuer: 'public-security',
    vct: vctOf('citizen-identity'),
    title: '居民身份凭证',
    holder: person.name,
    claims: {
      name: person.name,
      sex: person.sex,
      ethnicity: '汉',
      birth_date: person.birth,
      address: person.address,
      id_number: person.id,
      issuing_authority: OFFICES.police,
      valid_from: '2021-06-15',
      valid_until: until,
      portrait: drawPortrait(person.sex === '女' ? 'long' : 'short'),
      age_over_18: true,
      age_over_60: over60,
    },
  };
}

function driving(id: string, person: Person, classes: string, fileNumber: string): Subject {
  return {
    id,
    issuer: 'public-security',
    vct: vctOf('driving-licence'),
    title: '机动车驾驶证',
    holder: person.name,
    claims: {
      licence_number: person.id,
      name: person.name,
      sex: person.sex,
      nationality: '中国',
      address: person.address,
      birth_date: person.birth,
      first_issue_date: '2012-07-09',
      vehicle_class: classes,
      valid_from: '2022-07-09',
      valid_until: '2032-07-09',
      file_number: fileNumber,
      record: '请于每个记分周期结束后三十日内接受审验。',
      issuing_authority: OFFICES.traffic,
      portrait: drawPortrait(person.sex === '女' ? 'long' : 'short'),
      age_over_18: true,
    },
  };
}

/** A number with its check character in the ninth place. */
function vin(before: string, after: string): string {
  const check = vinCheck(`${before}0${after}`);
  return `${before}${check}${after}`;
}

const CAR: Subject = {
  id: 'family-car',
  issuer: 'public-security',
  vct: vctOf('vehicle-licence'),
  title: '机动车行驶证',
  holder: FATHER.name,
  claims: {
    plate_number: '示A·D12345',
    vehicle_type: '小型轿车',
    owner: FATHER.name,
    address: FATHER.address,
    use_character: '非营运',
    model: '示例牌DEMO7000',
    vin: vin('LDEM0A1B', 'R0012345'),
    engine_number: 'DEM0123456',
    registration_date: '2023-05-18',
    issue_date: '2023-05-18',
    file_number: '990100123456',
    approved_passengers: '5',
    gross_mass_kg: '1855',
    kerb_mass_kg: '1430',
    inspection_valid_until: '2027-05-31',
    issuing_authority: OFFICES.traffic,
  },
};

export const POLICE_FORMS: readonly Subject[] = [
  identity('father-identity', FATHER, '2041-06-15', false),
  identity('mother-identity', MOTHER, '2041-06-15', false),
  identity('grandfather-identity', GRANDFATHER, UNLIMITED, true),
  driving('father-driving', FATHER, 'C1', '990100654321'),
  driving('mother-driving', MOTHER, 'C2', '990100654322'),
  CAR,
];
