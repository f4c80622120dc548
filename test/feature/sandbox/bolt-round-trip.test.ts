import type { App, BlockAction, SlashCommand } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { actAs } from '../../../src/sandbox/person.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Running, runBoltApp } from './bolt-app.ts';

let running: Running;
afterEach(() => running.stop());

const dealModal = {
  type: 'modal' as const,
  callback_id: 'deal',
  title: { type: 'plain_text' as const, text: 'New deal' },
  submit: { type: 'plain_text' as const, text: 'Save' },
  blocks: [
    {
      type: 'input',
      block_id: 'customer',
      label: { type: 'plain_text', text: 'Customer' },
      element: { type: 'plain_text_input', action_id: 'customer' },
    },
    {
      type: 'input',
      block_id: 'stage',
      label: { type: 'plain_text', text: 'Stage' },
      element: {
        type: 'static_select',
        action_id: 'stage',
        options: [
          { text: { type: 'plain_text', text: 'Won' }, value: 'won' },
          { text: { type: 'plain_text', text: 'Lost' }, value: 'lost' },
        ],
      },
    },
  ],
};

function approvable(text: string) {
  return [
    { type: 'section', text: { type: 'mrkdwn', text } },
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'approve',
          value: 'step-1',
          text: { type: 'plain_text', text: 'Approve' },
        },
      ],
    },
  ];
}

describe('a Bolt app in Socket Mode on the local Slack', () => {
  it('opens a modal from a command, shows errors in place, and closes it on success', async () => {
    const commands: SlashCommand[] = [];
    running = await runBoltApp((app: App) => {
      app.command('/partner', async ({ ack, body, client }) => {
        commands.push(body);
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: dealModal });
      });
      app.view('deal', async ({ ack, view, body, client }) => {
        const customer = view.state.values.customer?.customer?.value ?? '';
        if (customer.length < 3) {
          await ack({ response_action: 'errors', errors: { customer: 'Give the full name.' } });
          return;
        }
        await ack();
        const stage = view.state.values.stage?.stage?.selected_option?.value;
        await client.chat.postMessage({
          channel: cast.shared,
          text: `${body.user.name} saved ${customer} as ${stage}`,
        });
      });
    });
    const maya = actAs(running.sandbox, cast.maya);
    await maya.command('/partner deal for @Diego Santos', { channel: '#brightpath-lumen' });
    expect(commands[0]).toMatchObject({
      team_id: cast.lumen,
      user_id: cast.maya,
      channel_id: cast.shared,
      channel_name: 'brightpath-lumen',
      text: `deal for <@${cast.diego}|diego.santos>`,
    });
    const modal = await maya.until(() => maya.modal());
    expect(modal.title).toBe('New deal');

    expect(await maya.submit()).toEqual({
      Customer: 'Please complete this required field.',
      Stage: 'Please complete this required field.',
    });
    maya.fill({ Customer: 'Ac', Stage: 'Won' });
    expect(await maya.submit()).toEqual({ Customer: 'Give the full name.' });
    maya.fill({ Customer: 'Acme' });
    expect(await maya.submit()).toEqual({});
    expect(maya.modal()).toBeNull();
    const diego = actAs(running.sandbox, cast.diego);
    await diego.hears('maya.chen saved Acme as won', { channel: '#brightpath-lumen' });
  });

  it('lets an external person press a button, says who acted, and updates the message', async () => {
    const presses: BlockAction[] = [];
    running = await runBoltApp((app) => {
      app.action('approve', async ({ ack, body, client, respond }) => {
        await ack();
        if (body.type !== 'block_actions' || !body.message || !body.channel) throw new Error('not a button');
        presses.push(body);
        await client.chat.update({
          channel: body.channel.id,
          ts: body.message.ts,
          text: 'Approved',
          blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Approved*' } }],
        });
        await respond({ text: 'Thank you!', response_type: 'ephemeral', replace_original: false });
      });
    });
    const { client, sandbox } = running;
    const posted = await client.chat.postMessage({
      channel: cast.shared,
      text: 'Please approve',
      blocks: approvable('Please approve'),
    });
    const diego = actAs(sandbox, cast.diego);
    await diego.press('Approve');
    await diego.until(() => diego.ephemerals('#brightpath-lumen').length === 1);
    expect(presses[0]).toMatchObject({
      team: { id: cast.lumen },
      user: { id: cast.diego, team_id: cast.brightpath },
      container: { type: 'message', message_ts: posted.ts, channel_id: cast.shared, is_ephemeral: false },
      channel: { id: cast.shared, name: 'brightpath-lumen' },
      actions: [{ type: 'button', action_id: 'approve', value: 'step-1' }],
    });
    expect(diego.sees(cast.shared).map((message) => diego.reads(message))).toContain('*Approved*');
    const aiko = actAs(sandbox, cast.aiko);
    expect(aiko.ephemerals(cast.shared)).toEqual([]);
    await expect(aiko.press('Approve')).rejects.toThrow('Nothing called “Approve” is to be seen');
  });

  it('tells the app of an external mention by its authorization, whatever the outer team says', async () => {
    const heard: unknown[] = [];
    running = await runBoltApp((app) => {
      app.event('app_mention', async ({ event, body, context, say }) => {
        heard.push({
          text: event.text,
          outer: body.team_id,
          shared: body.is_ext_shared_channel,
          team: context.teamId,
        });
        await say({ text: `Done, <@${event.user}>`, thread_ts: event.ts });
      });
    });
    const aiko = actAs(running.sandbox, cast.aiko);
    const said = await aiko.mention(
      '#brightpath-lumen',
      'done deck <!channel> see https://example.com/a?b=1&c=2',
    );
    const answer = await aiko.hears('Done, @Aiko Tanaka');
    expect(answer.threadTs).toBe(said.ts);
    expect(heard).toEqual([
      {
        text: `<@${cast.tandem}> done deck &lt;!channel&gt; see <https://example.com/a?b=1&amp;c=2>`,
        outer: cast.brightpath,
        shared: true,
        team: cast.lumen,
      },
    ]);
  });

  it('gives a partner no slash command until their organisation has the app', async () => {
    const teams: string[] = [];
    running = await runBoltApp((app) => {
      app.command('/partner', async ({ ack, body }) => {
        teams.push(body.team_id);
        await ack({ text: `Hello *${body.user_name}*` });
      });
    });
    const diego = actAs(running.sandbox, cast.diego);
    const channel = '#brightpath-lumen';
    await expect(diego.command('/partner help', { channel })).rejects.toThrow(
      '/partner is not a valid command.',
    );
    running.sandbox.controls.installPartner(cast.brightpath);
    await diego.command('/partner help', { channel });
    expect(teams).toEqual([cast.brightpath]);
    expect(diego.ephemerals(channel).map((message) => message.text)).toEqual(['Hello *diego.santos*']);
    expect(actAs(running.sandbox, cast.maya).sees(channel).at(-1)?.text).not.toContain('Hello');
  });

  it('publishes a Home tab and redraws a modal under the hand', async () => {
    running = await runBoltApp((app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({
          user_id: event.user,
          view: { type: 'home', blocks: approvable('Your partners') },
        });
      });
      app.action('approve', async ({ ack, body, client }) => {
        await ack();
        if (body.type !== 'block_actions') return;
        await client.views.open({
          trigger_id: body.trigger_id,
          view: { ...dealModal, notify_on_close: true },
        });
      });
      app.view({ callback_id: 'deal', type: 'view_closed' }, async ({ ack, client, body }) => {
        await ack();
        await client.chat.postMessage({ channel: body.user.id, text: 'Another time, then.' });
      });
    });
    const maya = actAs(running.sandbox, cast.maya);
    await maya.openHome();
    await maya.until(() => maya.home());
    await maya.press('Approve', 'home');
    await maya.until(() => maya.modal());
    await maya.close();
    await maya.hears('Another time, then.', { channel: 'dm' });
    expect(maya.dm()).toHaveLength(1);
    await expect(actAs(running.sandbox, cast.sam).openHome()).rejects.toThrow('no Home tab');
  });
});
