import { instantOf, isLocalDate, isTimeZone, type LocalDate, type Weekday } from '../../../core/calendar.ts';
import type { Recurrence } from '../../../core/recurrence.ts';
import { closestMatch } from '../../../core/text.ts';
import { type Faults, type Form, textOf } from './read-record.ts';
import { afterKickoff } from './slots.ts';

export interface Plan {
  readonly title: string;
  readonly recurrence: Recurrence;
  readonly durationMinutes: number;
  readonly link: string | null;
}

/** Reads the form that plans a series; it begins with the first fitting day after `today`. */
export function readPlan(
  inputs: Form,
  today: LocalDate,
): { readonly plan: Plan } | { readonly faults: Faults } {
  const faults: Record<string, string> = {};
  const title = textOf(inputs.title);
  if (title === '') faults.title = 'Give it a name, such as “Calibration call”.';
  const chosen = [inputs.weekdays ?? []].flat();
  const [first, ...others] = chosen.map(Number).filter(isWeekday).sort();
  if (first === undefined) faults.weekdays = 'Choose at least one day.';
  const every = wholeNumber(inputs.every, 1, 52);
  if (every === null) faults.every = 'A number of weeks between 1 and 52.';
  const at = textOf(inputs.at);
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(at)) faults.at = 'Choose a time.';
  const timeZone = textOf(inputs.zone);
  if (!isTimeZone(timeZone)) {
    const near = closestMatch(timeZone, Intl.supportedValuesOf('timeZone'));
    faults.zone = `Name a zone such as Europe/Berlin.${near === null ? '' : ` Did you mean ${near}?`}`;
  }
  const durationMinutes = wholeNumber(inputs.duration, 5, 480);
  if (durationMinutes === null) faults.duration = 'A number of minutes between 5 and 480.';
  const link = textOf(inputs.link);
  if (link !== '' && !/^https?:\/\/\S+$/.test(link)) faults.link = 'A link that begins with https://.';
  if (Object.keys(faults).length > 0 || first === undefined || every === null || durationMinutes === null) {
    return { faults };
  }
  const rule: Recurrence = { every, unit: 'week', weekdays: [first, ...others], at, timeZone, from: today };
  // By hand people mean the coming one, also of what happens seldom.
  const recurrence = { ...afterKickoff({ ...rule, every: 1 }, today), every };
  return { plan: { title, recurrence, durationMinutes, link: link === '' ? null : link } };
}

/** Reads day and time of a moved call, as the clocks of `zone` show them; it must lie ahead. */
export function readMoment(
  inputs: Form,
  zone: string,
  now: Date,
): { readonly startsAt: Date } | { readonly faults: Faults } {
  const date = textOf(inputs.date);
  const time = textOf(inputs.time);
  if (!isLocalDate(date)) return { faults: { date: 'Choose a day.' } };
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return { faults: { time: 'Choose a time.' } };
  const startsAt = instantOf(date, Number(time.slice(0, 2)) * 60 + Number(time.slice(3)), zone);
  if (startsAt <= now) return { faults: { date: 'That moment has passed. Choose one that lies ahead.' } };
  return { startsAt };
}

function wholeNumber(value: Form[string] | undefined, least: number, most: number): number | null {
  const words = textOf(value);
  const number = /^\d{1,4}$/.test(words) ? Number(words) : Number.NaN;
  return number >= least && number <= most ? number : null;
}

function isWeekday(day: number): day is Weekday {
  return Number.isInteger(day) && day >= 1 && day <= 7;
}
