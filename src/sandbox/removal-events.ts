import { sendEvent } from './app-events.ts';
import { isOrgWideIn, teamsOf, uninstall } from './installations.ts';
import type { Local } from './local.ts';
import { installationOf, must, seenFrom } from './world.ts';

/** Takes the app away from a workspace or an organisation; unless `isHeard`, the app finds out by itself. */
export function removeApp(local: Local, id: string, isHeard: boolean): void {
  if (isHeard) {
    // Slack sends both; which comes first is not promised.
    sendRemoval(local, id, 'tokens_revoked');
    sendRemoval(local, id, 'app_uninstalled');
  }
  // Before either has arrived.
  uninstall(local, id);
}

export function sendRemoval(local: Local, id: string, type: 'app_uninstalled' | 'tokens_revoked'): void {
  // Of an organisation’s workspaces one that has nothing but the organisation’s installation.
  const teamId = teamsOf(local, id).find((team) => team === id || isOrgWideIn(local, team));
  const installation = installationOf(local.world, teamId ?? id);
  const seen = { ...local, world: seenFrom(local.world, installation) };
  const tokens = { oauth: [], bot: [installation.botUserId] };
  sendEvent(seen, type === 'tokens_revoked' ? { type, tokens } : { type });
}

/** An organisation's admins take a workspace from the app, or give it back; unless `isHeard`, the app finds out by itself. */
export function changeAccess(local: Local, teamId: string, isGranted: boolean, isHeard: boolean): void {
  const { withdrawn } = local.installs;
  if (isGranted) withdrawn.delete(teamId);
  else withdrawn.add(teamId);
  must(local.world.data.teams[teamId], 'team').hasApp = isGranted;
  if (!isHeard) return;
  const seen = { ...local, world: seenFrom(local.world, installationOf(local.world, teamId)) };
  sendEvent(seen, {
    type: isGranted ? 'team_access_granted' : 'team_access_revoked',
    team_ids: [teamId],
  });
}
