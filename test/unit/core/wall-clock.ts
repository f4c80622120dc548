/** Zones whose clocks change in different ways; Kolkata's do not. */
export const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
  'America/Sao_Paulo',
] as const;

const formats = new Map<string, Intl.DateTimeFormat>();

/** "2026-03-29 03:00" as the clocks of the zone show it, straight from the runtime's own zone data. */
export function wallClock(instant: Date, zone: string): string {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  formats.set(zone, format);
  return format.format(instant);
}
