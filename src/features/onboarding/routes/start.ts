import { addWorkingDays } from '../../../core/business-time.ts';
import { isLocalDate, isTimeZone, localDateOf } from '../../../core/calendar.ts';
import { Refusal } from '../../../core/refusal.ts';
import { audit } from '../../../platform/audit.ts';
import { post } from '../../../platform/delivery/post.ts';
import type { ChannelInfo, Inputs, Reply, Request, ViewRequest } from '../../../platform/feature.ts';
import { say } from '../../../platform/slack/kit/index.ts';
import type { Partner, Person } from '../../../platform/store/generated/client.ts';
import { demand } from '../../../policy/policy.ts';
import {
  grantRole,
  loadPartner,
  programmeSettings,
  resumePartnership,
  savePartner,
} from '../../partners/public.ts';
import {
  currentPlaybook,
  type Playbook,
  readSegments,
  roleOf,
  type SeatKey,
  sideOf,
  stepsFor,
} from '../../playbook/public.ts';
import { followJourney, touchChecklist } from '../announce.ts';
import { seatsNeeded } from '../rules/plan.ts';
import { loadRun } from '../store/load.ts';
import { createJourney, refuseSecondJourney } from '../store/start.ts';
import { kickoffMessage } from '../views/moments.ts';
import { seatInput, startModal } from '../views/startModal.ts';

/** Opens the form, with what is known filled in. */
export async function openStart(request: Request): Promise<Reply> {
  const { actor, place } = request;
  demand(actor, 'journey.start', { partnerId: place.partnerId });
  const { playbook } = await currentPlaybook(request);
  const partner = place.partnerId ? await loadPartner(request, place.partnerId) : null;
  const channel = place.channel?.isShared ? place.channel : null;
  if (partner && channel) await refuseSecondJourney(request, partner);
  const settings = await programmeSettings(request);
  const { name: ownName } = await request.tx.workspace.findUniqueOrThrow({
    where: { id: request.workspaceId },
  });
  const today = localDateOf(request.now, settings.timeZone);
  const everyone = stepsFor(playbook, { tier: playbook.tiers[0]?.key ?? '', segments: [] }, []);
  return {
    modal: startModal({
      playbook,
      channelName: channel?.name ?? null,
      partnerName: partner?.name ?? (channel ? nameFrom(channel.name, ownName) : ''),
      tier: partner?.tier ?? null,
      segments: partner?.segments ?? [],
      kickoffOn: addWorkingDays(today, 0, settings.holidays),
      required: seatsNeeded(playbook, everyone),
      people: new Map([['vendor.manager', actor.slackUserId]]),
    }),
  };
}

/** "partner-north-wind" → "North Wind": a first guess at the name; our own, which half of such channels carry, is left out. */
function nameFrom(channelName: string, ownName: string): string {
  const own = ownName.toLowerCase();
  const words = channelName.replace(/^(ext|partner|shared|connect)[-_]+/i, '').split(/[-_\s]+/);
  const theirs = words.filter((word) => word.toLowerCase() !== own);
  return (theirs.length > 0 ? theirs : words)
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join(' ');
}

interface Start {
  readonly name: string;
  readonly tier: string;
  readonly segments: readonly string[];
  readonly tracks: readonly string[];
  readonly kickoffOn: ReturnType<typeof localDateOf>;
  readonly channel: ChannelInfo;
  readonly seats: ReadonlyMap<SeatKey, Person>;
  readonly timeZone: string;
}

/** Starts the journey, or says beside each field what to correct. */
export async function submitStart(request: ViewRequest): Promise<Reply> {
  const { actor } = request;
  demand(actor, 'journey.start', { partnerId: request.place.partnerId });
  const current = await currentPlaybook(request);
  const read = await readStart(request, current.playbook);
  if ('errors' in read) return read;
  const moved = await moveChannel(request, read);
  if (moved) return moved;
  const partner = await savePartner(request, {
    name: read.name,
    tier: read.tier,
    segments: read.segments,
    managerPersonId: read.seats.get('vendor.manager')?.id ?? actor.personId,
    timeZone: read.timeZone,
    currency: current.playbook.programme.currency,
    channel: read.channel,
  });
  await refuseSecondJourney(request, partner, 'partner');
  await resumePartnership(request, partner, actor.personId);
  for (const [seat, person] of read.seats)
    await grantRole(request, {
      personId: person.id,
      partnerId: partner.id,
      role: roleOf(seat),
      grantedById: actor.personId,
    });
  const { holidays } = await programmeSettings(request);
  const journeyId = await createJourney(request, {
    partner,
    current,
    tracks: read.tracks,
    kickoffOn: read.kickoffOn,
    seats: new Map([...read.seats].map(([seat, person]) => [seat, person.id])),
    slackChannelId: read.channel.id,
    holidays,
    startedById: actor.personId,
  });
  await audit(request, {
    actorPersonId: actor.personId,
    verb: 'onboarding.start',
    partnerId: partner.id,
    subject: `journey:${journeyId}`,
    summary: `started the onboarding of ${partner.name}, kickoff ${read.kickoffOn}, on version ${current.version.number} of the playbook`,
  });
  const run = await loadRun(request, journeyId);
  await post(request, {
    key: `onboarding.kickoff:${journeyId}`,
    to: { channel: read.channel.id },
    audience: 'partner',
    message: kickoffMessage(run),
  });
  await followJourney(request, journeyId);
  await request.emit({
    type: 'journey.started',
    partnerId: partner.id,
    journeyId,
    startedById: actor.personId,
  });
  return {
    message: say(`${partner.name}’s onboarding has started. The checklist is in #${read.channel.name}.`),
  };
}

/** When the partner's channel is gone, starting in the one that replaces it moves the running journey there. */
async function moveChannel(request: ViewRequest, read: Start): Promise<Reply | null> {
  const partner = await request.tx.partner.findFirst({
    where: { workspaceId: request.workspaceId, nameKey: read.name.toLowerCase() },
    include: { channels: true },
  });
  if (!partner) return null;
  demand(request.actor, 'journey.start', { partnerId: partner.id });
  const run = await runningJourney(request, partner);
  if (!run) return null;
  const isLost = partner.channels.every(
    (channel) => channel.state !== 'live' && channel.slackChannelId !== read.channel.id,
  );
  if (!isLost) return null;
  demand(request.actor, 'partner.manage', { partnerId: partner.id });
  const { tier, managerPersonId, timeZone, currency, name } = partner;
  await savePartner(request, {
    name,
    tier,
    managerPersonId,
    timeZone,
    currency,
    channel: read.channel,
  });
  await request.tx.journey.update({
    where: { id: run, workspaceId: request.workspaceId },
    data: { slackChannelId: read.channel.id },
  });
  await resumePartnership(request, partner, request.actor.personId);
  await audit(request, {
    actorPersonId: request.actor.personId,
    verb: 'onboarding.move',
    partnerId: partner.id,
    subject: `journey:${run}`,
    summary: `moved the onboarding of ${partner.name} to #${read.channel.name}`,
  });
  await touchChecklist(request, await loadRun(request, run));
  return {
    message: say(`${partner.name}’s onboarding goes on in #${read.channel.name}, where it was left off.`),
  };
}

async function runningJourney(request: Request, partner: Partner): Promise<string | null> {
  const journey = await request.tx.journey.findFirst({
    where: { workspaceId: request.workspaceId, partnerId: partner.id, status: 'running' },
  });
  return journey?.id ?? null;
}

async function readStart(
  request: ViewRequest,
  playbook: Playbook,
): Promise<Start | { readonly errors: Readonly<Record<string, string>> }> {
  const { inputs } = request;
  const errors: Record<string, string> = {};
  const channel = readChannel(request, errors);
  const name = single(inputs, 'partner').replace(/\s+/g, ' ').trim();
  if (name === '') errors.partner = 'What is the partner called?';
  const tier = playbook.tiers.find((each) => each.key === inputs.tier)?.key ?? '';
  if (tier === '') errors.tier = 'Please choose a tier.';
  const chosen = inputs.tracks;
  const tracks = playbook.tracks.map((track) => track.key).filter((key) => chosen?.includes(key));
  if (tracks.length === 0) errors.tracks = 'Please choose at least one track.';
  const kickoff = single(inputs, 'kickoff');
  const today = localDateOf(request.now, request.actor.timeZone);
  if (!isLocalDate(kickoff)) errors.kickoff = 'Please choose the day of kickoff.';
  else if (Math.abs(Number(kickoff.slice(0, 4)) - Number(today.slice(0, 4))) > 1)
    errors.kickoff = 'That is more than a year away. Please choose a nearer day.';
  const segments = readSegments(playbook, inputs);
  const needed = seatsNeeded(playbook, stepsFor(playbook, { tier, segments }, tracks));
  const seats = await readSeats(request, playbook, needed, channel, errors);
  const typedZone = single(inputs, 'timeZone').trim();
  if (typedZone !== '' && !isTimeZone(typedZone))
    errors.timeZone = 'I don’t know that time zone. Write it as Europe/Berlin or America/New_York.';
  if (Object.keys(errors).length > 0 || !channel || !isLocalDate(kickoff)) return { errors };
  const lead = seats.get('partner.lead') ?? [...seats].find(([seat]) => sideOf(seat) === 'partner')?.[1];
  const timeZone = typedZone || lead?.timeZone || playbook.programme.timeZone;
  return { name, tier, segments, tracks, kickoffOn: kickoff, channel, seats, timeZone };
}

function readChannel(request: ViewRequest, errors: Record<string, string>): ChannelInfo | null {
  const { place, channels, inputs } = request;
  const isAsked = 'channel' in inputs;
  const channel = isAsked ? (channels.get(single(inputs, 'channel')) ?? null) : place.channel;
  const fault = channelFault(channel);
  if (fault === null) return channel;
  if (!isAsked) throw new Refusal('invalid', fault);
  errors.channel = fault;
  return null;
}

function channelFault(channel: ChannelInfo | null): string | null {
  if (!channel) return 'I can’t see that channel. Invite me there first, with `/invite`.';
  if (channel.isArchived) return 'That channel is archived. Restore it, or choose another.';
  if (channel.isFrozen) return 'Slack has frozen that channel, so nobody can post there. Choose another.';
  if (!channel.isMember) return 'I am not in that channel. Invite me there first, with `/invite`.';
  if (!channel.isShared)
    return 'That channel isn’t shared with a partner. Share it through Slack Connect first.';
  return null;
}

async function readSeats(
  request: ViewRequest,
  playbook: Playbook,
  needed: ReadonlySet<SeatKey>,
  channel: ChannelInfo | null,
  errors: Record<string, string>,
): Promise<ReadonlyMap<SeatKey, Person>> {
  const ids = new Map(playbook.seats.map(({ key }) => [key, single(request.inputs, seatInput(key))]));
  const people = await request.tx.person.findMany({
    where: { workspaceId: request.workspaceId, slackUserId: { in: [...ids.values()] } },
  });
  const seats = new Map<SeatKey, Person>();
  for (const seat of playbook.seats) {
    const id = ids.get(seat.key) ?? '';
    const person = people.find((each) => each.slackUserId === id);
    const fault = id === '' ? null : seatFault(seat.key, person, channel);
    if (fault !== null) errors[seatInput(seat.key)] = fault;
    else if (person) seats.set(seat.key, person);
    else if (needed.has(seat.key))
      errors[seatInput(seat.key)] = 'The steps you chose need somebody here. Please choose a person.';
  }
  return seats;
}

function seatFault(seat: SeatKey, person: Person | undefined, channel: ChannelInfo | null): string | null {
  if (!person) return 'I can’t see that person. Choose someone who is in this channel and is not an app.';
  if (person.deactivatedAt) return `${person.name} has left. Choose someone else.`;
  const side = sideOf(seat);
  if (side === 'vendor' && person.side !== 'vendor')
    return `${person.name} is from the partner’s organisation; this seat is on your side.`;
  if (side === 'vendor') return null;
  if (person.side !== 'partner') return `${person.name} is on your side; this seat is the partner’s.`;
  if (channel && !channel.connectedTeamIds.includes(person.slackTeamId))
    return `${person.name}’s organisation isn’t connected to this channel.`;
  return null;
}

function single(inputs: Inputs, name: string): string {
  const value = inputs[name];
  return typeof value === 'string' ? value : '';
}
