import type { Feature } from '../../platform/feature.ts';
import { pressNewKey, pressRevokeKey, runKeys, submitNewKey } from './keys/routes.ts';
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
  ],
  actions: {
    'ingest.newKey': pressNewKey,
    'ingest.revokeKey': pressRevokeKey,
  },
  views: {
    'ingest.makeKey': submitNewKey,
  },
  http: ingestRoutes,
};
