/** What may be sent and asked over HTTP: ours, all of it. docs/ingest.md tells whoever writes to us. */
export const httpLimits = {
  bodyBytes: 1_000_000,
  bodyWithinMs: 10_000,
  /** Who waits for longer has gone; until then it can be undone. */
  answerWithinMs: 20_000,
  /** Rows sent in one request, and rows answered to one. */
  rows: 500,
  /** More of them helps nobody, and would be a long answer to a long mistake. */
  faults: 100,
  /** Of one key, by all processes together: what may come at once, and how fast that fills up again. */
  requestsAtOnce: 60,
  requestsPerMinute: 300,
  /** Of one key, in one process: imports of a workspace take turns anyway. */
  inHandAtOnce: 2,
} as const;
