import type { DueJob } from '../feature.ts';
import type { Log } from '../log.ts';
import type { WorkParts } from '../store/work-runner.ts';

export interface HeartbeatOptions extends WorkParts {
  /** By due-item kind. */
  readonly jobs: Readonly<Record<string, DueJob>>;
  /** What is looked after beside due work, at each beat. */
  readonly tend?: () => Promise<void>;
  readonly log: Log;
}
