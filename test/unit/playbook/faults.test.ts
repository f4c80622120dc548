import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePlaybook } from '../../../src/features/playbook/public.ts';
import { formatFault } from '../../../src/features/playbook/schema/faults.ts';

const sample = readFileSync('playbooks/partner-programme.yaml', 'utf8');

function faultsOf(source: string): readonly string[] {
  const parsed = parsePlaybook(source, 'p.yaml');
  return parsed.ok ? [] : parsed.faults.map(formatFault);
}

/** The sample with one passage replaced, and where `at` then stands in it, counted from 1. */
function edited(passage: string, replacement: string, at: string) {
  expect(sample.split(passage).length, `the sample holds “${passage}” once`).toBe(2);
  const source = sample.replace(passage, () => replacement);
  expect(replacement).toContain(at);
  const start = sample.indexOf(passage) + replacement.indexOf(at);
  const before = source.slice(0, start).split('\n');
  return { source, place: `${before.length}:${(before.at(-1)?.length ?? 0) + 1}` };
}

test('the sample has no faults', () => {
  expect(faultsOf(sample)).toEqual([]);
});

test('who says nothing of practical capacity has Kaplan and Anderson’s 80 %', () => {
  const parsed = parsePlaybook(sample.replace(/\n *practicalCapacity:.*/, ''), 'p.yaml');
  if (!parsed.ok) throw new Error(parsed.faults.map(formatFault).join('\n'));
  expect(parsed.playbook.measures.activities?.practicalCapacity).toBe(0.8);
});

test('who says nothing of monthly scorecards, or only half, has them at ten on the first working day', () => {
  const monthlyOf = (words: string) => {
    const parsed = parsePlaybook(sample.replace(/\n {2}monthly: \{ workingDay.*/, words), 'p.yaml');
    return parsed.ok ? parsed.playbook.scorecards.monthly : null;
  };
  expect(monthlyOf('')).toEqual({ workingDay: 1, at: '10:00' });
  expect(monthlyOf('\n  monthly: { workingDay: 3 }')).toEqual({ workingDay: 3, at: '10:00' });
  expect(monthlyOf('\n  monthly: { at: "08:30" }')).toEqual({ workingDay: 1, at: '08:30' });
  const parsed = parsePlaybook(sample.replace(/\nscorecards:\n(?: {2}.*\n)*/, '\n'), 'p.yaml');
  expect(parsed.ok && parsed.playbook.scorecards).toEqual({ monthly: { workingDay: 1, at: '10:00' } });
});

test('a fault is written as a compiler writes it', () => {
  expect(faultsOf(sample.replace('due: +22', 'due: soon'))).toEqual([
    'p.yaml:473:14  gates[2].steps[0].due: expected a number of working days like "+5", got "soon"',
  ]);
});

type Case = readonly [what: string, passage: string, replacement: string, at: string, fault: string];

const shapes: readonly Case[] = [
  [
    'an empty value',
    'due: +22',
    'due:',
    'due:',
    'gates[2].steps[0].due: expected a number of working days like "+5", got nothing',
  ],
  [
    'two accountable owners',
    'owner: vendor.support',
    'owner: [vendor.support, vendor.manager]',
    '[vendor',
    'gates[0].steps[3].owner: expected the seat that is accountable such as partner.technical, got a list',
  ],
  [
    'a review without a reviewer',
    'review: vendor.trainer\n        after: [orientation]',
    'review: true\n        after: [orientation]',
    'true',
    'gates[1].steps[0].review: expected the seat that reviews such as vendor.reviewer, got true',
  ],
  [
    'an unknown key',
    'currency: EUR',
    'currency: EUR\n  curency: EUR',
    'curency',
    'programme.curency: unknown key; did you mean "currency"?',
  ],
  [
    'text that Slack has no room for',
    'title: Hold the kickoff meeting',
    `title: ${'x'.repeat(90)}`,
    'xxx',
    'gates[0].steps[0].title: expected at most 75 characters, got 90',
  ],
  [
    'a kind of evidence that does not exist',
    'evidence: { kind: none }',
    'evidence: { kind: photo }',
    'photo',
    'gates[0].steps[3].evidence.kind: expected evidence with a kind: none, text, link, file, quiz, got "photo"',
  ],
  [
    'a key of another kind of evidence',
    'evidence: { kind: none }',
    'evidence: { kind: none, passMark: 80% }',
    'passMark',
    'gates[0].steps[3].evidence.passMark: unknown key; the keys here are kind',
  ],
  [
    'a kind of question that does not exist',
    'kind: nps',
    'kind: stars',
    'stars',
    'surveys[0].questions[3].kind: expected a question with a kind: rating, choice, multiple, nps, text, got "stars"',
  ],
  [
    'a number outside its limits',
    'max: 5\n        lowLabel: Badly',
    'max: 50\n        lowLabel: Badly',
    '50',
    'surveys[0].questions[0].max: expected the highest rating, between 2 and 10, got 50',
  ],
  [
    'a measure on another scale than its own',
    '        max: 7\n',
    '        max: 7\n        measures: satisfaction\n',
    'satisfaction',
    'surveys[0].questions[4].measures: satisfaction is measured from 1 to 5, and this goes to 7',
  ],
  [
    'an end of a scale that is none',
    '        max: 7\n',
    '        max: 7\n        better: seven\n',
    'seven',
    'surveys[0].questions[4].better: expected high or low, got "seven"',
  ],
  [
    'a word where true or false is asked',
    '      - key: decisive\n',
    '      - key: decisive\n        required: yes\n',
    'yes',
    'surveys[0].questions[1].required: expected true or false, got "yes"',
  ],
  [
    'an unknown time zone',
    '  timeZone: Europe/Berlin\n',
    '  timeZone: Europe/Berln\n',
    'Europe/Berln',
    'programme.timeZone: expected a time zone of the IANA list such as "Europe/Berlin", got "Europe/Berln"',
  ],
  [
    'a date that is none',
    'date: 2026-12-24',
    'date: 2026-13-24',
    '2026',
    'programme.holidays[0].date: expected a date such as 2026-12-24, got "2026-13-24"',
  ],
  [
    'a link that is none',
    '"https://partners.lumen.example/kb"',
    '"javascript:alert(1)"',
    '"javascript',
    'gates[1].steps[7].resources[0].url: expected a web address that begins with https://, got "javascript:alert(1)"',
  ],
  [
    'a quarterly pack on a day on which the quarter may not be over',
    'workingDay: 5',
    'workingDay: 1',
    '1',
    'scorecards.quarterly.workingDay: expected a working day of the new quarter, from 2 to 30, got 1',
  ],
  [
    'a quarterly pack without a time',
    '    at: "10:00"\n    reviewedAt',
    '    at: ten\n    reviewedAt',
    'ten',
    'scorecards.quarterly.at: expected a time of day such as "09:00", got "ten"',
  ],
  [
    'a target over all partners of another unit',
    'firstClose: 90 days',
    'firstClose: 3 months',
    '3 months',
    'measures.overall.firstClose: expected a number of days such as 90 days, got "3 months"',
  ],
  [
    'a target over all partners of more than all',
    'activationRate: 60%',
    'activationRate: 160%',
    '160%',
    'measures.overall.activationRate: expected a share such as 60%, got "160%"',
  ],
  [
    'a monthly scorecard on a day after which the next month may begin',
    'monthly: { workingDay: 1,',
    'monthly: { workingDay: 16,',
    '16',
    'scorecards.monthly.workingDay: expected a working day of the new month, from 1 to 15, got 16',
  ],
  [
    'a monthly scorecard at no time of day',
    'monthly: { workingDay: 1, at: "10:00" }',
    'monthly: { workingDay: 1, at: noon }',
    'noon',
    'scorecards.monthly.at: expected a time of day such as "09:00", got "noon"',
  ],
  [
    'a monthly scorecard on a day of the week',
    'monthly: { workingDay: 1, at',
    'monthly: { weekday: 1, at',
    'weekday',
    'scorecards.monthly.weekday: unknown key; the keys here are workingDay, at',
  ],
];

const references: readonly Case[] = [
  [
    'more numbers in the digest’s comparison than fit beside each other',
    / {2}- key: lead_quality\n {4}shownTo: both\n(?:[\s\S]*?shownTo: \w+\n){7}/.exec(sample)?.[0] ?? '',
    (/ {2}- key: lead_quality\n {4}shownTo: both\n(?:[\s\S]*?shownTo: \w+\n){7}/.exec(sample)?.[0] ?? '')
      .replaceAll(/(shownTo: \w+\n)/g, '$1    inDigest: true\n')
      .replace(/true\n$/, 'true # the last\n'),
    'true # the last',
    'metrics[9].inDigest: expected at most 6 numbers besides the win rate in the digest’s comparison, got 7',
  ],
  [
    'an unknown track',
    'tracks: [sales, support]',
    'tracks: [sales, suport]',
    'suport',
    'gates[3].steps[2].tracks[1]: expected the key of a track, got "suport"; did you mean "support"?',
  ],
  [
    'an unknown step',
    'after: [name-the-team]',
    'after: [name-the-tem]',
    'name-the-tem',
    'gates[0].steps[3].after[0]: expected the key of a step, got "name-the-tem"; did you mean "name-the-team"?',
  ],
  [
    'an unknown seat',
    'escalateTo: vendor.manager',
    'escalateTo: vendor.manger',
    'vendor.manger',
    'reminders.escalateTo: expected the key of a seat, got "vendor.manger"; did you mean "vendor.manager"?',
  ],
  [
    'a seat that is not declared',
    'escalateTo: vendor.manager',
    'escalateTo: vendor.finance',
    'vendor.finance',
    'reminders.escalateTo: the seat "vendor.finance" is not declared under seats; add it there or use another',
  ],
  [
    'a survey for unknown seats',
    'audience: [partner.sales, ',
    'audience: [partner.seller, ',
    'partner.seller',
    'surveys[0].audience[0]: expected the key of a seat, got "partner.seller"; did you mean "partner.sales"?',
  ],
  [
    'a key used twice',
    'key: error-handling',
    'key: orientation',
    'orientation',
    'gates[1].steps[5].key: the step "orientation" is already there',
  ],
  [
    'a dependency in a later gate',
    'after: [name-the-team]',
    'after: [ninety-day-plan]',
    'ninety-day-plan',
    'gates[0].steps[3].after[0]: "ninety-day-plan" belongs to a later gate; a step can only wait for steps of its own gate or an earlier one',
  ],
  [
    'a step that waits for itself',
    'after: [support-basics]',
    'after: [support-basics, escalation-drill]',
    'escalation-drill',
    'gates[1].steps[8].after[1]: steps wait for each other in a circle: escalation-drill → escalation-drill',
  ],
  [
    'a reviewer who owns the step',
    'review: vendor.support\n        after: [support-basics]',
    'review: partner.support\n        after: [support-basics]',
    'partner.support',
    'gates[1].steps[8].review: expected a seat other than the owner, got "partner.support"; nobody reviews their own step',
  ],
  [
    'a right answer that is no option',
    'answers: [energy]',
    'answers: [enrgy]',
    'enrgy',
    'gates[0].steps[4].evidence.questions[0].answers[0]: expected the key of an option, got "enrgy"; did you mean "energy"?',
  ],
  [
    'an unknown metric',
    'key: conversion',
    'key: convertion',
    'convertion',
    'metrics[3].key: expected the key of a metric, got "convertion"; did you mean "conversion"?',
  ],
  [
    'a target for an unknown tier',
    'targets: { registered: 10%',
    'targets: { bronze: 10%',
    'bronze',
    'metrics[3].targets.bronze: expected the key of a tier, got "bronze"; there are registered, silver, gold',
  ],
  [
    'a target in another unit',
    'targets: { registered: 10%',
    'targets: { registered: 10 days',
    '10 days',
    'metrics[3].targets.registered: expected a target like 40% for conversion, got "10 days"',
  ],
  [
    'a target of money without a currency',
    '{ registered: "10,000 EUR", silver',
    '{ registered: 10000, silver',
    '10000',
    'metrics[6].targets.registered: expected a target like 50,000 EUR for sourced_revenue, got 10000',
  ],
  [
    'a step for a segment nobody declared',
    'for: { potential: [high] }\n        owner',
    'for: { potentail: [high] }\n        owner',
    'potentail',
    'gates[1].steps[11].for.potentail: expected tier or the key of a segment, got "potentail"; did you mean "potential"?',
  ],
  [
    'a step for an unknown value of a segment',
    'for: { potential: [high] }\n        owner',
    'for: { potential: [hihg] }\n        owner',
    'hihg',
    'gates[1].steps[11].for.potential[0]: expected the key of potential as declared, got "hihg"; did you mean "high"?',
  ],
  [
    'tiers said twice',
    'for: { potential: [high] }\n        owner',
    'tiers: [gold]\n        for: { tier: [silver] }\n        owner',
    'tier: [silver]',
    'gates[1].steps[11].for.tier: the tiers are already under tiers; keep one of the two',
  ],
  [
    'a condition that is neither a milestone nor a number',
    'when: [{ event: deal_registered, within: 30 }]',
    'when: [{ within: 30 }]',
    '{ within: 30 }',
    'gates[1].steps[10].when[0]: expected either event or metric in a condition',
  ],
  [
    'a step that waits for a number partners never see',
    'when: [{ event: deal_registered, within: 30 }]',
    'when: [{ metric: contribution_margin, atLeast: 40% }]',
    'contribution_margin',
    'gates[1].steps[10].when[0].metric: expected a metric that is shownTo both under metrics, got "contribution_margin"; the channel hears why a step comes',
  ],
  [
    'an owner who may not see the number',
    'shownTo: vendor\n    owner: vendor.manager',
    'shownTo: vendor\n    owner: vendor.reviewer',
    'vendor.reviewer',
    'metrics[18].owner: expected a seat whose people may see the number, one of vendor.manager, vendor.finance, vendor.admin, got "vendor.reviewer"',
  ],
  [
    'a step that waits for a milestone only the manager hears of',
    'when: [{ event: deal_registered, within: 30 }]',
    'when: [{ event: "milestone:revenue-250k" }]',
    '"milestone:revenue-250k"',
    'gates[1].steps[10].when[0].event: expected a milestone that is shown to both; the channel hears why a step comes',
  ],
  [
    'a condition with two limits',
    '{ metric: deal_velocity, atMost: 60 days,',
    '{ metric: deal_velocity, atLeast: 10 days, atMost: 60 days,',
    '{ metric: deal_velocity',
    'tiers[2].criteria.when[1]: expected either atLeast or atMost beside metric',
  ],
  [
    'a limit in another unit',
    'atMost: 60 days, minimum: 8',
    'atMost: 60%, minimum: 8',
    '60%',
    'tiers[2].criteria.when[1].atMost: expected a target like 30 days for deal_velocity, got "60%"',
  ],
  [
    'a value of a segment used twice',
    '{ key: early, name: Too',
    '{ key: high, name: Too',
    'high',
    'segments[0].values[2].key: the value "high" is already there',
  ],
  [
    'a target of a segment in another unit',
    'potential: [high] }, target: 5',
    'potential: [high] }, target: 5 days',
    '5 days',
    'metrics[5].segmentTargets[0].target: expected a target like 2 for sourced_deals, got "5 days"',
  ],
  [
    'nobody accountable for a gate',
    'raci: { vendor.manager: A, partner.lead: R, vendor.support: R,',
    'raci: { vendor.manager: R, partner.lead: R, vendor.support: R,',
    '{ vendor.manager: R, partner.lead',
    'gates[0].raci: expected exactly one seat with A (accountable), got 0',
  ],
  [
    'two accountable for a gate',
    'raci: { vendor.manager: A, partner.lead: R, vendor.support: R,',
    'raci: { vendor.manager: A, partner.lead: AR, vendor.support: R,',
    '{ vendor.manager: A, partner.lead: AR',
    'gates[0].raci: expected exactly one seat with A (accountable), got 2',
  ],
  [
    'nobody responsible for a gate',
    'raci: { vendor.manager: A, partner.lead: R, vendor.support: R,',
    'raci: { vendor.manager: A, partner.lead: C, vendor.support: I,',
    '{ vendor.manager: A, partner.lead: C',
    'gates[0].raci: expected at least one seat with R (responsible), got none',
  ],
  [
    'a seat that does nothing elsewhere, in who does what',
    'raci: { vendor.manager: A, partner.lead: R, vendor.support: R,',
    'raci: { vendor.manger: A, partner.lead: R, vendor.support: R,',
    'vendor.manger',
    'gates[0].raci.vendor.manger: expected the key of a seat, got "vendor.manger"; did you mean "vendor.manager"?',
  ],
  [
    'a risk that what is done makes worse',
    'residual: { likelihood: 1, impact: 5 }',
    'residual: { likelihood: 4, impact: 5 }',
    '{ likelihood: 4, impact: 5 }',
    'risks[0].residual: expected what is left of the risk to be no more than the inherent 15, got 20',
  ],
  [
    'a monthly revenue for an unknown tier',
    'monthlyRevenue: { registered:',
    'monthlyRevenue: { bronze:',
    'bronze',
    'measures.ramp.monthlyRevenue.bronze: expected the key of a tier, got "bronze"; there are registered, silver, gold',
  ],
  [
    'a reminder after the survey has closed',
    'remindAfterDays: [2, 5]',
    'remindAfterDays: [2, 8]',
    '8]',
    'surveys[0].remindAfterDays[1]: expected a day before the survey closes on day 7, got 8',
  ],
  [
    'a part of the plan for the partner that it never sees',
    'title: Our own notes\n      filledBy: vendor',
    'title: Our own notes\n      filledBy: both',
    'both',
    'plan.sections[3].filledBy: expected vendor, got "both"; what the partner never sees it can’t fill in',
  ],
  [
    'a goal on a number that no scorecard shows',
    'metric: sourced_deals, target: 3',
    'metric: influenced_deals, target: 3',
    'influenced_deals',
    'plan.goals[0].metric: expected the key of a metric under metrics, got "influenced_deals"',
  ],
  [
    'a goal whose target is in another unit',
    'metric: sourced_deals, target: 3',
    'metric: sourced_deals, target: 30%',
    '30%',
    'plan.goals[0].target: expected a target like 2 for sourced_deals, got "30%"',
  ],
  [
    'a plan reviewed at a call there is not',
    'title: Joint business plan\n  reviewedAt: [business-review]',
    'title: Joint business plan\n  reviewedAt: [business-reviews]',
    'business-reviews',
    'plan.reviewedAt[0]: expected the key of a call, got "business-reviews"; did you mean "business-review"?',
  ],
  [
    'a milestone whose title tells an amount that the partner may not see',
    'title: "€50,000 brought in"\n    reached: { on: sourced_revenue, amount: "50,000 EUR", amountShownTo: both }',
    'title: "€50,000 brought in"\n    reached: { on: sourced_revenue, amount: "50,000 EUR" }',
    '"€50,000 brought in"',
    'milestones[2].title: the partner reads this title and may not see the amount; leave the number out, or say amountShownTo: both',
  ],
  [
    'an event that is no gate of the file',
    'firstValue: { event: "gate:live-together" }',
    'firstValue: { event: "gate:live-togethr" }',
    '"gate:live-togethr"',
    'measures.firstValue.event: expected the key of a gate, got "live-togethr"; did you mean "live-together"?',
  ],
  [
    'a quarterly pack for a call there is not',
    'at: "10:00"\n    reviewedAt: [business-review]',
    'at: "10:00"\n    reviewedAt: [review]',
    'review]',
    'scorecards.quarterly.reviewedAt[0]: expected the key of a call, got "review"; there are calibration, business-review',
  ],
];

const yaml: readonly Case[] = [
  [
    'a key set twice in one mapping',
    'currency: EUR',
    'currency: EUR\n  currency: USD',
    'currency: USD',
    'programme.currency: the key is already set on line 27',
  ],
  [
    'a second document',
    'format: 1\n',
    'format: 1\n---\n',
    '---',
    'expected one document, got another after “---”',
  ],
  [
    'an alias',
    'currency: EUR',
    'currency: *money',
    '*money',
    'aliases such as “*money” are not supported; write the value out',
  ],
];

for (const [title, cases] of Object.entries({ shapes, references, yaml })) {
  describe(`one fault with its place: ${title}`, () => {
    test.each(cases)('%s', (_, passage, replacement, at, fault) => {
      const { source, place } = edited(passage, replacement, at);
      expect(faultsOf(source)).toEqual([`p.yaml:${place}  ${fault}`]);
    });
  });
}

describe('faults that are not where the edit is', () => {
  test('what is missing is reported at the step that lacks it', () => {
    const { source, place } = edited(
      '      - key: sales-certification\n',
      '      - key: sales-certification\n',
      'key',
    );
    expect(faultsOf(source.replace('        owner: partner.sales\n        due: +22\n', ''))).toEqual([
      `p.yaml:${place}  gates[2].steps[0].owner: expected the seat that is accountable such as partner.technical, got nothing`,
      `p.yaml:${place}  gates[2].steps[0].due: expected a number of working days like "+5", got nothing`,
    ]);
  });

  test('a step due before what it waits for is reported at the dependency', () => {
    const { source } = edited('due: +24', 'due: +14', 'due');
    expect(faultsOf(source)).toEqual([
      expect.stringMatching(
        /gates\[2\]\.steps\[2\]\.after\[0\]: "security-review" is due on working day 15, after this step on working day 14; /,
      ),
    ]);
  });

  test('steps that wait for each other name the whole circle', () => {
    const source = sample
      .replace(
        'after: [orientation]\n        resources:\n          - { title: Knowledge',
        'after: [escalation-drill]\n        resources:\n          - { title: Knowledge',
      )
      .replace(
        '        due: +12\n        estimateMinutes: 60\n        acceptance:\n          - The quiz',
        '        due: +15\n        estimateMinutes: 60\n        acceptance:\n          - The quiz',
      );
    expect(faultsOf(source)).toEqual([
      expect.stringMatching(
        /steps wait for each other in a circle: support-basics → escalation-drill → support-basics$/,
      ),
    ]);
  });
});

test('all faults at once, in the order of the file, whatever their kind', () => {
  const source = sample
    .replace('currency: EUR', 'currency: euro')
    .replace('escalateTo: vendor.manager', 'escalateTo: vendor.manger')
    .replace('due: +22', 'due: soon')
    .replace('durationMinutes: 30', 'durationMinutes: 30\n    durationMinutes: 45')
    .replace('kind: nps', 'kind: stars');
  const fields = faultsOf(source).map((fault) => fault.replace(/^p\.yaml:\d+:\d+ {2}(.*?): .*$/, '$1'));
  expect(fields).toEqual([
    'programme.currency',
    'reminders.escalateTo',
    'gates[2].steps[0].due',
    'calls[0].durationMinutes',
    'surveys[0].questions[3].kind',
  ]);
});

describe('text that is no playbook', () => {
  test.each([
    ['nothing', '', 'p.yaml:1:1  expected a playbook, got nothing'],
    ['a remark', '# later\n', 'p.yaml:1:1  expected a playbook, got nothing'],
    ['prose', 'Dear partner', 'p.yaml:1:1  expected a playbook, got "Dear partner"'],
    ['a list', '- a\n- b', 'p.yaml:1:1  expected a playbook, got a list'],
  ])('%s', (_, source, fault) => {
    expect(faultsOf(source)).toEqual([fault]);
  });

  test('a tab as indentation is named first', () => {
    const { source, place } = edited('  overdueEvery: 2', '\toverdueEvery: 2', '\t');
    expect(faultsOf(source)[0]).toBe(
      `p.yaml:${place}  expected spaces, got a tab; YAML is indented with spaces`,
    );
  });

  test('broken YAML says so', () => {
    const { source } = edited('currency: EUR', 'currency: "EUR', 'currency');
    expect(faultsOf(source)).toEqual([
      expect.stringContaining('not readable as YAML: Missing closing "quote'),
    ]);
  });

  test('a file that is far too long is not read', () => {
    expect(faultsOf('x'.repeat(1_000_001))).toEqual([
      'p.yaml:1:1  expected at most 1000000 characters, got 1000001',
    ]);
  });

  test('characters no database stores are refused, also when escaped', () => {
    expect(faultsOf('# \0\nformat: 1')).toEqual([
      'p.yaml:1:3  expected text, got a control character or a broken one',
    ]);
    expect(faultsOf(sample.replace('title: Hold the kickoff meeting', 'title: "Hold \\u0000"'))).toEqual([
      expect.stringContaining('gates[0].steps[0].title: expected text without control characters'),
    ]);
  });
});

test('files from Windows are read all the same', () => {
  expect(faultsOf(`\uFEFF${sample.replaceAll('\n', '\r\n')}`)).toEqual([]);
});

test('whatever a slip puts anywhere, the answer is a playbook or faults inside the file', {
  timeout: 60_000,
}, () => {
  const slips = [...':-{}[]"\'#&*!|>?\t%@`~<', '\n', '  ', '---', '<<: ', '\u2028', '🙂', '\0'];
  fc.assert(
    fc.property(fc.nat(sample.length - 1), fc.constantFrom(...slips), fc.nat(3), (at, slip, removed) => {
      const source = sample.slice(0, at) + slip + sample.slice(at + removed);
      const parsed = parsePlaybook(source, 'p.yaml');
      const lines = source.split('\n').length;
      for (const fault of parsed.ok ? [] : parsed.faults) {
        expect(fault.line).toBeGreaterThanOrEqual(1);
        expect(fault.line).toBeLessThanOrEqual(lines);
        expect(fault.column).toBeGreaterThanOrEqual(1);
        expect(fault.message).not.toBe('');
      }
    }),
    { numRuns: 60 },
  );
});
