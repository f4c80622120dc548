import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CalendarEntry,
  calendarFile,
  escapeText,
  foldLine,
} from '../../../src/features/calls/rules/calendar-file.ts';

const entry: CalendarEntry = {
  uid: '0f0e8a52-5a0e-4b5e-9d0f-0a4c5f6b7c8d',
  sequence: 2,
  isCancelled: false,
  startsAt: new Date('2026-03-31T08:00:00Z'),
  durationMinutes: 30,
  title: 'Calibration; call, with \\ signs',
  description: 'Line one\nLine two',
  link: 'https://meet.example/abc?x=1,2;3',
  stamp: new Date('2026-03-30T08:00:00.123Z'),
};

/** What a calendar program reads: lines unfolded, values of TEXT unescaped. Written against RFC 5545, not against the code. */
function read(file: string): Record<string, string> {
  expect(file.endsWith('\r\n')).toBe(true);
  const lines = file.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).split(';')[0] ?? '', line.slice(colon + 1)];
    }),
  );
}

function unescaped(text: string): string {
  return text.replace(/\\(\\|;|,|n|N)/g, (_, sign: string) => (/n/i.test(sign) ? '\n' : sign));
}

describe('a calendar file', () => {
  test('says what the call is, in UTC', () => {
    const read_ = read(calendarFile(entry));
    expect(read_).toMatchObject({
      METHOD: 'PUBLISH',
      STATUS: 'CONFIRMED',
      UID: `${entry.uid}@tandem.invalid`,
      SEQUENCE: '2',
      DTSTAMP: '20260330T080000Z',
      DTSTART: '20260331T080000Z',
      DTEND: '20260331T083000Z',
      SUMMARY: 'Calibration\\; call\\, with \\\\ signs',
      DESCRIPTION: 'Line one\\nLine two',
      URL: entry.link,
    });
  });

  test('removes a cancelled call under the same UID', () => {
    const cancelled = read(calendarFile({ ...entry, isCancelled: true, sequence: 3 }));
    expect(cancelled).toMatchObject({ METHOD: 'CANCEL', STATUS: 'CANCELLED', SEQUENCE: '3' });
    expect(cancelled.UID).toBe(read(calendarFile(entry)).UID);
  });

  test('carries any words back and forth, whatever is in them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (title, description) => {
        const back = read(calendarFile({ ...entry, title, description: `.${description}` }));
        expect(unescaped(back.SUMMARY ?? '')).toBe(title);
        expect(unescaped(back.DESCRIPTION ?? '')).toBe(`.${description}`);
      }),
    );
  });

  test('lets nobody put lines of their own into it', () => {
    const hostile = 'Call\r\nATTENDEE:mailto:x@example.com\u2028BEGIN:VALARM\u0000\u0007';
    const file = calendarFile({ ...entry, title: hostile, link: 'https://a.example/\r\nBEGIN:VALARM' });
    const names = file.split('\r\n').map((line) => line.split(/[:;]/)[0]);
    expect(names).not.toContain('ATTENDEE');
    expect(names.filter((name) => name === 'BEGIN')).toHaveLength(2);
    expect(escapeText(hostile)).toBe('Call\\nATTENDEE:mailto:x@example.com\\nBEGIN:VALARM');
  });
});

test('lines are folded at 75 octets, between characters, and unfold to what they were', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (words) => {
      const line = words.replace(/[\r\n\p{Surrogate}]/gu, '');
      const folded = foldLine(line);
      for (const part of folded.split('\r\n'))
        expect(new TextEncoder().encode(part).length).toBeLessThanOrEqual(75);
      expect(folded.replaceAll('\r\n ', '')).toBe(line);
      expect(folded).not.toMatch(/\uFFFD/);
    }),
  );
});
