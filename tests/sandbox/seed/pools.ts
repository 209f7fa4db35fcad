/**
 * Names and places by locale, drawn once from faker and then combined: a hundred thousand
 * records must not take a hundred thousand calls of a template engine.
 */
import { type Faker } from '@faker-js/faker';
import { faker as ar } from '@faker-js/faker/locale/ar';
import { faker as cs } from '@faker-js/faker/locale/cs_CZ';
import { faker as de } from '@faker-js/faker/locale/de';
import { faker as el } from '@faker-js/faker/locale/el';
import { faker as en } from '@faker-js/faker/locale/en_GB';
import { faker as es } from '@faker-js/faker/locale/es';
import { faker as fr } from '@faker-js/faker/locale/fr';
import { faker as he } from '@faker-js/faker/locale/he';
import { faker as hu } from '@faker-js/faker/locale/hu';
import { faker as ja } from '@faker-js/faker/locale/ja';
import { faker as ko } from '@faker-js/faker/locale/ko';
import { faker as nb } from '@faker-js/faker/locale/nb_NO';
import { faker as pl } from '@faker-js/faker/locale/pl';
import { faker as pt } from '@faker-js/faker/locale/pt_PT';
import { faker as ru } from '@faker-js/faker/locale/ru';
import { faker as sv } from '@faker-js/faker/locale/sv';
import { faker as tr } from '@faker-js/faker/locale/tr';
import { faker as vi } from '@faker-js/faker/locale/vi';
import { faker as zh } from '@faker-js/faker/locale/zh_CN';

export interface Pool {
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly cities: readonly string[];
  readonly streets: readonly string[];
  readonly titles: readonly string[];
  readonly country: string;
  readonly callingCode: string;
  readonly companyForms: readonly string[];
  /** Part of all records that come from here. */
  readonly weight: number;
}

type Place = readonly [
  Faker,
  country: string,
  callingCode: string,
  companyForms: readonly string[],
  weight: number,
];

const places: readonly Place[] = [
  [de, 'Germany', '49', ['GmbH', 'GmbH & Co. KG', 'AG'], 14],
  [en, 'United Kingdom', '44', ['Ltd', 'PLC', 'LLP'], 14],
  [sv, 'Sweden', '46', ['AB'], 9],
  [nb, 'Norway', '47', ['AS', 'ASA'], 6],
  [fr, 'France', '33', ['SARL', 'SAS', 'S.A.'], 9],
  [es, 'Spain', '34', ['S.L.', 'S.A.'], 7],
  [pt, 'Portugal', '351', ['Lda.', 'S.A.'], 4],
  [pl, 'Poland', '48', ['Sp. z o.o.', 'S.A.'], 6],
  [cs, 'Czechia', '420', ['s.r.o.', 'a.s.'], 4],
  [hu, 'Hungary', '36', ['Kft.', 'Zrt.'], 3],
  [tr, 'Türkiye', '90', ['A.Ş.', 'Ltd. Şti.'], 4],
  [el, 'Greece', '30', ['Α.Ε.', 'Ε.Π.Ε.'], 2],
  [ru, 'Kazakhstan', '7', ['ТОО'], 2],
  [ar, 'Saudi Arabia', '966', ['للأنظمة', 'للتجارة'], 3],
  [he, 'Israel', '972', ['בע״מ'], 2],
  [ja, 'Japan', '81', ['株式会社'], 4],
  [ko, 'South Korea', '82', ['주식회사'], 2],
  [zh, 'China', '86', ['有限公司'], 3],
  [vi, 'Vietnam', '84', ['JSC'], 2],
];

function draw(count: number, make: () => string, longest: number): readonly string[] {
  const values = Array.from({ length: count }, make).map((value) => value.trim());
  const fitting = [...new Set(values)].filter((value) => value !== '' && value.length <= longest);
  return fitting.length > 0 ? fitting : ['–'];
}

/** All pools, drawn anew from the seed: faker's instances are shared by the whole process. */
export function drawPools(seed: number): readonly Pool[] {
  return places.map(([faker, country, callingCode, companyForms, weight], index) => {
    faker.seed(seed + index);
    en.seed(seed + index);
    return {
      first: draw(320, () => faker.person.firstName(), 40),
      last: draw(320, () => faker.person.lastName(), 60),
      // The shortest limit of either side: a longer city could be created and then not changed.
      cities: draw(80, () => faker.location.city(), 30),
      streets: draw(160, () => faker.location.streetAddress(), 120),
      titles: draw(60, () => en.person.jobTitle(), 80),
      country,
      callingCode,
      companyForms,
      weight,
    };
  });
}

/** A pool by its weight. */
export function drawPool(pools: readonly Pool[], random: () => number): Pool {
  let left = random() * pools.reduce((sum, pool) => sum + pool.weight, 0);
  const found = pools.find((pool) => (left -= pool.weight) < 0) ?? pools.at(-1);
  if (found === undefined) throw new Error('no pools');
  return found;
}
