import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCollection, isMap, isPair, isScalar, parse, parseDocument, stringify, visit } from 'yaml';
import { contentHash } from '../../../src/core/hash.ts';
import {
  describeChanges,
  firstValueEvent,
  type Playbook,
  parsePlaybook,
} from '../../../src/features/playbook/public.ts';
import { forPartners } from '../../../src/features/playbook/rules/forPartners.ts';

const sample = readFileSync('playbooks/partner-programme.yaml', 'utf8');
const original = read(sample);

function read(source: string): Playbook {
  const parsed = parsePlaybook(source, 'p.yaml');
  if (!parsed.ok) throw new Error(parsed.faults.map((fault) => fault.message).join('\n'));
  return parsed.playbook;
}

/** What changes, in words, when a passage of the sample is replaced. */
function changesAfter(passage: string, replacement: string): readonly string[] {
  expect(sample.split(passage).length, `the sample holds “${passage}” once`).toBe(2);
  return describeChanges(original, read(sample.replace(passage, () => replacement)));
}

describe('an amendment in plain words', () => {
  const cases: readonly (readonly [passage: string, replacement: string, ...sentences: string[]])[] = [
    ['due: +22', 'due: +24', 'Step “Certify a seller” is now due on working day 24 (was 22)'],
    [
      'owner: vendor.support\n',
      'owner: vendor.manager\n',
      'Step “Get access to portal and sandbox” now belongs to Partner manager (was Partner support engineer)',
    ],
    [
      '        evidence: { kind: text, prompt: Who was certified and when? }\n        review: vendor.trainer\n',
      '        evidence: { kind: none }\n',
      'Step “Certify a seller”: evidence is now none (was text)',
      'Step “Certify a seller” no longer needs a review',
    ],
    [
      'after: [value-story, pricing-workshop]',
      'after: [value-story, buyer-journey]',
      'Step “Certify a seller” now waits for “Map your buyer’s journey”',
      'Step “Certify a seller” no longer waits for “Attend the pricing workshop”',
    ],
    [
      'title: Hold the kickoff meeting',
      'title: Kick off',
      'Step “Hold the kickoff meeting” is now called “Kick off”',
    ],
    [
      'targets: { registered: 10%, silver: 15%, gold: 20% }',
      'targets: { registered: 10%, silver: 12.5% }',
      'Metric “conversion”: the target for Silver is now 12.5 % (was 15 %)',
      'Metric “conversion”: the target for Gold is now none (was 20 %)',
    ],
    [
      'for: { potential: [high] }\n        owner',
      'for: { tier: [silver, gold], potential: [high, steady] }\n        owner',
      'Step “Design a customer solution together” is now for Silver or Gold partners, Potential: High or Steady (was for all partners, Potential: High)',
    ],
    [
      'when: [{ event: deal_registered, within: 30 }]',
      'when: [{ event: first_deal }, { metric: win_rate, atLeast: 40%, minimum: 9 }]',
      'Step “Train a second seller”: what has to be so first is now the first deal is won, and win rate is surely at least 40 %, from 9 observations on (was a deal is registered within 30 days of kickoff)',
    ],
    [
      'potential: [high] }, target: 5',
      'potential: [high] }, target: 4',
      'Metric “sourced deals”: the target for “Silver partners, Potential: High” is now 4 (was 5)',
    ],
    ['currency: EUR', 'currency: USD', 'The programme: currency is now USD (was EUR)'],
    [
      '  protectionDays: 90',
      '  protectionDays: 120',
      'Registration: days a customer is kept for the partner is now 120 (was 90)',
    ],
    [
      /\nregistration:[\s\S]*?remindDaysBefore: 14\n/.exec(sample)?.[0] ?? 'no registration',
      '\n',
      'Registration: there are no rules for it any more',
    ],
    [
      'activationRate: 60%',
      'activationRate: 65%',
      'Measures: targets over all partners, activation rate is now 65 % (was 60 %)',
    ],
    [
      '  - key: csat\n',
      '  - key: csat\n    inDigest: true\n',
      'Metric “csat”: being in the digest’s comparison is now yes (was none)',
    ],
    [
      'monthlyCost: 28,000 EUR',
      'monthlyCost: 30,000 EUR',
      'Measures: cost of looking after partners, monthly cost is now €30,000 (was €28,000)',
    ],
    [
      '{ registered: "10,000 EUR", silver',
      '{ registered: "12,500.50 EUR", silver',
      'Metric “sourced revenue”: the target for Registered is now €12,500.50 (was €10,000)',
    ],
    [
      'overdueEvery: 2',
      'overdueEvery: 3',
      'Reminders: working days between overdue reminders is now 3 (was 2)',
    ],
    [
      '          - Three objections are answered with evidence.\n',
      '          - Five objections are answered with evidence.\n',
      'Step “Certify a seller”: acceptance criteria now include “Five objections are answered with evidence.”',
      'Step “Certify a seller”: acceptance criteria no longer include “Three objections are answered with evidence.”',
    ],
    [
      '    durationMinutes: 30',
      '    durationMinutes: 45',
      'Call “Calibration call”: duration in minutes is now 45 (was 30)',
    ],
    [
      '          - { key: calculator, text: Savings calculator }\n',
      '',
      'Survey “After a won deal”, question “Which material did you use?”, option “Savings calculator” is gone',
    ],
  ];
  test.each(cases)('%s → %s', (passage, replacement, ...sentences) => {
    expect(changesAfter(passage, replacement)).toEqual(sentences);
  });

  test('a step that moves to another gate is not gone and new', () => {
    const data = parse(sample);
    const moved = data.gates[2].steps.splice(0, 1);
    data.gates[1].steps.push(...moved);
    expect(describeChanges(original, read(stringify(data)))).toEqual([
      'Step “Certify a seller” moved from gate “Certified and first pilot” to gate “Enabled”',
    ]);
  });

  test('nothing changed, nothing said', () => {
    expect(describeChanges(original, read(`# a remark\n${sample}`))).toEqual([]);
  });
});

describe('the content’s hash', () => {
  test('does not depend on the order of keys, on layout or on remarks', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (randomness) => {
        const source = stringify(shuffleKeys(parse(sample), randomness));
        expect(contentHash(read(source))).toBe(contentHash(original));
      }),
      { numRuns: 8 },
    );
  });

  test('survives storage: what was parsed parses to itself', () => {
    const stored = stringify(JSON.parse(JSON.stringify(original)));
    expect(contentHash(read(stored))).toBe(contentHash(original));
  });
});

test('any single mutation is a fault, or a described change that makes another version', {
  timeout: 60_000,
}, () => {
  const count = mutations(() => false).length;
  fc.assert(
    fc.property(fc.nat(count - 1), fc.nat(), (target, choice) => {
      const document = parseDocument(sample);
      mutations((index) => index === target, document, choice);
      const parsed = parsePlaybook(document.toString(), 'p.yaml');
      if (!parsed.ok) {
        expect(parsed.faults).not.toEqual([]);
        return;
      }
      const isSame = contentHash(parsed.playbook) === contentHash(original);
      expect(describeChanges(original, parsed.playbook).length > 0).toBe(!isSame);
    }),
    { numRuns: 60 },
  );
});

/** Every place that can be mutated; those that are chosen are: removed, repeated, reordered, or given another value. */
function mutations(
  isChosen: (index: number) => boolean,
  document = parseDocument(sample),
  choice = 0,
): readonly string[] {
  const places: string[] = [];
  visit(document, {
    Node(key, node, ancestors) {
      const chosen = isChosen(places.length);
      places.push(String(key));
      if (!chosen) return undefined;
      if (choice % 5 === 0 && (isMap(ancestors.at(-1)) || typeof key === 'number')) return visit.REMOVE;
      if (isScalar(node)) {
        const values = [
          '',
          null,
          7,
          true,
          'soon',
          `${String(node.value)} more`,
          '2026-01-01',
          'vendor.manager',
        ];
        node.value = values[choice % values.length];
      } else if (isCollection(node)) {
        if (choice % 2 === 0) node.items.reverse();
        else node.items.splice(choice % (node.items.length + 1), 1);
      }
      return visit.BREAK;
    },
    Pair(_, pair) {
      const chosen = isChosen(places.length);
      places.push(isScalar(pair.key) ? String(pair.key.value) : '');
      return chosen && isPair(pair) ? visit.REMOVE : undefined;
    },
  });
  return places;
}

function shuffleKeys(value: unknown, randomness: Iterable<number>): unknown {
  const source = randomness[Symbol.iterator]();
  const shuffle = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(shuffle);
    if (typeof part !== 'object' || part === null) return part;
    const ranked = Object.entries(part).map(([name, entry]) => ({ name, entry, rank: source.next().value }));
    ranked.sort((a, b) => a.rank - b.rank);
    return Object.fromEntries(ranked.map(({ name, entry }) => [name, shuffle(entry)]));
  };
  return shuffle(value);
}

test('partners read neither what was agreed with another partner, nor the rules about their health', () => {
  const agreed = read(
    sample.replace(
      'targets: { registered: 25%, silver: 30%, gold: 35% }',
      'targets: { registered: 25%, silver: 30%, gold: 35% }\n    partnerTargets: { Harrow & Finch: 20% }',
    ),
  );
  expect(describeChanges(original, agreed)).toEqual([
    'Metric “win rate”: the target for “Harrow & Finch” is now 20 % (was none)',
  ]);
  expect(describeChanges(forPartners(original), forPartners(agreed))).toEqual([]);
  const theirs = JSON.stringify(forPartners(agreed));
  expect(theirs).not.toMatch(/Harrow|silent_partner|back-on-track/);
});

test('a milestone’s amount is nobody’s to read but the vendor’s, unless the playbook shows it to the partner', () => {
  const milestones = (playbook: Playbook) => JSON.stringify(forPartners(playbook).milestones);
  expect(milestones(original)).toContain('50,000');
  expect(milestones(original)).not.toMatch(/25000000|quarter of a million/);
  const hidden = read(
    sample
      .replace('title: "€50,000 brought in"', 'title: A great deal brought in')
      .replace('amount: "50,000 EUR", amountShownTo: both }', 'amount: "51,000 EUR" }'),
  );
  expect(milestones(hidden)).not.toMatch(/5100000|great deal/);
});

test('the first value is what the playbook names, else a part called first-customer-live, else the end of onboarding', () => {
  expect(firstValueEvent(original)).toBe('gate:live-together');
  const unnamed = sample.replace('  firstValue: { event: "gate:live-together" }\n', '');
  expect(firstValueEvent(read(unnamed))).toBe('onboarding');
  expect(firstValueEvent(read(unnamed.replaceAll('first-deal-won', 'first-customer-live')))).toBe(
    'step:first-customer-live',
  );
  expect(firstValueEvent(read(unnamed.replaceAll('key: live-together', 'key: first-customer-live')))).toBe(
    'gate:first-customer-live',
  );
  expect(firstValueEvent(read(unnamed.replaceAll('key: first-win', 'key: first-customer-live')))).toBe(
    'milestone:first-customer-live',
  );
  expect(firstValueEvent(null)).toBe('onboarding');
});
