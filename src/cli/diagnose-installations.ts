import type { OAuthApp } from '../platform/config.ts';
import { findRefusal } from '../platform/installations/find-refusal.ts';
import { createSealer, purposeOf, type Sealer, Unsealable } from '../platform/installations/seal.ts';
import { readManifest } from '../platform/slack/manifest.ts';
import type { Installation, PrismaClient } from '../platform/store/generated/client.ts';
import { type Finding, ill, well } from './finding.ts';

/** So many are looked at, oldest first; the rest are counted. Each costs a call to Slack. */
const mostLookedAt = 50;

/** Whether each installation's token can be read and is taken by Slack, and what may be done with it. */
export async function diagnoseInstallations(
  prisma: PrismaClient,
  { tokenKeys }: OAuthApp,
  slackApiUrl: string | undefined,
): Promise<Finding[]> {
  const running = { endedAt: null };
  const count = await prisma.installation.count({ where: running });
  if (count === 0)
    return [well('Installations', 'none yet: open /slack/install on your public address to add the app')];
  const sealer = createSealer(tokenKeys);
  const findings: Finding[] = [];
  for (const each of await prisma.installation.findMany({
    where: running,
    orderBy: { installedAt: 'asc' },
    take: mostLookedAt,
  }))
    findings.push(await diagnoseInstallation(each, sealer, slackApiUrl));
  const rest = count - findings.length;
  return rest === 0 ? findings : [...findings, well('Installations', `${rest} more, not looked at`)];
}

async function diagnoseInstallation(
  { name, slackId, isOrgWide, botToken, scopes: granted }: Installation,
  sealer: Sealer,
  slackApiUrl: string | undefined,
): Promise<Finding> {
  const what = `Installation in ${name} (${slackId}${isOrgWide ? ', organisation-wide' : ''})`;
  try {
    const token = sealer.open(botToken ?? '', purposeOf(slackId, 'botToken'));
    const refusal = await findRefusal(token, slackApiUrl);
    // One that has expired is renewed by the running app.
    if (refusal !== null && refusal !== 'token_expired')
      return ill(what, `Slack says ${refusal}`, 'Install the app there again, at /slack/install.');
    const { scopes, optionalScopes } = readManifest();
    const missing = scopes.filter((scope) => !granted.includes(scope) && !optionalScopes.includes(scope));
    return missing.length === 0
      ? well(what, 'its token is well, and everything needed is granted')
      : ill(what, `missing: ${missing.join(', ')}`, 'Install the app there again, at /slack/install.');
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return ill(
      what,
      words,
      error instanceof Unsealable
        ? 'See “Changing the keys of stored tokens” in docs/operations.md.'
        : 'Check that this machine can reach Slack, then run this again.',
    );
  }
}
