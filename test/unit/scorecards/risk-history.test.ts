import { expect, test } from 'vitest';
import { localDate } from '../../../src/core/calendar.ts';
import { type RiskVersion, ratedRisks } from '../../../src/features/scorecards/risk-history.ts';

const rate = (likelihood: number, impact: number) => ({ likelihood, impact });
const risk = (
  key: string,
  residual: ReturnType<typeof rate>,
  partners?: Readonly<Record<string, ReturnType<typeof rate>>>,
): RiskVersion['risks'][number] => ({
  ...{
    key,
    title: `Title of ${key}`,
    owner: 'vendor.manager',
    mitigation: 'Care',
    inherent: rate(4, 5),
    residual,
  },
  ...(partners && { partners }),
});
const version = (on: string, ...risks: RiskVersion['risks']): RiskVersion => ({ on: localDate(on), risks });
const beforeOf = (versions: readonly RiskVersion[], partner = 'Brightpath') =>
  ratedRisks(versions, partner).map(({ before }) => before);

test('a risk that is rated anew keeps the rating before, and the day since when it holds', () => {
  const versions = [
    version('2026-01-05', risk('data', rate(4, 4))),
    version('2026-02-03', risk('data', rate(3, 4))),
    version('2026-03-02', risk('data', rate(2, 4))),
    version('2026-04-01', risk('data', rate(2, 4))),
  ];
  expect(ratedRisks(versions, 'Brightpath')).toEqual([
    {
      ...{ title: 'Title of data', inherent: 20, residual: 8 },
      before: { inherent: 20, residual: 12, since: '2026-03-02' },
    },
  ]);
});

test('one that never was another, is new, or was away for a while has nothing before', () => {
  expect(beforeOf([])).toEqual([]);
  expect(beforeOf([version('2026-01-05', risk('data', rate(2, 4)))])).toEqual([null]);
  const same = risk('data', rate(4, 2));
  expect(beforeOf([version('2026-01-05', risk('data', rate(2, 4))), version('2026-02-03', same)])).toEqual([
    null,
  ]);
  const away = [
    version('2026-01-05', risk('data', rate(1, 1))),
    version('2026-02-03'),
    version('2026-03-02', same),
  ];
  expect(beforeOf(away)).toEqual([null]);
});

test('a rating that is another for one partner by name is another for that one alone', () => {
  const versions = [
    version('2026-01-05', risk('data', rate(2, 4))),
    version('2026-02-03', risk('data', rate(2, 4), { brightpath: rate(5, 4) })),
  ];
  expect(beforeOf(versions)).toEqual([{ inherent: 20, residual: 8, since: '2026-02-03' }]);
  expect(beforeOf(versions, 'Northwind')).toEqual([null]);
});
