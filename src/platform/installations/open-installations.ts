import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PgBoss } from 'pg-boss';
import type { Clock, NewId } from '../clock.ts';
import type { SlackMode } from '../config.ts';
import { requeueUnsent } from '../delivery/requeue.ts';
import type { Log } from '../log.ts';
import { readManifest } from '../slack/manifest.ts';
import type { Store } from '../store/store.ts';
import { createOAuthInstallations } from './by-oauth.ts';
import { createInstallPages } from './install-pages.ts';
import type { Installations } from './installations.ts';
import { createOneTokenInstallation } from './one-token.ts';

interface OpeningDeps {
  readonly store: Store;
  readonly boss: PgBoss;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly slackApiUrl: string | undefined;
}

/** Where the app is installed, and the pages to install it by; those only with OAuth. */
interface OpenInstallations {
  readonly installations: Installations;
  readonly servePage: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | null;
}

/** By one token or by OAuth, as the configuration says. Throws when Slack refuses the token. */
export async function openInstallations(
  slack: Exclude<SlackMode, { kind: 'sandbox' }>,
  deps: OpeningDeps,
): Promise<OpenInstallations> {
  const { store, boss, clock, log, slackApiUrl } = deps;
  if (!slack.oauth)
    return { installations: await createOneTokenInstallation(slack.botToken, deps), servePage: null };
  const { oauth } = slack;
  const installations = await createOAuthInstallations({
    ...deps,
    oauth,
    resume: () => requeueUnsent(store, boss),
  });
  const servePage = createInstallPages({
    prisma: store.prisma,
    clock,
    log,
    oauth,
    slackApiUrl,
    scopes: readManifest().scopes,
    save: installations.save,
  });
  return { installations, servePage };
}
