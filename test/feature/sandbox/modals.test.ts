import type { ViewSubmitAction } from '@slack/bolt';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { actAs } from '../../../src/sandbox/person.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { type Running, runBoltApp } from './bolt-app.ts';

let running: Running;
afterEach(() => running.stop());

const plain = (text: string) => ({ type: 'plain_text' as const, text });

function modal(title: string, blocks: { type: string }[]) {
  return { type: 'modal' as const, callback_id: title, title: plain(title), submit: plain('Send'), blocks };
}

function input(label: string, element: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return {
    type: 'input',
    block_id: label,
    label: plain(label),
    element: { action_id: 'v', ...element },
    ...more,
  };
}

const steps = ['Kickoff deck', 'Sandbox access'].flatMap((name, index) => [
  { type: 'section', text: { type: 'mrkdwn', text: `*${name}*` } },
  { type: 'actions', elements: [{ type: 'button', action_id: `done:${index}`, text: plain('Done') }] },
]);

describe('modals', () => {
  it('brings every kind of input back as Slack shapes it, to an external person’s submission', async () => {
    let submitted: ViewSubmitAction | undefined;
    running = await runBoltApp((app) => {
      app.action(/^done:/, async ({ ack, body, client }) => {
        await ack();
        if (body.type !== 'block_actions') return;
        const action = body.actions[0];
        await client.views.open({
          trigger_id: body.trigger_id,
          view: modal(action?.action_id ?? '', [
            input('Story', { type: 'plain_text_input', multiline: true, max_length: 20 }),
            input('Day', { type: 'datepicker' }),
            input(
              'Hours',
              { type: 'number_input', is_decimal_allowed: false, min_value: '1' },
              { optional: true },
            ),
            input('Who', { type: 'multi_users_select' }),
            input('Proof', { type: 'file_input', max_files: 2 }),
            input('Parts', {
              type: 'checkboxes',
              options: ['Slides', 'Demo'].map((name) => ({ text: plain(name), value: name.toLowerCase() })),
            }),
          ]),
        });
      });
      app.view(/.*/, async ({ ack, body }) => {
        if (body.type === 'view_submission') submitted = body;
        await ack();
      });
    });
    await running.client.chat.postMessage({ channel: cast.shared, text: 'Steps', blocks: steps });
    const aiko = actAs(running.sandbox, cast.aiko);
    await aiko.press('Done', { near: 'Sandbox access' });
    expect((await aiko.until(() => aiko.modal())).title).toBe('done:1');
    aiko.fill({
      Story: 'A much too long story',
      Hours: '0',
      Day: '2026-03-05',
      Who: ['Aiko Tanaka', 'Sam Rivera'],
    });
    expect(await aiko.submit()).toEqual({
      Story: 'This entry is longer than 20 characters.',
      Hours: 'Please enter a number of at least 1.',
      Proof: 'Please complete this required field.',
      Parts: 'Please complete this required field.',
    });
    aiko.fill({ Story: 'Short', Hours: '', Proof: 'deck.pdf', Parts: 'Demo' });
    expect(await aiko.submit()).toEqual({});
    expect(submitted).toMatchObject({
      team: { id: cast.brightpath },
      user: { id: cast.aiko, team_id: cast.brightpath },
      view: { app_installed_team_id: cast.lumen, callback_id: 'done:1' },
    });
    expect(submitted?.view.state.values).toMatchObject({
      Story: { v: { type: 'plain_text_input', value: 'Short' } },
      Day: { v: { selected_date: '2026-03-05' } },
      Hours: { v: { value: null } },
      Who: { v: { selected_users: [cast.aiko, cast.sam] } },
      Proof: { v: { type: 'file_input', files: [{ name: 'deck.pdf', user: cast.aiko }] } },
      Parts: { v: { selected_options: [{ value: 'demo' }] } },
    });
  });

  it('stacks, updates and clears modals, keeps what was typed, and refuses a stale hash', async () => {
    const outcomes: unknown[] = [];
    const name = input('Name', { type: 'plain_text_input' });
    const buttons = {
      type: 'actions',
      elements: ['more', 'deeper'].map((id) => ({ type: 'button', action_id: id, text: plain(id) })),
    };
    running = await runBoltApp((app) => {
      app.command('/partner', async ({ ack, body, client }) => {
        await ack();
        await client.views.open({ trigger_id: body.trigger_id, view: modal('First', [name, buttons]) });
      });
      app.action('more', async ({ ack, body, client }) => {
        await ack();
        if (body.type !== 'block_actions' || !body.view) return;
        const { id, hash } = body.view;
        const view = modal('Changed', [name, { type: 'divider' }, buttons]);
        await client.views.update({ view_id: id, hash, view });
        await client.views
          .update({ view_id: id, hash, view })
          .catch((error) => outcomes.push(error.data.error));
      });
      app.action('deeper', async ({ ack, body, client }) => {
        await ack();
        if (body.type !== 'block_actions') return;
        await client.views.push({ trigger_id: body.trigger_id, view: modal('Second', [name]) });
      });
      app.view('Second', ({ ack }) => ack({ response_action: 'update', view: modal('Third', [name]) }));
      app.view('Third', ({ ack }) => ack({ response_action: 'clear' }));
      app.view('Changed', async ({ ack, view }) => {
        outcomes.push(view.state.values.Name?.v?.value);
        await ack({ response_action: 'errors', errors: { Nobody: 'knows this block' } });
      });
    });
    const maya = actAs(running.sandbox, cast.maya);
    await maya.command('/partner');
    await maya.until(() => maya.modal());
    maya.fill({ Name: 'Acme' });
    await maya.press('more');
    await vi.waitFor(() => expect(outcomes).toEqual(['hash_conflict']));
    expect(maya.modal()?.title).toBe('Changed');

    await expect(maya.submit()).rejects.toThrow('We had some trouble connecting');
    expect(outcomes).toEqual(['hash_conflict', 'Acme']);
    expect(running.sandbox.controls.blockFaults()).toEqual(['view_submission: no input block called Nobody']);

    await maya.press('deeper');
    expect(await maya.until(() => maya.modal()?.title === 'Second' && maya.modal())).toMatchObject({
      depth: 1,
    });
    maya.fill({ Name: 'x' });
    await maya.submit();
    expect(maya.modal()?.title).toBe('Third');
    maya.fill({ Name: 'y' });
    await maya.submit();
    expect(maya.modal()).toBeNull();
  });
});
