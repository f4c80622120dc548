import { sendEvent } from './app-events.ts';
import { teamsOf, uninstall } from './installations.ts';
import type { Local } from './local.ts';
import { installationOf, seenFrom } from './world.ts';

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
  const installation = installationOf(local.world, teamsOf(local, id)[0] ?? id);
  const seen = { ...local, world: seenFrom(local.world, installation) };
  const tokens = { oauth: [], bot: [installation.botUserId] };
  sendEvent(seen, type === 'tokens_revoked' ? { type, tokens } : { type });
}
