import { setTimeout as wait } from 'node:timers/promises';
import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import type { Clock } from '../clock.ts';
import type { OAuthApp } from '../config.ts';
import type { Log } from '../log.ts';
import { silentLogger } from '../slack/clients.ts';
import type { Installation, PrismaClient } from '../store/generated/client.ts';
import { TokenBeingRenewed } from './installations.ts';
import { purposeOf, type Sealer } from './seal.ts';

/** Tokens live twelve hours; they are renewed when this much is left, milliseconds. */
const renewBeforeMs = 2 * 3_600_000;
/** One process renews at a time. Longer than the call may take, so that a lease never ends under its holder's hands. */
const leaseSeconds = 30;
const callTimeoutMs = 10_000;
/** After Slack has refused to renew, nobody asks again for this long. */
const refusedPauseSeconds = 600;
/** Whoever needs a token that has expired looks this often for the new one, and for so long at most. */
const lookEveryMs = 200;
const waitAtMostMs = 15_000;

const triedInVain = 'A token could not be renewed; trying again soon';

export interface RenewalDeps {
  readonly prisma: PrismaClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly oauth: OAuthApp;
  readonly slackApiUrl: string | undefined;
  readonly sealer: Sealer;
  /** The token has expired and Slack will not give another: only installing again helps. */
  readonly onLost: (installation: Installation, because: string) => Promise<void>;
}

export interface Renewal {
  /**
   * The installation's token, in clear, for a call now. One that is about to expire is renewed beside that; for
   * one that has expired this waits. Throws TokenBeingRenewed when that takes too long.
   */
  tokenOf(installation: Installation): Promise<string>;
  /** Begins to renew every token that is about to expire, also where nothing is being sent. */
  renewAllSoon(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Exactly one of any number of processes renews a token: whoever sets the lease, by one UPDATE that compares
 * the refresh token, calls Slack, with no transaction open meanwhile, and writes both new tokens by another.
 *
 * Should it die between Slack's answer and that write, the new pair is lost. Slack revokes a refresh token when
 * it is used (https://docs.slack.dev/authentication/using-token-rotation) and promises nothing to whoever uses
 * it again, so the next holder may be refused. The old access token lives on until it expires, so that work
 * goes on for what is left of the two hours, with an error in the log that asks to install the app again;
 * once it has expired the installation has ended, and what waits is caught up after the new one.
 */
export function createRenewal(deps: RenewalDeps): Renewal {
  const { prisma, clock, log, oauth, sealer } = deps;
  const renewing = new Set<Promise<void>>();
  const client = new WebClient(undefined, {
    ...(deps.slackApiUrl && { slackApiUrl: deps.slackApiUrl }),
    // Asking twice with one refresh token is what must not happen.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: callTimeoutMs,
    logger: silentLogger,
  });

  const msLeft = ({ expiresAt }: Installation) =>
    expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime() - clock.now().getTime();

  /** By the database's clock, the only one that all processes share. */
  async function takeLease({ id, refreshToken }: Installation): Promise<boolean> {
    const count = await prisma.$executeRaw`
      UPDATE "Installation" SET "renewingUntil" = clock_timestamp() + ${leaseSeconds}::float8 * interval '1 s'
      WHERE "id" = ${id}::uuid AND "refreshToken" = ${refreshToken}
        AND ("renewingUntil" IS NULL OR "renewingUntil" < clock_timestamp())`;
    return count === 1;
  }

  async function pauseLease({ id, refreshToken }: Installation, seconds: number): Promise<void> {
    await prisma.$executeRaw`
      UPDATE "Installation" SET "renewingUntil" = clock_timestamp() + ${seconds}::float8 * interval '1 s'
      WHERE "id" = ${id}::uuid AND "refreshToken" = ${refreshToken}`;
  }

  /** With the lease in hand: one call to Slack, and the new pair written. */
  async function renew(installation: Installation, refreshToken: string): Promise<void> {
    const { id, slackId } = installation;
    try {
      const answer = await client.oauth.v2.access({
        client_id: oauth.clientId,
        client_secret: oauth.clientSecret,
        grant_type: 'refresh_token',
        refresh_token: sealer.open(refreshToken, purposeOf(slackId, 'refreshToken')),
      });
      const { access_token: token, refresh_token: next, expires_in: seconds } = answer;
      if (!token || !next || !seconds) throw new Error('Slack answered without new tokens.');
      const { count } = await prisma.installation.updateMany({
        where: { id, refreshToken },
        data: {
          botToken: sealer.seal(token, purposeOf(slackId, 'botToken')),
          refreshToken: sealer.seal(next, purposeOf(slackId, 'refreshToken')),
          expiresAt: new Date(clock.now().getTime() + seconds * 1000),
          renewingUntil: null,
        },
      });
      // Installed anew or removed meanwhile: what was written then stands.
      if (count === 1) log.info({ installation: slackId }, 'A token was renewed');
    } catch (error) {
      await recordFailure(installation, error);
    }
  }

  async function recordFailure(installation: Installation, error: unknown): Promise<void> {
    const { slackId } = installation;
    const code = error instanceof WebAPIPlatformError ? String(error.data.error) : null;
    const isFinal = code !== null && !['internal_error', 'fatal_error', 'ratelimited'].includes(code);
    if (!isFinal) {
      log.warn({ installation: slackId, err: error }, triedInVain);
      return pauseLease(installation, 5);
    }
    if (msLeft(installation) <= 0) return deps.onLost(installation, code);
    log.error(
      { installation: slackId, because: code, expiresAt: installation.expiresAt },
      'Slack does not renew the token: install the app in this workspace again before it expires',
    );
    await pauseLease(installation, refusedPauseSeconds);
  }

  function tryToRenew(installation: Installation): Promise<void> {
    const { refreshToken } = installation;
    const trying = async () => {
      if (refreshToken !== null && (await takeLease(installation))) await renew(installation, refreshToken);
    };
    const done = trying().finally(() => renewing.delete(done));
    renewing.add(done);
    return done;
  }

  /** The token has expired: whoever holds the lease is waited for, or succeeded. */
  async function successorOf(expired: Installation): Promise<Installation> {
    const until = performance.now() + waitAtMostMs;
    let installation: Installation | null = expired;
    while (performance.now() < until) {
      await tryToRenew(installation);
      installation = await prisma.installation.findUnique({ where: { id: expired.id } });
      if (!installation || installation.botToken === null) break;
      if (msLeft(installation) > 0) return installation;
      await wait(lookEveryMs);
    }
    throw new TokenBeingRenewed();
  }

  function renewBeside(installation: Installation): void {
    void tryToRenew(installation).catch((error: unknown) =>
      log.warn({ installation: installation.slackId, err: error }, triedInVain),
    );
  }

  return {
    tokenOf: async (installation) => {
      let current = installation;
      if (msLeft(current) <= 0) current = await successorOf(current);
      else if (msLeft(current) < renewBeforeMs) renewBeside(current);
      if (current.botToken === null) throw new TokenBeingRenewed();
      return sealer.open(current.botToken, purposeOf(current.slackId, 'botToken'));
    },
    renewAllSoon: async () => {
      const soon = new Date(clock.now().getTime() + renewBeforeMs);
      const expiring = await prisma.installation.findMany({
        where: { endedAt: null, expiresAt: { lt: soon } },
        take: 50,
      });
      expiring.forEach(renewBeside);
    },
    stop: async () => void (await Promise.allSettled(renewing)),
  };
}
