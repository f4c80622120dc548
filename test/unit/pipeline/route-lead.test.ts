import { describe, expect, test } from 'vitest';
import {
  type Candidate,
  type LeadFacts,
  type Rules,
  routeLead,
} from '../../../src/features/pipeline/rules/route-lead.ts';
import { fc } from '../core/properties.ts';

const rules: Rules = {
  match: ['territory', 'segment', 'capability'],
  prefer: ['load', 'turn'],
  mostOpen: 5,
};
const somebody = (personId: string, more: Partial<Candidate> = {}): Candidate => ({
  ...{ personId, name: personId, territories: [], segments: [], capabilities: [], open: 0, lastAt: null },
  ...more,
});
const named = (key: string) => ({ key, name: key.toUpperCase() });
const lead = (more: Partial<LeadFacts> = {}): LeadFacts => ({
  ...{ territory: null, segment: null, capability: null, passedBy: [] },
  ...more,
});
const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const routed = (candidates: Candidate[], facts: LeadFacts = lead(), by: Rules = rules) => {
  const { who, why } = routeLead(candidates, by, facts);
  return [who?.personId ?? null, ...why];
};

describe('a lead goes to', () => {
  test('whoever covers its territory', () => {
    const candidates = [
      somebody('lena', { territories: ['dach'] }),
      somebody('tom', { territories: ['uk'] }),
    ];
    expect(routed(candidates, lead({ territory: named('dach') }))).toEqual(['lena', 'covers DACH']);
    expect(routed(candidates, lead({ territory: named('fr') }))).toEqual([null, 'covers FR']);
  });

  test('whoever knows what it takes, of those who cover it', () => {
    const candidates = [
      somebody('lena', { territories: ['dach'] }),
      somebody('priya', { territories: ['dach'], capabilities: ['hvac'] }),
      somebody('tom', { capabilities: ['hvac'], territories: ['uk'] }),
    ];
    const facts = lead({ territory: named('dach'), capability: named('hvac') });
    // An empty list takes everything.
    expect(routed(candidates, facts, { ...rules, prefer: ['turn'] })[0]).toBe('lena');
    const choosy = candidates.map((each) => ({ ...each, capabilities: [...each.capabilities, 'x'] }));
    expect(routed(choosy, facts)).toEqual(['priya', 'covers DACH', 'knows HVAC']);
  });

  test('whoever has the fewest, then whoever has waited longest', () => {
    const candidates = [
      somebody('lena', { open: 2, lastAt: at(1) }),
      somebody('priya', { open: 1, lastAt: at(9) }),
      somebody('tom', { open: 1, lastAt: at(3) }),
    ];
    expect(routed(candidates)).toEqual([
      'tom',
      'has the fewest open leads (1)',
      'has waited longest for a lead',
    ]);
    expect(routed(candidates, lead(), { ...rules, prefer: ['turn'] })).toEqual([
      'lena',
      'has waited longest for a lead',
    ]);
    expect(routed([...candidates, somebody('new')], lead(), { ...rules, prefer: ['turn'] })).toEqual([
      'new',
      'has had none yet',
    ]);
  });

  test('whoever has room, and not to who passed it on', () => {
    const candidates = [somebody('lena', { open: 5 }), somebody('tom', { open: 4 })];
    expect(routed(candidates)).toEqual(['tom', 'has room for another lead']);
    expect(routed(candidates, lead({ passedBy: ['tom'] }))).toEqual([
      null,
      'who fits has room: each has 5 open leads or more',
    ]);
    expect(routed([somebody('tom')], lead({ passedBy: ['tom'] }))).toEqual([
      null,
      'is left who has not passed it on',
    ]);
    expect(routed([])).toEqual([null, 'takes leads yet']);
    expect(routed([somebody('tom')])).toEqual(['tom', 'takes all leads']);
  });
});

const keys = fc.subarray(['dach', 'uk', 'fr']);
const candidate: fc.Arbitrary<Omit<Candidate, 'personId' | 'name'>> = fc.record({
  territories: keys,
  segments: keys,
  capabilities: keys,
  open: fc.nat(6),
  lastAt: fc.option(fc.nat(20).map(at)),
});
const people = fc
  .array(candidate, { maxLength: 6 })
  .map((list) => list.map((each, index) => ({ ...each, personId: `p${index}`, name: `p${index}` })));
const wanted = fc.option(fc.constantFrom('dach', 'uk', 'fr').map(named));
const anyLead = fc.record({
  territory: wanted,
  segment: wanted,
  capability: wanted,
  passedBy: fc.subarray(['p0', 'p1', 'p2']),
});
const anyRules: fc.Arbitrary<Rules> = fc.record({
  match: fc.subarray(['territory', 'segment', 'capability'] as const),
  prefer: fc.shuffledSubarray(['load', 'turn'] as const, { minLength: 1 }),
  mostOpen: fc.integer({ min: 1, max: 6 }),
});

describe('whatever the rules', () => {
  test('the order of the candidates and those it cannot go to change nothing, and a reason is given', () => {
    fc.assert(
      fc.property(people, anyLead, anyRules, (candidates, facts, by) => {
        const { who, why } = routeLead(candidates, by, facts);
        expect(why.length).toBeGreaterThan(0);
        expect(routeLead(candidates.toReversed(), by, facts)).toEqual({ who, why });
        const full = somebody('p9', { open: 6, lastAt: null });
        expect(routeLead([...candidates, full], by, facts).who).toEqual(who);
      }),
    );
  });

  test('passed on and on, it comes to each who may have it once, and then to nobody', () => {
    fc.assert(
      fc.property(people, anyLead, anyRules, (candidates, facts, by) => {
        const mayHave = candidates.filter(
          (each) =>
            each.open < by.mostOpen &&
            !facts.passedBy.includes(each.personId) &&
            by.match.every((trait) => {
              const list = {
                territory: each.territories,
                segment: each.segments,
                capability: each.capabilities,
              };
              const key = facts[trait]?.key;
              return key === undefined || list[trait].length === 0 || list[trait].includes(key);
            }),
        );
        const visited: string[] = [];
        for (let turn = 0; turn <= candidates.length; turn += 1) {
          const passedBy = [...facts.passedBy, ...visited];
          const { who } = routeLead(candidates, by, { ...facts, passedBy });
          if (who) visited.push(who.personId);
        }
        expect(visited.toSorted()).toEqual(mayHave.map(({ personId }) => personId).toSorted());
      }),
    );
  });
});
