import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absences, partnershipIn } from '../../../src/features/health/rules/absences.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000);
const leave = (n: number) => ({ choice: 'leave', decidedAt: day(n) });
const goOn = (n: number) => ({ choice: 'continue', decidedAt: day(n) });
const away = (from: number, to: number | null) => ({ from: day(from), to: to === null ? null : day(to) });

describe('when a partner was away', () => {
  test('from a decision to leave until another one', () => {
    expect(absences([goOn(1), leave(5), goOn(8), leave(20)], day(20))).toEqual([away(5, 8), away(20, null)]);
    expect(absences([leave(5), leave(6), { choice: 'scale_back', decidedAt: day(9) }], null)).toEqual([
      away(5, 9),
    ]);
    expect(absences([], null)).toEqual([]);
  });

  test('whoever is there although nobody decided so was never away; whoever has ended is, decided or not', () => {
    expect(absences([leave(5)], null)).toEqual([]);
    expect(absences([leave(1), goOn(3), leave(5)], null)).toEqual([away(1, 3)]);
    expect(absences([goOn(3)], day(7))).toEqual([away(7, null)]);
  });
});

describe('how it stands with a partner in a window', () => {
  const window = { from: day(10), to: day(100) };
  const standing = (...all: Parameters<typeof absences>) => partnershipIn(absences(...all), window);

  test('lost in it, lost before it, back in it, lost and back in it, lost after it', () => {
    expect(standing([leave(10)], day(10))).toEqual({ hadLeft: false, leftAt: day(10) });
    expect(standing([leave(9)], day(9))).toEqual({ hadLeft: true, leftAt: day(9) });
    expect(standing([leave(9), goOn(30)], null)).toEqual({ hadLeft: true, leftAt: null });
    expect(standing([leave(20), goOn(30)], null)).toEqual({ hadLeft: false, leftAt: null });
    expect(standing([leave(100)], day(100))).toEqual({ hadLeft: false, leftAt: null });
    expect(standing([leave(5), goOn(10)], null)).toEqual({ hadLeft: false, leftAt: null });
  });

  test('a partner is lost at the end exactly when its row says it has ended by then', () => {
    const decisions = fc
      .array(fc.tuple(fc.nat(150), fc.constantFrom('leave', 'continue', 'scale_back')), { maxLength: 8 })
      .map((all) => all.sort(([a], [b]) => a - b).map(([n, choice]) => ({ choice, decidedAt: day(n) })));
    fc.assert(
      fc.property(decisions, fc.option(fc.nat(150)), (all, endedOn) => {
        const last = all.at(-1)?.decidedAt ?? day(0);
        const endedAt = endedOn === null ? null : new Date(Math.max(day(endedOn).getTime(), last.getTime()));
        const found = absences(all, endedAt);
        for (const [index, { from, to }] of found.entries()) {
          expect(to === null).toBe(index === found.length - 1 && endedAt !== null);
          if (to) expect(to >= from).toBe(true);
        }
        const now = { from: day(0), to: day(400) };
        expect(partnershipIn(found, now).leftAt !== null).toBe(endedAt !== null);
      }),
    );
  });
});
