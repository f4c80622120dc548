import { Refusal } from '../../core/refusal.ts';
import { findByName, listing } from '../../core/text.ts';
import type { ActionRequest, CommandRequest, Reply, Request } from '../../platform/feature.ts';
import { infoModal, message } from '../../platform/slack/kit/index.ts';
import { demand } from '../../policy/policy.ts';
import { loadPartner } from '../partners/public.ts';
import { describeChanges } from './rules/describeChanges.ts';
import { forPartners } from './rules/forPartners.ts';
import type { PlacedStep } from './rules/stepsFor.ts';
import { allSteps, stepsFor } from './rules/stepsFor.ts';
import { currentPlaybook, findPinned, listVersions, loadPlaybook } from './store.ts';
import type { Amendment, Reading } from './views.ts';
import { amendmentLog, overview, stepBlocks } from './views.ts';

/** How many versions the amendment log shows. */
const versionsShown = 10;

/** `playbook`, `playbook changes`, `playbook step <name>`. */
export async function showPlaybook(request: CommandRequest): Promise<Reply> {
  const reading = await readFor(request);
  const [word = '', ...rest] = request.text.split(/\s+/);
  if (word === '') return { message: overview(reading) };
  if (word.toLowerCase() === 'changes' && rest.length === 0) {
    return { message: amendmentLog(reading, await amendments(request, reading)) };
  }
  const name = word.toLowerCase() === 'step' ? rest.join(' ') : request.text;
  return { message: message(stepBlocks(reading, chooseStep(reading, name))) };
}

/** A step chosen from the menu of the overview. */
export async function readStep(request: ActionRequest): Promise<Reply> {
  const reading = await readFor(request);
  const placed = reading.steps.find(({ step }) => step.key === request.value);
  if (!placed) {
    throw new Refusal('stale', 'That step isn’t part of this programme any more. Ask for `playbook` again.');
  }
  return { modal: infoModal('playbook.step', 'Step', stepBlocks(reading, placed)) };
}

/**
 * The version the partner of this channel follows, cut to its tier and tracks; elsewhere the current version
 * whole. A partner's person reads their own partner's wherever they are.
 */
async function readFor(request: Request): Promise<Reading> {
  const { actor, place, now } = request;
  const partnerId = actor.side === 'partner' ? actor.partnerId : place.partnerId;
  demand(actor, 'playbook.read', { partnerId });
  const current = await currentPlaybook(request);
  if (partnerId === null) {
    const steps = allSteps(current.playbook);
    return { ...current, steps, partnerName: null, newerVersion: null, now };
  }
  const partner = await loadPartner(request, partnerId);
  const pinned = await findPinned(request, partnerId);
  const { version, playbook } = pinned ?? current;
  const tracks = pinned?.tracks ?? playbook.tracks.map((track) => track.key);
  const isOlder = version.programme === current.version.programme && version.number < current.version.number;
  return {
    playbook,
    version,
    steps: stepsFor(playbook, partner, tracks),
    partnerName: partner.name,
    newerVersion: isOlder ? current.version.number : null,
    now,
  };
}

function chooseStep(reading: Reading, name: string): PlacedStep {
  const named = reading.steps.map((placed) => ({ ...placed, name: placed.step.title }));
  const byKey = named.find(({ step }) => step.key === name.trim().toLowerCase());
  if (byKey) return byKey;
  const match = findByName(name, named);
  if (match.kind === 'one') return match.item;
  if (match.kind === 'several') {
    const titles = match.items.slice(0, 8).map((item) => `“${item.name}”`);
    throw new Refusal(
      'not_found',
      `More than one step is called that: ${listing(titles, 'or')}. Say a bit more.`,
    );
  }
  const hint = match.suggestion
    ? `Did you mean “${match.suggestion.name}”?`
    : 'Ask for `playbook` to see them all.';
  throw new Refusal('not_found', `There is no such step here. ${hint}`);
}

/** The log, newest first. Partners read what changed in what they may read. */
async function amendments(request: Request, reading: Reading): Promise<readonly Amendment[]> {
  const versions = await listVersions(request, reading.version.programme, versionsShown + 1);
  const log: Amendment[] = [];
  for (const [index, version] of versions.slice(0, versionsShown).entries()) {
    const before = versions[index + 1];
    if (request.actor.side === 'vendor' || !before) {
      log.push({ version, changes: version.changes });
      continue;
    }
    const [then, now] = [await loadPlaybook(request, before.id), await loadPlaybook(request, version.id)];
    log.push({ version, changes: describeChanges(forPartners(then), forPartners(now)) });
  }
  return log;
}
