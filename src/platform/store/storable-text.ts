/** Text that Postgres accepts: it refuses NUL characters and halves of surrogate pairs, which people can paste. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}
