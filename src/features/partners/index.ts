import { z } from 'zod';
import { partnerRoles, type Role, vendorRoles } from '../../core/actor.ts';
import { Refusal } from '../../core/refusal.ts';
import { listing } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import type { CommandRequest, Feature, Modal, Reply, ViewRequest } from '../../platform/feature.ts';
import {
  actions,
  button,
  choiceInput,
  choicesInput,
  header,
  joinMd,
  md,
  message,
  personInput,
  say,
  section,
} from '../../platform/slack/kit/index.ts';
import { can, demand } from '../../policy/policy.ts';
import { channelEvents } from './channel-events.ts';
import { lookAgain } from './channel-state.ts';
import { invitationEvents, inviteByCommand, submitInvite } from './invitations.ts';
import { giveRole } from './newcomers.ts';
import { openLink, saveLink } from './set-up.ts';
import {
  choosePartner,
  grantRole,
  listPartners,
  loadPartner,
  loadPeople,
  personBySlackId,
  revokeRoles,
} from './store.ts';

const wholeProgramme = 'programme';

export const partners: Feature = {
  name: 'partners',
  commands: [
    {
      name: 'people',
      aliases: ['roles', 'team', 'who'],
      summary: 'Who does what for a partner',
      usage: '[partner]',
      examples: ['people', 'people Brightpath'],
      action: 'partner.view',
      run: showPeople,
    },
    {
      name: 'invite',
      summary: 'Invite the partner into this channel through Slack Connect',
      usage: '[e-mail address]',
      examples: ['invite', 'invite ana@partner.example'],
      action: 'partner.manage',
      run: inviteByCommand,
    },
  ],
  actions: {
    'partners.editRole': async (request) => ({ modal: await roleModal(request, request.value) }),
    'partners.newcomer:*': giveRole,
    'partners.link': openLink,
  },
  views: {
    'partners.saveRole': saveRole,
    'partners.sendInvite': submitInvite,
    'partners.saveLink': saveLink,
  },
  events: { ...channelEvents, ...invitationEvents },
  jobs: { 'partners.lookAgain': lookAgain },
};

async function showPeople(request: CommandRequest): Promise<Reply> {
  const { actor } = request;
  const { partner } = await choosePartner(request, request.text);
  demand(actor, 'partner.view', { partnerId: partner.id });
  const grants = await request.tx.roleGrant.findMany({
    where: { workspaceId: request.workspaceId, OR: [{ partnerId: partner.id }, { partnerId: null }] },
  });
  const people = await loadPeople(
    request,
    grants.map((grant) => grant.personId),
  );
  const linesOf = (side: 'vendor' | 'partner') =>
    [...people.values()]
      .filter((person) => person.side === side)
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((person) => {
        const roles = grants.filter((grant) => grant.personId === person.id).map((grant) => grant.role);
        return md`${person.name}: ${listing([...new Set(roles)])}${person.deactivatedAt ? ' (has left)' : ''}`;
      });
  const mine = linesOf('vendor');
  const theirs = linesOf('partner');
  return {
    message: message([
      header(`People of ${partner.name}`),
      section(joinMd([md`*At ${partner.name}*`, ...(theirs.length > 0 ? theirs : [md`Nobody yet.`])], '\n')),
      section(joinMd([md`*On the vendor’s side*`, ...(mine.length > 0 ? mine : [md`Nobody yet.`])], '\n')),
      ...(can(actor, 'partner.manage', { partnerId: partner.id })
        ? [actions(button('partners.editRole', 'Give someone a role', { value: partner.id }))]
        : []),
    ]),
  };
}

async function roleModal(
  request: Parameters<NonNullable<Feature['actions']>[string]>[0],
  partnerId: string,
): Promise<Modal> {
  const partner = await loadPartner(request, z.uuid().catch(request.workspaceId).parse(partnerId));
  demand(request.actor, 'partner.manage', { partnerId: partner.id });
  const isAdmin = can(request.actor, 'programme.administer', { partnerId: null });
  const roles = [
    ...new Set<string>([...vendorRoles.filter((role) => role !== 'admin' || isAdmin), ...partnerRoles]),
  ];
  const scopes = (await listPartners(request, request.actor)).map((each) => ({
    label: each.name,
    value: each.id,
  }));
  return {
    callbackId: 'partners.saveRole',
    title: 'Give someone a role',
    submit: 'Save',
    metadata: { partnerId: partner.id },
    blocks: [
      personInput('person', 'Who'),
      choicesInput(
        'roles',
        'Roles',
        roles.map((role) => ({ label: role, value: role })),
        {
          optional: true,
          hint: 'These replace the roles this person has there now. Choose none to take them away.',
        },
      ),
      choiceInput(
        'scope',
        'For',
        isAdmin ? [{ label: 'The whole programme', value: wholeProgramme }, ...scopes] : scopes,
        { initial: partner.id },
      ),
    ],
  };
}

const roleInputs = z.object({
  person: z.string(),
  roles: z.array(z.enum([...vendorRoles, ...partnerRoles])),
  scope: z.union([z.literal(wholeProgramme), z.uuid()]),
});

async function saveRole(request: ViewRequest): Promise<Reply> {
  const { actor } = request;
  const { person: slackUserId, roles, scope } = roleInputs.parse(request.inputs);
  const partnerId = scope === wholeProgramme ? null : (await loadPartner(request, scope)).id;
  demand(actor, partnerId === null || roles.includes('admin') ? 'programme.administer' : 'partner.manage', {
    partnerId,
  });
  const person = await personBySlackId(request, slackUserId);
  const known: readonly string[] = person.side === 'vendor' ? vendorRoles : partnerRoles;
  const wrong = roles.filter((role) => !known.includes(role));
  if (wrong.length > 0) {
    const side = person.side === 'vendor' ? 'the vendor’s' : 'a partner’s';
    throw new Refusal(
      'invalid',
      `${person.name} is on ${side} side and can’t be ${listing(wrong, 'or')}.`,
      'roles',
    );
  }
  await revokeRoles(request, person.id, partnerId);
  for (const role of roles as readonly Role[])
    await grantRole(request, { personId: person.id, partnerId, role, grantedById: actor.personId });
  const given = roles.length > 0 ? listing(roles) : 'no role';
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'partners.role',
    partnerId,
    summary: `${person.name} now has ${given}`,
  });
  return { message: say(md`${person.name} now has ${given}.`) };
}
