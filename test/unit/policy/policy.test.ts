import { describe, expect, test } from 'vitest';
import { type Actor, partnerRoles, type RoleGrant, type Side, vendorRoles } from '../../../src/core/actor.ts';
import { Refusal } from '../../../src/core/refusal.ts';
import {
  can,
  canSomewhere,
  demand,
  type PolicyAction,
  policy,
  type Resource,
} from '../../../src/policy/policy.ts';
import { fc } from '../core/properties.ts';

const actions = Object.keys(policy) as PolicyAction[];
const me = 'person-me';
const brightpath = 'partner-brightpath';
const northwind = 'partner-northwind';

const anAction = fc.constantFrom(...actions);
const aPlace = fc.constantFrom(brightpath, northwind, null);
const aGrant: fc.Arbitrary<RoleGrant> = fc.record({
  role: fc.constantFrom(...vendorRoles, ...partnerRoles),
  partnerId: aPlace,
});
const grants = fc.array(aGrant, { maxLength: 5 });
const aResource: fc.Arbitrary<Resource> = fc.record(
  {
    partnerId: aPlace,
    ownerPersonIds: fc.array(fc.constantFrom(me, 'person-else', null), { maxLength: 3 }),
  },
  { requiredKeys: ['partnerId'] },
);

function actor(side: Side, roles: readonly RoleGrant[], partnerId: string | null = null): Actor {
  return {
    workspaceId: 'workspace',
    personId: me,
    slackUserId: 'U0ME',
    side,
    name: 'Robin Vega',
    timeZone: 'Europe/Lisbon',
    partnerId: side === 'partner' ? partnerId : null,
    roles,
  };
}

const anActor = fc
  .record({ side: fc.constantFrom<Side>('vendor', 'partner'), roles: grants, partnerId: aPlace })
  .map(({ side, roles, partnerId }) => actor(side, roles, partnerId));
/** The table is small and quick to ask: often enough that a wrong entry anywhere in it shows. */
function check<T>(property: fc.IProperty<T>): void {
  fc.assert(property, { numRuns: 1000 });
}
const isOwn = (resource: Resource) => resource.ownerPersonIds?.includes(me) ?? false;

describe('a partner’s person', () => {
  test('never acts on another partner’s resource or on the programme, whatever they hold or own', () => {
    check(
      fc.property(grants, anAction, aResource, aPlace, (roles, action, resource, partnerId) => {
        fc.pre(resource.partnerId === null || resource.partnerId !== partnerId);
        const may = can(actor('partner', roles, partnerId), action, resource);
        expect(may).toBe(action === 'help.read' && resource.partnerId === null);
      }),
    );
  });

  test('without a role may read help and do what is theirs, no more', () => {
    check(
      fc.property(anAction, aResource, (action, resource) => {
        fc.pre(!isOwn(resource));
        const may = can(actor('partner', [], brightpath), action, resource);
        expect(may && action !== 'help.read').toBe(false);
      }),
    );
  });

  test('gains nothing that asks for a role from roles they hold elsewhere or for the whole programme', () => {
    const ofRoles = actions.filter((action) => policy[action].partner !== 'anyone');
    const elsewhere = fc.record({
      role: fc.constantFrom(...partnerRoles),
      partnerId: fc.constantFrom(northwind, null),
    });
    check(
      fc.property(fc.array(elsewhere), fc.constantFrom(...ofRoles), (roles, action) => {
        const may = can(actor('partner', roles, brightpath), action, { partnerId: brightpath });
        expect(may).toBe(false);
      }),
    );
  });

  test('is never given what is the vendor’s: roles, publishing, reviews, gates, margins, internal history', () => {
    const kept: readonly PolicyAction[] = [
      'programme.administer',
      'playbook.publish',
      'partner.manage',
      'journey.start',
      'gate.decide',
      'survey.open',
      'survey.results',
      'lead.review',
      'scorecard.internal',
      'audit.internal',
    ];
    check(
      fc.property(grants, fc.constantFrom(...kept), aResource, (roles, action, resource) => {
        expect(can(actor('partner', roles, brightpath), action, resource)).toBe(false);
      }),
    );
  });
});

describe('the vendor’s people', () => {
  test('without a role do only what the table gives to anyone of the vendor, and what is theirs', () => {
    check(
      fc.property(anAction, aResource, (action, resource) => {
        fc.pre(!isOwn(resource));
        expect(can(actor('vendor', []), action, resource)).toBe(policy[action].vendor === 'anyone');
      }),
    );
  });

  test('with a role for one partner have no more elsewhere than without', () => {
    check(
      fc.property(fc.constantFrom(...vendorRoles), anAction, aResource, (role, action, resource) => {
        fc.pre(resource.partnerId !== brightpath);
        const held = actor('vendor', [{ role, partnerId: brightpath }]);
        expect(can(held, action, resource)).toBe(can(actor('vendor', []), action, resource));
      }),
    );
  });

  test('who are admins may whatever managers may', () => {
    check(
      fc.property(grants, aPlace, anAction, aResource, (others, partnerId, action, resource) => {
        const asManager = actor('vendor', [...others, { role: 'manager', partnerId }]);
        const asAdmin = actor('vendor', [...others, { role: 'admin', partnerId }]);
        if (can(asManager, action, resource)) expect(can(asAdmin, action, resource)).toBe(true);
      }),
    );
  });
});

test('one more role never takes a permission away', () => {
  check(
    fc.property(anActor, aGrant, anAction, aResource, (before, grant, action, resource) => {
      const after = { ...before, roles: [...before.roles, grant] };
      if (can(before, action, resource)) expect(can(after, action, resource)).toBe(true);
      if (canSomewhere(before, action)) expect(canSomewhere(after, action)).toBe(true);
    }),
  );
});

test('help offers what is allowed where a person has a role, and nobody is refused help', () => {
  check(
    fc.property(anActor, anAction, (person, action) => {
      for (const { partnerId } of person.roles) {
        if (can(person, action, { partnerId })) expect(canSomewhere(person, action)).toBe(true);
      }
      expect(canSomewhere(person, 'help.read')).toBe(true);
    }),
  );
});

test('a refusal says what was refused and whom to ask', () => {
  check(
    fc.property(anActor, anAction, aResource, (person, action, resource) => {
      if (can(person, action, resource)) return demand(person, action, resource);
      try {
        demand(person, action, resource);
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
        expect(String(error)).toContain(policy[action].says);
      }
    }),
  );
});
