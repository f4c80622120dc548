import type { WebClient } from '@slack/web-api';
import type { Side } from '../../core/actor.ts';
import type { Workspace } from '../store/generated/client.ts';
import { question } from './questions.ts';
import type { Turns } from './turns.ts';

/** A person as Slack describes them. */
export interface Profile {
  /** The id Slack goes by now. */
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly enterpriseId: string | null;
  /** A guest of one channel or of several: not one of the organisation's own people. */
  readonly isGuest: boolean;
  readonly isAdmin: boolean;
  readonly isBot: boolean;
  readonly isDeactivated: boolean;
}

/** users.info; null when Slack does not know the id. Other failures are thrown: an unknown actor is refused. */
export async function readProfile(
  client: WebClient,
  turns: Turns,
  slackUserId: string,
): Promise<Profile | null> {
  const answer = await question(turns, 'users.info', () => client.users.info({ user: slackUserId })).catch(
    nullWhen('user_not_found', 'user_not_visible'),
  );
  const user = answer?.user;
  if (!user) return null;
  return {
    id: user.id ?? slackUserId,
    teamId: user.team_id ?? '',
    enterpriseId: user.enterprise_user?.enterprise_id ?? null,
    isGuest: Boolean(user.is_restricted || user.is_ultra_restricted),
    name: user.profile?.real_name || user.real_name || user.profile?.display_name || user.name || slackUserId,
    timeZone: user.tz ?? 'UTC',
    isAdmin: Boolean(user.is_admin || user.is_owner || user.is_primary_owner),
    isBot: Boolean(user.is_bot) || slackUserId === 'USLACKBOT',
    isDeactivated: Boolean(user.deleted),
  };
}

/**
 * The vendor's people are those of the workspace itself and, in an Enterprise Grid, of the workspaces beside it.
 * Their guests are not: a contractor or a partner's person may be one. They are nobody until somebody gives them a
 * role at a partner, as with people of an organisation nobody knows.
 */
export function sideOf(profile: Profile, workspace: Workspace): Side {
  const { slackTeamId, slackEnterpriseId } = workspace;
  const isTheirs =
    profile.teamId === slackTeamId ||
    (slackEnterpriseId !== null && profile.enterpriseId === slackEnterpriseId);
  return isTheirs && !profile.isGuest ? 'vendor' : 'partner';
}

/** What the promise gives, or a rejection when that takes longer. */
export function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** For a rejected call: null when Slack answered with one of these codes, else thrown again. */
export function nullWhen(...codes: readonly string[]) {
  return (error: unknown): null => {
    const code = (error as { data?: { error?: string } }).data?.error;
    if (code && codes.includes(code)) return null;
    throw error;
  };
}
