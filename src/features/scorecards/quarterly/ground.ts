import type { LocalDate } from '../../../core/calendar.ts';
import type { OpenSignal } from '../../health/public.ts';
import type { PipelineBucket } from '../../pipeline/public.ts';
import type { QuarterPlan } from '../../plans/public.ts';
import type { ComparedGoal } from '../goals.ts';
import type { PartnerFacts } from '../metrics/metric.ts';
import type { Line } from '../rules.ts';

export type ShownTo = 'both' | 'vendor';

/** A number of the quarter; `before` is the quarter before's. */
export interface QuarterLine extends Line {
  readonly shownTo: ShownTo;
}

export interface QuarterGoal extends ComparedGoal {
  readonly shownTo: ShownTo;
}

/** A quarter as people call it: "Q1 2026", and as they type it: "2026-Q1". */
export interface QuarterNames {
  readonly words: string;
  readonly name: string;
}

/** An open action item that both sides may see. */
export interface PackAction {
  readonly number: number;
  readonly text: string;
  readonly owner: string;
  readonly side: 'vendor' | 'partner';
  readonly dueOn: LocalDate;
}

/** All that a pack is made from, of one partner. */
export interface Ground {
  readonly partner: string;
  readonly quarter: QuarterNames;
  readonly before: QuarterNames;
  readonly next: QuarterNames;
  readonly isOver: boolean;
  /** The day it is made. */
  readonly today: LocalDate;
  readonly facts: PartnerFacts;
  /** Of the quarter before. */
  readonly factsBefore: PartnerFacts;
  readonly blocked: number;
  readonly lines: readonly QuarterLine[];
  /** The joint plan of the quarter, if there is one. */
  readonly plan: QuarterPlan | null;
  readonly goals: readonly QuarterGoal[];
  /** Whether both sides have agreed on the next quarter’s; null where the playbook has no joint plan. */
  readonly isNextAgreed: boolean | null;
  /** Names of the gates passed. */
  readonly gates: readonly string[];
  readonly calls: { readonly held: number; readonly missed: number };
  /** The latest first. */
  readonly decisions: readonly string[];
  readonly actionsDone: number;
  /** The most urgent first. */
  readonly open: readonly PackAction[];
  readonly signals: readonly OpenSignal[];
  /** The three months of the quarter before and those of this one that have begun. */
  readonly months: readonly { readonly label: string; readonly bucket: PipelineBucket }[];
}
