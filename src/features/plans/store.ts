import { z } from 'zod';
import {
  addDays,
  instantOf,
  type LocalDate,
  localDateOf,
  localDateOfUtc,
  utcMidnightOf,
} from '../../core/calendar.ts';
import { Refusal } from '../../core/refusal.ts';
import { type CalendarWindow, previous, quarterOf, quarterWords } from '../../core/time-window.ts';
import type { BusinessPlan, Partner } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { loadPartner, programmeSettings } from '../partners/public.ts';
import { loadPlaybook, type PlanTemplate } from '../playbook/public.ts';
import { contributionsOf } from './contributions.ts';
import { type Contribution, contributionAnswers } from './rules/contributions.ts';
import { type Answers, answersIn, type Part, templateParts } from './rules/parts.ts';

const answers = z.record(z.string(), z.string());

/** A plan with its template and what is written in it, internal notes included. */
export interface Plan {
  readonly row: BusinessPlan;
  readonly partner: Partner;
  readonly template: PlanTemplate;
  readonly parts: readonly Part[];
  readonly answers: Answers;
  /** What each side puts in; none where the playbook does not ask for it. */
  readonly contributions: readonly Contribution[];
  readonly window: CalendarWindow;
  /** "Q1 2026". */
  readonly period: string;
}

/** The quarter that a day is in. */
export function quarterWith(date: LocalDate, timeZone: string): CalendarWindow {
  return quarterOf(instantOf(date, 12 * 60, timeZone), timeZone);
}

async function planOf(work: Work, row: BusinessPlan): Promise<Plan> {
  const playbook = await loadPlaybook(work, row.playbookVersionId);
  if (!playbook.plan) throw new Error(`the playbook of plan ${row.id} has no plan`);
  const { timeZone } = await programmeSettings(work);
  const first = localDateOfUtc(row.periodFrom);
  const contributions = playbook.plan.contributions && (await contributionsOf(work, [row.id])).get(row.id);
  return {
    row,
    partner: await loadPartner(work, row.partnerId),
    template: playbook.plan,
    parts: templateParts(playbook.plan, playbook.metrics),
    answers: { ...answers.parse(row.answers), ...answers.parse(row.internalAnswers) },
    contributions: contributions ?? [],
    window: quarterWith(first, timeZone),
    period: quarterWords(first),
  };
}

const gone = () =>
  new Refusal('not_found', 'That plan isn’t here any more. Say “plan” to see the present one.');

/** The plan with this id. `hold` keeps others from changing it until the transaction ends. */
export async function loadPlan(work: Work, id: string, hold = false): Promise<Plan> {
  if (!z.uuid().safeParse(id).success) throw gone();
  const { workspaceId, tx } = work;
  if (hold)
    await tx.$queryRaw`SELECT 1 FROM "BusinessPlan" WHERE "id" = ${id}::uuid AND "workspaceId" = ${workspaceId}::uuid FOR UPDATE`;
  const row = await tx.businessPlan.findFirst({ where: { id, workspaceId } });
  if (!row) throw gone();
  return planOf(work, row);
}

/** A partner's plan for the quarter that begins on a day; null when there is none. */
export async function findPlan(work: Work, partnerId: string, first: LocalDate): Promise<Plan | null> {
  const row = await work.tx.businessPlan.findUnique({
    where: {
      workspaceId_partnerId_periodFrom: {
        workspaceId: work.workspaceId,
        partnerId,
        periodFrom: utcMidnightOf(first),
      },
    },
  });
  return row && planOf(work, row);
}

/** The plan that counts on a day: of its quarter, else the next that is being made, else the last there was. */
export async function presentPlan(work: Work, partnerId: string): Promise<Plan | null> {
  const { timeZone } = await programmeSettings(work);
  const today = utcMidnightOf(localDateOf(quarterOf(work.now, timeZone).from, timeZone));
  const where = { workspaceId: work.workspaceId, partnerId };
  const row =
    (await work.tx.businessPlan.findFirst({
      where: { ...where, periodFrom: { gte: today } },
      orderBy: { periodFrom: 'asc' },
    })) ?? (await work.tx.businessPlan.findFirst({ where, orderBy: { periodFrom: 'desc' } }));
  return row && planOf(work, row);
}

/** The plans of these partners whose quarter is not over. */
export async function runningPlans(work: Work, partnerIds: readonly string[]): Promise<readonly Plan[]> {
  const { timeZone } = await programmeSettings(work);
  const from = utcMidnightOf(localDateOf(quarterOf(work.now, timeZone).from, timeZone));
  const rows = await work.tx.businessPlan.findMany({
    where: { workspaceId: work.workspaceId, partnerId: { in: [...partnerIds] }, periodFrom: { gte: from } },
    orderBy: [{ periodFrom: 'asc' }, { id: 'asc' }],
  });
  const plans: Plan[] = [];
  for (const row of rows) plans.push(await planOf(work, row));
  return plans;
}

/** A call soon after a quarter still talks about its plan. */
const talkedAboutDays = 45;

/** The plans a review call is about: those whose quarter is not over, and the one that ended lately. */
export async function plansToTalkAbout(work: Work, partnerId: string): Promise<readonly Plan[]> {
  const { timeZone } = await programmeSettings(work);
  const quarter = quarterOf(work.now, timeZone);
  const { from } = quarter;
  const isEarly = work.now.getTime() - from.getTime() < talkedAboutDays * 86_400_000;
  const last = localDateOf(previous(quarter).from, timeZone);
  const ended = isEarly ? await findPlan(work, partnerId, last) : null;
  return [...(ended ? [ended] : []), ...(await runningPlans(work, [partnerId]))];
}

export async function createPlan(
  work: Work,
  plan: {
    readonly partnerId: string;
    readonly playbookVersionId: string;
    readonly first: LocalDate;
    readonly parts: readonly Part[];
    readonly answers: Answers;
    readonly openedById: string;
  },
): Promise<Plan> {
  const { partnerId, playbookVersionId, first, openedById } = plan;
  const row = await work.tx.businessPlan.create({
    data: {
      id: work.newId(),
      workspaceId: work.workspaceId,
      ...{ partnerId, playbookVersionId, openedById },
      ...split(plan.parts, plan.answers),
      periodFrom: utcMidnightOf(first),
      openedAt: work.now,
    },
  });
  await keepRevision(work, row, openedById);
  return planOf(work, row);
}

/** Answers as they are stored: what both see apart from what the vendor keeps to itself. */
function split(parts: readonly Part[], all: Answers) {
  const shared = parts.filter((part) => part.shownTo === 'both');
  const own = parts.filter((part) => part.shownTo === 'vendor');
  return { answers: { ...answersIn(shared, all) }, internalAnswers: { ...answersIn(own, all) } };
}

const nobody = {
  vendorAgreedById: null,
  vendorAgreedAt: null,
  partnerAgreedById: null,
  partnerAgreedAt: null,
};

export function isAgreed(row: BusinessPlan): boolean {
  return row.vendorAgreedAt !== null && row.partnerAgreedAt !== null;
}

/**
 * What both sides agreed on, in the version they did: the goals that are held against what happened, with the vendor's
 * own notes as they are. While a change waits for both to agree, it is what they agreed on before; null where they
 * never did.
 */
export function agreedOn(row: BusinessPlan): { readonly version: number; readonly answers: Answers } | null {
  const own = answers.parse(row.internalAnswers);
  if (isAgreed(row)) return { version: row.version, answers: { ...answers.parse(row.answers), ...own } };
  if (row.lastAgreedVersion === null) return null;
  return {
    version: row.lastAgreedVersion,
    answers: { ...answers.parse(row.lastAgreedAnswers), ...own },
  };
}

/** What asks both sides again, and keeps what they had agreed on. */
function askAgain(row: BusinessPlan) {
  return {
    ...nobody,
    ...(isAgreed(row) && {
      lastAgreedVersion: row.version,
      lastAgreedAnswers: answers.parse(row.answers),
    }),
  };
}

/** Writes the next version. What both see having changed, nobody has agreed to it yet. */
export async function saveAnswers(
  work: Work,
  plan: Plan,
  all: Answers,
  savedById: string,
  isShared: boolean,
): Promise<void> {
  const row = await work.tx.businessPlan.update({
    where: { id: plan.row.id, workspaceId: work.workspaceId },
    data: { ...split(plan.parts, all), version: { increment: 1 }, ...(isShared && askAgain(plan.row)) },
  });
  await keepRevision(work, row, savedById);
}

/** Makes what was written of the contributions the next version, to which nobody has agreed yet. */
export async function saveContributions(work: Work, { row }: Plan, savedById: string): Promise<void> {
  const saved = await work.tx.businessPlan.update({
    where: { id: row.id, workspaceId: work.workspaceId },
    data: { version: { increment: 1 }, ...askAgain(row) },
  });
  await keepRevision(work, saved, savedById);
}

async function keepRevision(work: Work, row: BusinessPlan, savedById: string): Promise<void> {
  const { workspaceId, partnerId, version } = row;
  const contributions = (await contributionsOf(work, [row.id])).get(row.id) ?? [];
  const promised = contributionAnswers(contributions, localDateOfUtc(row.periodFrom));
  await work.tx.planRevision.create({
    data: {
      id: work.newId(),
      ...{ workspaceId, partnerId, version, savedById, planId: row.id, savedAt: work.now },
      answers: { ...answers.parse(row.answers), ...promised },
      internalAnswers: answers.parse(row.internalAnswers),
    },
  });
}

export interface Revision {
  readonly version: number;
  readonly savedById: string;
  readonly savedAt: Date;
  readonly answers: Answers;
  /** Those that both sides see. */
  readonly shared: Answers;
}

/** Every version of the plan, the newest first. */
export async function revisionsOf(work: Work, planId: string): Promise<readonly Revision[]> {
  const rows = await work.tx.planRevision.findMany({
    where: { workspaceId: work.workspaceId, planId },
    orderBy: { version: 'desc' },
  });
  return rows.map(({ version, savedById, savedAt, answers: shared, internalAnswers }) => ({
    ...{ version, savedById, savedAt },
    answers: { ...answers.parse(shared), ...answers.parse(internalAnswers) },
    shared: answers.parse(shared),
  }));
}

/** The last day of a plan's quarter. */
export function lastDayOf(plan: Plan): LocalDate {
  return addDays(localDateOf(plan.window.to, plan.window.timeZone), -1);
}
