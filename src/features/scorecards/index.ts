import { retouch } from '../../platform/delivery/post.ts';
import type { Feature } from '../../platform/feature.ts';
import { loadPartner, loadPeople } from '../partners/public.ts';
import { canvasKind, keepCanvas, renderCanvas } from './canvas.ts';
import { pressGap } from './gaps.ts';
import { pressAsideList, pressSetAside, pressTakeBack, submitSetAside } from './gaps-aside.ts';
import { pressGapRow } from './gaps-open.ts';
import { liveScorecards } from './home.ts';
import { pressHow, pressHowExport } from './how.ts';
import { jobs, scheduleDigest, scheduleMonthly } from './jobs.ts';
import { planPackForCall } from './quarterly/agenda.ts';
import { commands, saveSettings } from './routes.ts';
import { pressSent } from './sent-show.ts';

/** Scorecards: weekly to each manager, monthly to each partner, a pack for both each quarter, and whenever somebody asks. */
export const scorecards: Feature = {
  name: 'scorecards',
  commands,
  actions: {
    'scorecards.how': pressHow,
    'scorecards.howExport': pressHowExport,
    'scorecards.checks': pressGap,
    'scorecards.openGap': pressGapRow,
    'scorecards.setAside': pressSetAside,
    'scorecards.gapsAside': pressAsideList,
    'scorecards.takeBack': pressTakeBack,
    'scorecards.sent': pressSent,
  },
  views: { 'scorecards.saveSettings': saveSettings, 'scorecards.saveAside': submitSetAside },
  jobs,
  surfaces: { [canvasKind]: renderCanvas },
  reactions: {
    'journey.started': async (work, { partnerId }) => {
      const { managerPersonId } = await loadPartner(work, partnerId);
      const manager = (await loadPeople(work, [managerPersonId])).get(managerPersonId);
      if (manager) await scheduleDigest(work, manager);
      await scheduleMonthly(work, partnerId);
      await keepCanvas(work, partnerId);
    },
    'partner.resumed': async (work, { partnerId }) => {
      await scheduleMonthly(work, partnerId);
      await keepCanvas(work, partnerId);
    },
    'partner.changed': (work, { partnerId }) => retouch(work, { kind: canvasKind, subject: partnerId }),
    // When a call's time has come the next one is planned, and the page shows that one.
    'call.scheduled': async (work, event) => {
      await planPackForCall(work, event);
      await retouch(work, { kind: canvasKind, subject: event.partnerId });
    },
  },
  home: [liveScorecards],
};
