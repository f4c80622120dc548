import { z } from 'zod';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import type { ActionRequest, CommandRequest, Modal, Reply, ViewRequest } from '../../../platform/feature.ts';
import {
  actions,
  button,
  choicesInput,
  context,
  md,
  message,
  personInput,
  radioInput,
  say,
  section,
  table,
} from '../../../platform/slack/kit/index.ts';
import type { Work } from '../../../platform/work.ts';
import { canSomewhere, demand } from '../../../policy/policy.ts';
import { personBySlackId } from '../../partners/public.ts';
import type { RoutingRules } from '../../playbook/public.ts';
import { calendarOf } from '../announce.ts';
import { dayOf } from '../views/day.ts';
import { candidates, routingRules } from './route.ts';

type Request = CommandRequest | ActionRequest | ViewRequest;

/** `takers`: who takes leads, which, and how many they have. For the vendor alone. */
export async function runTakers(request: CommandRequest): Promise<Reply> {
  const rules = await allowed(request);
  if (request.place.channel?.isShared) {
    throw new Refusal(
      'not_allowed',
      'Who takes leads is no business of this channel. Ask me in our direct messages.',
    );
  }
  const takers = [...(await candidates(request))].sort((a, b) => a.name.localeCompare(b.name));
  const change = actions(button('pipeline.editTaker', 'Add or change somebody'));
  if (takers.length === 0) {
    return {
      message: message([
        section('Nobody takes leads yet, so every lead goes to the partner’s manager.'),
        change,
      ]),
    };
  }
  const calendar = await calendarOf(request);
  const namesOf = (list: readonly { key: string; name: string }[], keys: readonly string[]) =>
    keys.length === 0
      ? 'all'
      : keys.map((key) => list.find((each) => each.key === key)?.name ?? key).join(', ');
  return {
    message: message([
      table(
        'Who takes leads',
        ['Person', 'Territories', 'Segments', 'Capabilities', 'Open', 'Last'],
        takers.map((each) => [
          each.name,
          namesOf(rules.territories, each.territories),
          namesOf(rules.segments, each.segments),
          namesOf(rules.capabilities, each.capabilities),
          each.open,
          each.lastAt ? dayOf(each.lastAt, calendar) : 'never',
        ]),
      ),
      context(`At most ${rules.mostOpen} open leads each, as the playbook says.`),
      change,
    ]),
  };
}

/** The rules, for somebody who may decide who takes leads. */
async function allowed(request: Request): Promise<RoutingRules> {
  const { actor } = request;
  // Takers are the programme's, not one partner's: whoever manages a part of it may name them.
  if (!canSomewhere(actor, 'lead.route')) demand(actor, 'lead.route', { partnerId: null });
  const rules = await routingRules(request);
  if (rules) return rules;
  throw new Refusal(
    'not_found',
    'The playbook has no rules for routing leads, so every lead goes to the partner’s manager.',
  );
}

export async function pressEditTaker(request: ActionRequest): Promise<Reply> {
  return { modal: takerModal(await allowed(request)) };
}

function takerModal(rules: RoutingRules): Modal {
  const choose = (name: string, label: string, list: readonly { key: string; name: string }[]) =>
    list.length === 0
      ? []
      : [
          choicesInput(
            name,
            label,
            list.map((each) => ({ label: each.name, value: each.key })),
            { optional: true, hint: 'None chosen means all of them.' },
          ),
        ];
  return {
    callbackId: 'pipeline.saveTaker',
    title: 'Who takes leads',
    submit: 'Save',
    blocks: [
      personInput('person', 'Who'),
      radioInput(
        'takes',
        'Leads',
        [
          { label: 'Takes leads', value: 'yes' },
          { label: 'Takes no more leads', value: 'no' },
        ],
        { initial: 'yes' },
      ),
      ...choose('territories', 'Territories', rules.territories),
      ...choose('segments', 'Segments', rules.segments),
      ...choose('capabilities', 'Capabilities', rules.capabilities),
    ],
  };
}

const chosen = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const inputs = z.object({
  person: z.string(),
  takes: z.enum(['yes', 'no']),
  territories: chosen,
  segments: chosen,
  capabilities: chosen,
});

export async function submitTaker(request: ViewRequest): Promise<Reply> {
  const rules = await allowed(request);
  const typed = inputs.parse(request.inputs);
  const person = await personBySlackId(request, typed.person);
  if (person.side !== 'vendor')
    return { errors: { person: `${person.name} is a partner’s. Leads go to your own people.` } };
  await save(request, person.id, typed.takes === 'yes' ? takenOf(typed, rules) : null);
  const did = typed.takes === 'yes' ? 'takes leads' : 'takes no more leads';
  await audit(request, {
    actorPersonId: request.actor.personId,
    verb: 'pipeline.saveTaker',
    partnerId: null,
    summary: `${request.actor.name} said that ${person.name} ${did}`,
    isInternal: true,
  });
  return { message: say(md`${person.name} ${did}.`) };
}

interface Taken {
  readonly territories: string[];
  readonly segments: string[];
  readonly capabilities: string[];
}

/** What was chosen, as far as the playbook still knows it. */
function takenOf(typed: Taken, rules: RoutingRules): Taken {
  const known = (list: readonly { readonly key: string }[], keys: readonly string[]) =>
    keys.filter((key) => list.some((each) => each.key === key));
  return {
    territories: known(rules.territories, typed.territories),
    segments: known(rules.segments, typed.segments),
    capabilities: known(rules.capabilities, typed.capabilities),
  };
}

async function save(work: Work, personId: string, taken: Taken | null): Promise<void> {
  const { workspaceId } = work;
  if (!taken) {
    await work.tx.leadTaker.deleteMany({ where: { workspaceId, personId } });
    return;
  }
  await work.tx.leadTaker.upsert({
    where: { personId, workspaceId },
    create: { personId, workspaceId, ...taken },
    update: taken,
  });
}
