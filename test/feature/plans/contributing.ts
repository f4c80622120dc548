import { touchPlan } from '../../../src/features/plans/show.ts';
import { loadPlan, saveAnswers } from '../../../src/features/plans/store.ts';
import type { ActingPerson } from '../../../src/sandbox/person.ts';
import { channels, type TestApp } from '../../support/app.ts';

const { shared, internal } = channels;
export type Person = ActingPerson;

/** Opens Brightpath's plan as Maya, with something said to each question, so that it can be agreed on. */
export async function openCompletePlan(tandem: TestApp): Promise<void> {
  await tandem.people.maya.command('/partner plan open Brightpath', { channel: internal });
  await tandem.people.diego.hears('opened our joint plan for Q1 2026', { channel: 'dm' });
  await tandem.settled();
  await tandem.work(async (work) => {
    const row = await work.tx.businessPlan.findFirstOrThrow({ where: { workspaceId: work.workspaceId } });
    const plan = await loadPlan(work, row.id);
    const fields = plan.parts.flatMap((part) => part.fields).filter((field) => !field.goal);
    const answers = { ...plan.answers, ...Object.fromEntries(fields.map((field) => [field.id, 'Said'])) };
    await saveAnswers(work, plan, answers, plan.row.openedById, true);
    await touchPlan(work, plan);
  });
}

/** The live plan in the channel as Diego reads it now. */
export async function planInChannel(tandem: TestApp): Promise<string> {
  await tandem.settled();
  const { diego } = tandem.people;
  const shown = diego.sees(shared).map((message) => diego.reads(message));
  return shown.find((text) => text.includes('Joint business plan: Brightpath, Q1 2026')) ?? '';
}

export const modalOf = (person: Person) => person.reads(person.modal() ?? { text: '', blocks: null });

/** Two presses of one button in one second are one. */
export function nextMoment(tandem: TestApp): void {
  tandem.clock.moveTo(new Date(tandem.clock.now().getTime() + 2000));
}

export async function openList(tandem: TestApp, person: Person): Promise<void> {
  nextMoment(tandem);
  await tandem.settled();
  while (person.modal()) await person.close();
  await person.press('What each puts in');
  await person.until(() => person.modal()?.callbackId === 'plans.contributions');
}

/** Presses a button of the list, the one at these words where there are several. */
export async function openForm(
  tandem: TestApp,
  person: Person,
  button: string,
  near?: string,
): Promise<void> {
  await openList(tandem, person);
  await person.press(button, near === undefined ? undefined : { near });
  await person.until(() => person.modal()?.callbackId !== 'plans.contributions');
}

/** Adds something of the person's side and answers what is wrong with it, by label. */
export async function add(
  tandem: TestApp,
  person: Person,
  values: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  await openForm(tandem, person, 'Add something');
  person.fill(values);
  const errors = await person.submit();
  await tandem.settled();
  return errors;
}
