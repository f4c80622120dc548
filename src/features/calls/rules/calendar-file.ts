/** One call as a calendar reads it. */
export interface CalendarEntry {
  /** The same for every revision of the call, so that calendars replace what they hold. */
  readonly uid: string;
  /** Grows with every change. */
  readonly sequence: number;
  readonly isCancelled: boolean;
  readonly startsAt: Date;
  readonly durationMinutes: number;
  readonly title: string;
  readonly description: string;
  readonly link: string | null;
  /** When this revision was made. */
  readonly stamp: Date;
}

/**
 * An iCalendar file (RFC 5545) with one event, METHOD PUBLISH or CANCEL (RFC 5546). Each occurrence has a UID of
 * its own and so needs no RECURRENCE-ID: files of single instances without their series are what calendars
 * import worst. Times are in UTC, which every zone's clocks agree on.
 */
export function calendarFile(entry: CalendarEntry): string {
  const endsAt = new Date(entry.startsAt.getTime() + entry.durationMinutes * 60_000);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tandem//Partner programme//EN',
    'CALSCALE:GREGORIAN',
    `METHOD:${entry.isCancelled ? 'CANCEL' : 'PUBLISH'}`,
    'BEGIN:VEVENT',
    `UID:${entry.uid}@tandem.invalid`,
    `SEQUENCE:${entry.sequence}`,
    `DTSTAMP:${utc(entry.stamp)}`,
    `DTSTART:${utc(entry.startsAt)}`,
    `DTEND:${utc(endsAt)}`,
    // Both methods demand an organiser; Slack tells us no address, and .invalid never reaches anybody (RFC 2606).
    'ORGANIZER;CN=Tandem:mailto:no-reply@tandem.invalid',
    `SUMMARY:${escapeText(entry.title)}`,
    ...(entry.description === '' ? [] : [`DESCRIPTION:${escapeText(entry.description)}`]),
    ...(entry.link === null ? [] : [`LOCATION:${escapeText(entry.link)}`, `URL:${oneLine(entry.link)}`]),
    `STATUS:${entry.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

function utc(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** A TEXT value (RFC 5545, 3.3.11): backslash, semicolon, comma and line ends escaped, other controls dropped. */
export function escapeText(words: string): string {
  return words
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll('\n', '\\n')
    .replace(controls, '');
}

/** A URI must not break the line it stands in. */
function oneLine(uri: string): string {
  return uri.replace(controls, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get into the file.
const controls = /[\u0000-\u0008\u000a-\u001f\u007f]/g;
const lineOctets = 75;

/** Lines of at most 75 octets; what is longer goes on after a line end and a space (RFC 5545, 3.1), between characters. */
export function foldLine(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > lineOctets) {
      parts.push(part);
      part = '';
      octets = 1; // the space
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}
