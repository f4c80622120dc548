import { z95 } from '../../core/statistics.ts';
import type { Figure, Metric } from './metrics/metric.ts';

/** Amounts, times and counts are news once they moved by this share of the larger of the two. */
const leastRelativeMove = 1 / 3;
/** Shares without an interval (how far onboarding is): once they moved by this many points, of 1. */
const leastShareMove = 0.05;
/** A hair, so that 5 points are 5 points also where a quotient has no exact binary form. */
const rounding = 1e-9;

/**
 * Which way a number moved since it was said before; null when the move may be chance, or is too small to tell.
 * A sampled number moved when the two 95 % intervals lie apart: stricter than a test of the difference (N. Schenker
 * and J. F. Gentleman, "On judging the significance of differences by examining the overlap between confidence
 * intervals", The American Statistician 55 (2001), 182–186), as suits windows that share most of their days. A bound
 * that is not known is as far out as can be. What the deals of a window add up to moved when, besides, there are more
 * or fewer of them than chance makes of one rate: |a − b| > 1.96 √(a + b), of two Poisson counts.
 */
export function moveOf(metric: News, before: Figure, now: Figure): Move | null {
  if (before.value === null || now.value === null) return null;
  if (before.verdict !== 'ok' || now.verdict !== 'ok' || before.currency !== now.currency) return null;
  if (!isNews(metric, { ...before, value: before.value }, { ...now, value: now.value })) return null;
  const isMore = now.value > before.value;
  if (metric.isStock) return isMore ? 'more' : 'less';
  return isMore === (metric.better === 'higher') ? 'better' : 'worse';
}

/** `more` and `less` judge nothing. */
type Move = 'better' | 'worse' | 'more' | 'less';
type News = Pick<Metric, 'interval' | 'unit' | 'better' | 'isStock' | 'ahead'>;
type Known = Figure & { readonly value: number };

function isNews({ interval, unit, ahead }: News, before: Known, now: Known): boolean {
  if (interval !== 'none' && interval !== 'sum') return liesApart(before, now);
  if (!isLarge(unit, before.value, now.value)) return false;
  // What is projected is what a window brings: deals that come one by one.
  const eventsOf = (figure: Known) => (unit === 'count' ? figure.value : figure.n);
  return ahead === undefined || isMoreThanChance(eventsOf(before), eventsOf(now));
}

function liesApart(before: Figure, now: Figure): boolean {
  const isBelow = (a: Figure, b: Figure) => a.high !== null && b.low !== null && a.high < b.low;
  return isBelow(before, now) || isBelow(now, before);
}

function isMoreThanChance(before: number, now: number): boolean {
  return Math.abs(now - before) > z95 * Math.sqrt(before + now);
}

function isLarge(unit: Metric['unit'], before: number, now: number): boolean {
  const move = Math.abs(now - before);
  const larger = Math.max(Math.abs(before), Math.abs(now));
  return move > 0 && move >= (unit === 'share' ? leastShareMove : leastRelativeMove * larger) - rounding;
}
