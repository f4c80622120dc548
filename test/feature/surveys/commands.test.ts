import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publish } from '../../../src/features/playbook/public.ts';
import { cast } from '../../../src/sandbox/seed-world.ts';
import { channels } from '../../support/app.ts';
import { type Programme, startProgramme, winDeal } from './programme.ts';

/** The sample with its post-deal survey told to managers only, and the pulse opened by hand. */
function amended(): string {
  return readFileSync('playbooks/partner-programme.yaml', 'utf8')
    .replace('visibility: named', 'visibility: managers')
    .replace(/trigger: \{ ?on: monthly[^}]*\}/, 'trigger: {on: manual}');
}

describe('surveys by command', () => {
  let programme: Programme;
  beforeAll(async () => {
    programme = await startProgramme();
    const publication = {
      source: amended(),
      filename: 'p.yaml',
      publishedBy: 'Maya Chen',
      reason: 'A trial',
    };
    await programme.tandem.work((work) => publish(work, publication));
  });
  afterAll(() => programme.tandem.stop());

  test('before the first one, the list says when surveys come', async () => {
    const { diego } = programme.tandem.people;
    await diego.mention(channels.shared, 'survey');
    expect(diego.reads(await diego.hears('has had no survey yet'))).toContain('when the deal is won');
  });

  test('a manager opens one by hand, once; a wrong name gets a suggestion; a partner may not', async () => {
    const { tandem } = programme;
    const { maya, diego } = tandem.people;
    await maya.command('/partner survey open montly-pulse', { channel: channels.shared });
    await maya.hears('Did you mean “monthly-pulse”?');
    await maya.command('/partner survey open post-deal', { channel: channels.shared });
    await maya.hears('opens by itself in a deal’s thread');
    await diego.mention(channels.shared, 'survey open monthly-pulse');
    await diego.hears('You can’t open a survey here');
    await maya.command('/partner survey open monthly-pulse', { channel: channels.shared });
    await maya.hears('Opened: survey 1, “Monthly pulse”');
    await maya.command('/partner survey open monthly-pulse', { channel: channels.shared });
    await maya.hears('is open already: survey 1');
    expect(
      await tandem.work((work) => work.tx.survey.count({ where: { workspaceId: work.workspaceId } })),
    ).toBe(1);
  });

  test('a mention answered with the form’s button leads a partner to the form', async () => {
    const { diego } = programme.tandem.people;
    await diego.mention(channels.shared, 'survey answer 1');
    await programme.tandem.settled();
    await diego.press('Open the form');
    await diego.until(() => diego.modal());
    await diego.close();
  });

  test('the Home tab of someone who is asked has the survey until it is answered', async () => {
    const { tandem } = programme;
    const { maya } = tandem.people;
    await winDeal(programme, 'Secret');
    await maya.openHome();
    await tandem.settled();
    const home = maya.home();
    expect(home && maya.reads(home)).toContain('Surveys waiting for your answer');
    await maya.press('Answer all questions');
    await maya.until(() => maya.modal());
    maya.fill({
      'How well did we work together on this deal?': '2',
      'How easy was it to get what you needed from the other side?': '6',
      'What decided the deal in our favour?': 'The price',
      'How likely are you to recommend working with the other side to a colleague?': '3',
      'What would have made this deal faster or better?': 'Fewer meetings',
    });
    expect(await maya.submit()).toEqual({});
    await tandem.settled();
    const after = maya.home();
    expect(after && maya.reads(after)).not.toContain('Surveys waiting for your answer');
  });

  test('for managers only: they read names at any time, others get no more than that it closed', async () => {
    const { tandem } = programme;
    const { maya, diego } = tandem.people;
    await maya.command('/partner survey results 2', { channel: channels.shared });
    expect(maya.reads(await maya.hears('so far; it is still open'))).toContain('Maya Chen: Fewer meetings');
    await diego.mention(channels.shared, 'survey results 2');
    await diego.hears('are posted when it closes');
    await tandem.advance('week');
    await tandem.advance('day');
    await diego.mention(channels.shared, 'survey results 2');
    await tandem.settled();
    const read = diego.sees(channels.shared).map(diego.reads).join('\n');
    expect(read).toContain('Results: After a won deal');
    expect(read).toContain('Your partner manager sees the answers');
    expect(read).not.toContain('Fewer meetings');
    expect(read).not.toContain('2 of 5');
    const managers = maya.dm().map(maya.reads).join('\n');
    expect(managers).toContain('Maya Chen: Fewer meetings');
  });

  test('to another partner’s people neither the survey nor its results exist', async () => {
    const { tandem } = programme;
    const { sam } = tandem.people;
    const survey = await tandem.work(async (work) => {
      const partner = await work.tx.partner.findFirstOrThrow({ where: { workspaceId: work.workspaceId } });
      const other = await work.tx.partner.create({
        data: { ...partner, id: work.newId(), name: 'Northwind', nameKey: 'northwind' },
      });
      await work.tx.person.updateMany({
        where: { workspaceId: work.workspaceId, slackUserId: cast.sam },
        data: { partnerId: other.id },
      });
      return work.tx.survey.findFirstOrThrow({ where: { workspaceId: work.workspaceId, number: 2 } });
    });
    await sam.mention(channels.shared, 'survey results 2');
    await sam.hears('There is no survey 2');
    await sam.mention(channels.shared, `survey answer ${survey.number}`);
    await tandem.settled();
    expect(sam.modal()).toBeNull();
    await sam.mention(channels.shared, 'survey results two');
    await sam.hears('Say which survey by its number');
  });
});
