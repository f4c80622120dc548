import type { Feature } from '../../platform/feature.ts';
import { renderAgenda } from './agenda.ts';
import { callsAndActions } from './home.ts';
import { jobs } from './jobs.ts';
import { planJourneyCalls } from './journey-started.ts';
import { resumeCalls } from './planning.ts';
import { pressDone, runAction, runActions, runDecisions, submitAction } from './routes/actions.ts';
import { openItem, runAgenda, showAgenda, submitItem } from './routes/agenda.ts';
import { openCancel, openMove, runCalls, submitCancel, submitMove, submitPlan } from './routes/calls.ts';
import { addRow, openRecord, submitRecord } from './routes/record.ts';
import { renderAction, renderSummary } from './summary.ts';

/** Calibration calls: series, agendas, reminders, and what was decided and promised, followed up until done. */
export const calls: Feature = {
  name: 'calls',
  commands: [
    {
      name: 'calls',
      aliases: ['call'],
      summary: 'See, plan, move, cancel and record calls',
      usage: '[plan | move | cancel | record] [partner]',
      examples: ['calls', 'calls plan', 'calls move', 'calls record'],
      action: 'call.view',
      run: runCalls,
    },
    {
      name: 'agenda',
      summary: 'See the next call’s agenda, or add to it',
      usage: '[what to talk about]',
      examples: ['agenda', 'agenda pricing objections'],
      action: 'call.contribute',
      run: runAgenda,
    },
    {
      name: 'decisions',
      summary: 'Read what was decided in calls',
      usage: '[partner] [page 2]',
      examples: ['decisions', 'decisions page 2'],
      action: 'call.view',
      run: runDecisions,
    },
    {
      name: 'actions',
      summary: 'See open action items',
      usage: '[partner | mine]',
      examples: ['actions', 'actions mine'],
      action: 'call.view',
      run: runActions,
    },
    {
      name: 'action',
      summary: 'Give somebody an action item, pass one on, or close it',
      usage: '<what> [@owner] [by <date>] | done <number> | give <number> @owner',
      examples: ['action Send the price list @Aiko by Friday', 'action done A-12', 'action give A-12 @Sam'],
      action: 'call.contribute',
      run: runAction,
    },
  ],
  actions: {
    'calls.agenda': showAgenda,
    'calls.add-item': openItem,
    'calls.move': openMove,
    'calls.cancel': openCancel,
    'calls.record': openRecord,
    'calls.more-rows': addRow,
    'calls.done:*': pressDone,
  },
  views: {
    'calls.plan': submitPlan,
    'calls.move': submitMove,
    'calls.cancel': submitCancel,
    'calls.add-item': submitItem,
    'calls.record': submitRecord,
    'calls.action': submitAction,
  },
  jobs,
  surfaces: { 'calls.agenda': renderAgenda, 'calls.summary': renderSummary, 'calls.action': renderAction },
  reactions: {
    'journey.started': planJourneyCalls,
    'partner.resumed': (work, { partnerId }) => resumeCalls(work, partnerId),
  },
  home: [callsAndActions],
};
