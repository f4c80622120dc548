import { contentHash } from '../../core/hash.ts';
import { Refusal } from '../../core/refusal.ts';
import { listing, pluralise } from '../../core/text.ts';
import { audit } from '../../platform/audit.ts';
import type { PlaybookVersion as StoredVersion } from '../../platform/store/generated/client.ts';
import type { Work } from '../../platform/work.ts';
import { parsePlaybook } from './parse.ts';
import { describeChanges } from './rules/describeChanges.ts';
import { formatFault } from './schema/faults.ts';
import type { Playbook } from './schema/playbook.ts';
import { playbookSchema } from './schema/playbook.ts';

/** A version as the amendment log tells of it, without the file itself. */
export type PlaybookVersion = Omit<StoredVersion, 'source' | 'document'>;
/** Tens of kilobytes, of which nothing new is learnt: parsed documents are remembered. */
const withoutFile = { source: true, document: true } as const;

export interface CurrentPlaybook {
  readonly version: PlaybookVersion;
  readonly playbook: Playbook;
}

export interface Publication {
  readonly source: string;
  /** Named in faults. */
  readonly filename: string;
  /** A person's name, as the amendment log shows it. */
  readonly publishedBy: string;
  /** Why, in a sentence; both sides read it. */
  readonly reason: string;
}

const longestReason = 500;

/**
 * Makes a playbook the current one: a new, immutable version with its amendment entry. Journeys that run keep
 * the version they began with. The programme's time zone, holidays and regions take effect at once. Refuses a faulty
 * file (`invalid`) and one that says what the current version says (`conflict`).
 */
export async function publish(work: Work, publication: Publication): Promise<PlaybookVersion> {
  const parsed = parsePlaybook(publication.source, publication.filename);
  if (!parsed.ok) {
    const faults = parsed.faults.map(formatFault).join('\n');
    const count = pluralise(parsed.faults.length, 'fault');
    throw new Refusal('invalid', `Nothing was published: the file has ${count}.\n${faults}`);
  }
  const reason = publication.reason.trim();
  if (reason === '' || reason.length > longestReason) {
    throw new Refusal('invalid', `Say in up to ${longestReason} characters why the playbook changes.`);
  }
  // Two who publish at once take turns, so that each is compared with the version before it.
  await work.tx.$queryRaw`SELECT "id" FROM "Workspace" WHERE "id" = ${work.workspaceId}::uuid FOR UPDATE`;
  const { playbook } = parsed;
  const hash = contentHash(playbook);
  const last = await latest(work, playbook.programme.key);
  if (last?.contentHash === hash) {
    throw new Refusal(
      'conflict',
      `Nothing was published: this says exactly what version ${last.number} says. Comments and layout don’t make a new version.`,
    );
  }
  const changes = last ? describeChanges(readDocument(last), playbook) : [firstVersion(playbook)];
  const version = await work.tx.playbookVersion.create({
    data: {
      id: work.newId(),
      workspaceId: work.workspaceId,
      programme: playbook.programme.key,
      number: (last?.number ?? 0) + 1,
      contentHash: hash,
      source: publication.source,
      document: JSON.parse(JSON.stringify(playbook)),
      publishedAt: work.now,
      publishedBy: publication.publishedBy,
      reason,
      changes: [...changes],
    },
  });
  await work.tx.workspace.update({
    where: { id: work.workspaceId },
    data: {
      timeZone: playbook.programme.timeZone,
      holidays: playbook.programme.holidays.map((holiday) => holiday.date),
    },
  });
  await audit(work, {
    actorPersonId: null,
    verb: 'playbook.publish',
    partnerId: null,
    subject: `playbookVersion:${version.id}`,
    summary: `${publication.publishedBy} published version ${version.number} of the playbook: ${reason}`,
  });
  return version;
}

function firstVersion(playbook: Playbook): string {
  const steps = playbook.gates.flatMap((gate) => gate.steps).length;
  const parts = [
    pluralise(playbook.gates.length, 'gate'),
    pluralise(steps, 'step'),
    pluralise(playbook.calls.length, 'call series', 'call series'),
    pluralise(playbook.surveys.length, 'survey'),
  ];
  return `The first version, with ${listing(parts)}`;
}

async function latest(work: Work, programme: string): Promise<StoredVersion | null> {
  return work.tx.playbookVersion.findFirst({
    where: { workspaceId: work.workspaceId, programme },
    orderBy: { number: 'desc' },
  });
}

/** The playbook new journeys start with: the version published last. Null when none ever was. */
export async function findCurrentPlaybook(work: Work): Promise<CurrentPlaybook | null> {
  const version = await work.tx.playbookVersion.findFirst({
    where: { workspaceId: work.workspaceId },
    orderBy: [{ publishedAt: 'desc' }, { number: 'desc' }],
    omit: withoutFile,
  });
  return version && { version, playbook: await loadPlaybook(work, version.id) };
}

/** As findCurrentPlaybook, but refuses (`not_found`) when none was ever published. */
export async function currentPlaybook(work: Work): Promise<CurrentPlaybook> {
  const current = await findCurrentPlaybook(work);
  if (current) return current;
  throw new Refusal(
    'not_found',
    'No playbook is published yet. A programme admin can publish one with `npm run playbook -- publish FILE`.',
  );
}

/** The playbook of a version, as a journey or a survey is pinned to it. Throws when there is no such version. */
export async function loadPlaybook(work: Work, versionId: string): Promise<Playbook> {
  const cached = documents.get(`${work.workspaceId} ${versionId}`);
  if (cached) return cached;
  return readDocument(
    await work.tx.playbookVersion.findFirstOrThrow({
      where: { id: versionId, workspaceId: work.workspaceId },
    }),
  );
}

/** As loadPlaybook, of several versions at once: one query for all that are not remembered. */
export async function loadPlaybooks(
  work: Work,
  versionIds: Iterable<string>,
): Promise<ReadonlyMap<string, Playbook>> {
  const ids = [...new Set(versionIds)];
  const found = new Map<string, Playbook>();
  for (const id of ids) {
    const cached = documents.get(`${work.workspaceId} ${id}`);
    if (cached) found.set(id, cached);
  }
  const others = ids.filter((id) => !found.has(id));
  if (others.length === 0) return found;
  const versions = await work.tx.playbookVersion.findMany({
    where: { id: { in: others }, workspaceId: work.workspaceId },
  });
  for (const version of versions) found.set(version.id, readDocument(version));
  return found;
}

/** The version a partner's latest journey is pinned to, with its tracks; null before the first journey. */
export async function findPinned(
  work: Work,
  partnerId: string,
): Promise<(CurrentPlaybook & { readonly tracks: readonly string[] }) | null> {
  const journey = await work.tx.journey.findFirst({
    where: { workspaceId: work.workspaceId, partnerId },
    orderBy: { startedAt: 'desc' },
    select: { playbookVersionId: true, tracks: true },
  });
  if (!journey) return null;
  const version = await work.tx.playbookVersion.findFirstOrThrow({
    where: { id: journey.playbookVersionId, workspaceId: work.workspaceId },
    omit: withoutFile,
  });
  return { version, playbook: await loadPlaybook(work, version.id), tracks: journey.tracks };
}

/** A programme's versions, the newest first. */
export async function listVersions(
  work: Work,
  programme: string,
  limit: number,
): Promise<readonly PlaybookVersion[]> {
  return work.tx.playbookVersion.findMany({
    where: { workspaceId: work.workspaceId, programme },
    orderBy: { number: 'desc' },
    take: limit,
    omit: withoutFile,
  });
}

/** Further back nobody looks, and as many documents are remembered for each of a few workspaces. */
const mostEarlier = 50;

/** The versions of the current playbook's programme, the oldest first, the last fifty at most; none before the first. */
export async function currentVersions(work: Work): Promise<readonly CurrentPlaybook[]> {
  const current = await findCurrentPlaybook(work);
  if (!current) return [];
  const versions = await listVersions(work, current.version.programme, mostEarlier);
  const playbooks = await loadPlaybooks(
    work,
    versions.map(({ id }) => id),
  );
  return versions.toReversed().flatMap((version) => {
    const playbook = playbooks.get(version.id);
    return playbook ? [{ version, playbook }] : [];
  });
}

/** Parsed documents by workspace and version: a version never changes, so an entry never goes stale. */
const documents = new Map<string, Playbook>();
const mostDocuments = 200;

/** The stored document, read through the schema so that keys younger than the version get their defaults. */
function readDocument(version: StoredVersion): Playbook {
  const key = `${version.workspaceId} ${version.id}`;
  const cached = documents.get(key);
  if (cached) return cached;
  const playbook = playbookSchema.parse(version.document);
  if (documents.size >= mostDocuments) documents.delete(documents.keys().next().value ?? '');
  documents.set(key, playbook);
  return playbook;
}
