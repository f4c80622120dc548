import type { Feature } from '../../platform/feature.ts';
import { runExport } from './export-command.ts';
import { pressNewKey, pressRevokeKey, runKeys, submitNewKey } from './keys/routes.ts';
import { readRoutes } from './read-routes.ts';
import { ingestRoutes } from './routes.ts';

/** The way in and out for other systems, over HTTP. */
export const ingest: Feature = {
  name: 'ingest',
  commands: [
    {
      name: 'keys',
      summary: 'Let other systems send and read figures',
      usage: '',
      examples: ['keys'],
      action: 'keys.manage',
      run: runKeys,
    },
    {
      name: 'export',
      summary: 'Get deals, leads or scorecards as a CSV file, for yourself alone',
      usage: 'deals | leads | scorecards [partner]',
      examples: ['export deals', 'export scorecards', 'export leads Brightpath'],
      action: 'figures.export',
      run: runExport,
    },
  ],
  actions: {
    'ingest.newKey': pressNewKey,
    'ingest.revokeKey': pressRevokeKey,
  },
  views: {
    'ingest.makeKey': submitNewKey,
  },
  http: [...ingestRoutes, ...readRoutes],
};
