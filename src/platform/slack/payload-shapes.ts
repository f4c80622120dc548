import { z } from 'zod';

/** What is read of Slack's payloads, by kind (https://docs.slack.dev/reference/interaction-payloads). The rest is let be. */

const id = z.string().min(1).max(64);
const maybeId = id.nullish().transform((value) => value ?? null);
const loose = z.record(z.string(), z.unknown());

/** What tells the kinds apart: a command names itself, everything else its type. */
export const kindOf = z.object({ type: z.string().optional(), command: z.string().optional() });

export const command = z.object({
  command: z.string(),
  team_id: id,
  enterprise_id: maybeId,
  user_id: id,
  channel_id: id,
  trigger_id: id,
  text: z.string().default(''),
});

export const view = z.object({
  id,
  type: z.string(),
  callback_id: z.string().max(255).default(''),
  hash: z.string().default(''),
  private_metadata: z.string().max(3000).default(''),
  app_installed_team_id: maybeId,
  state: z.object({ values: z.record(z.string(), z.record(z.string(), loose)) }).optional(),
});

const user = z.object({ id, team_id: maybeId });
/** Null where the app is installed for a whole organisation. */
const team = z.object({ id, enterprise_id: maybeId }).nullish();
const enterprise = z.object({ id }).nullish();
/** The installation and the person of an interaction. */
const where = { team, enterprise, user };

export const blockActions = z.object({
  type: z.literal('block_actions'),
  ...where,
  trigger_id: maybeId,
  container: z.object({ type: z.string(), channel_id: maybeId, message_ts: maybeId, thread_ts: maybeId }),
  channel: z.object({ id }).nullish(),
  message: z.object({ thread_ts: maybeId, user: maybeId }).nullish(),
  view: view.nullish(),
  actions: z
    .array(
      loose.and(
        z.object({
          action_id: z.string().max(255),
          block_id: z.string().max(255).default(''),
          action_ts: z.string().max(64).default(''),
        }),
      ),
    )
    .min(1),
});

export const viewPayload = z.object({
  type: z.enum(['view_submission', 'view_closed']),
  ...where,
  trigger_id: maybeId,
  view,
});

export const shortcut = z.object({
  type: z.enum(['shortcut', 'message_action']),
  ...where,
  callback_id: z.string().max(255),
  trigger_id: id,
  channel: z.object({ id }).nullish(),
  message: z.object({ ts: maybeId, thread_ts: maybeId }).nullish(),
});

export const blockSuggestion = z.object({
  type: z.literal('block_suggestion'),
  ...where,
  action_id: z.string().max(255),
  value: z.string().max(255).default(''),
  container: z.object({ channel_id: maybeId }).nullish(),
  channel: z.object({ id }).nullish(),
  view: view.nullish(),
});

export const eventCallback = z.object({
  type: z.literal('event_callback'),
  event_id: id,
  team_id: maybeId,
  api_app_id: maybeId,
  authorizations: z.array(z.object({ team_id: maybeId, enterprise_id: maybeId })).default([]),
  event: loose.and(z.object({ type: z.string() })),
});
