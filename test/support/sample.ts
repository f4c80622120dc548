/** Looks up one sample, by its name and labels as they are written, in Prometheus's text format. */
export function sampleOf(scraped: string, sample: string): number | undefined {
  const line = scraped.split('\n').find((each) => each.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length + 1));
}
