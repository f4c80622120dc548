import type { DueJob } from '../feature.ts';
import type { Log } from '../log.ts';
import type { WorkParts } from '../store/work-runner.ts';

export interface HeartbeatOptions extends WorkParts {
  /** By due-item kind. */
  readonly jobs: Readonly<Record<string, DueJob>>;
  readonly log: Log;
}
