import { parseArgs } from 'node:util';
import { collectReactions } from '../app.ts';
import { Refusal } from '../core/refusal.ts';
import { listing, pluralise } from '../core/text.ts';
import { features } from '../features/index.ts';
import { erasePartner } from '../features/privacy/erase-partner.ts';
import { erasePerson, type LeftOpen } from '../features/privacy/erase-person.ts';
import { aboutPerson } from '../features/privacy/export-person.ts';
import { findPartner, findPerson } from '../features/privacy/subjects.ts';
import { type Subject, writeExport } from '../features/privacy/write-export.ts';
import { newId, systemClock } from '../platform/clock.ts';
import { startQueue } from '../platform/delivery/queue.ts';
import { createLog } from '../platform/log.ts';
import { eraseWorkspace } from '../platform/privacy/erase-workspace.ts';
import { everythingOf } from '../platform/privacy/rows-of.ts';
import type { Store } from '../platform/store/store.ts';
import { runWork } from '../platform/store/work-runner.ts';
import type { Work } from '../platform/work.ts';
import { chooseWorkspace, fail, quietWork, withStore } from './command-line.ts';

const usage = `Usage:
  npm run privacy -- export person|partner|workspace WHO [--to FOLDER] [--workspace T0123]
      Writes everything held about one person, partner or workspace to a JSON file.
  npm run privacy -- erase person|partner|workspace WHO --yes NAME [--also WORD] [--workspace T0123]
      Erases it. There is no way back, so the name is typed a second time.
      --also   another word for the person: a nickname, a former name, an e-mail address; as often as needed
  WHO is a name in quotes, a Slack id or an id. docs/privacy.md says what goes and what remains.`;

/** The largest workspaces take a while, and it happens at once or not at all. */
const transactionMs = 30 * 60_000;

const elsewhere =
  'What is in Slack itself stays in Slack: messages and files there are removed by their owners. Backups keep it until they are replaced.';

process.exitCode = await main(process.argv.slice(2));

/** 0: done. 1: it cannot be done, or waits for the name. 2: the command is at fault. */
async function main(words: readonly string[]): Promise<number> {
  const request = readArguments(words);
  if (request === undefined) return fail(2, usage);
  return withStore(async (store) => {
    const wanted = request.kind === 'workspace' ? request.who : request.workspace;
    const workspaceId = await chooseWorkspace(store.prisma, wanted);
    if (request.verb === 'export') await exportSubject(store, workspaceId, request);
    else await eraseSubject(store, workspaceId, request);
    return 0;
  }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && ['EEXIST', 'ENOENT', 'EACCES'].includes(`${error.code}`))
      return fail(1, `The file can’t be written: ${error.message}.`);
    throw error;
  });
}

interface Request {
  readonly verb: 'export' | 'erase';
  readonly kind: Subject['kind'];
  readonly who: string;
  readonly to: string;
  readonly yes: string | undefined;
  readonly also: readonly string[];
  readonly workspace: string | undefined;
}

function readArguments(words: readonly string[]): Request | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        to: { type: 'string' },
        yes: { type: 'string' },
        also: { type: 'string', multiple: true },
        workspace: { type: 'string' },
      },
    });
    const [verb, kind, who, ...rest] = positionals;
    if ((verb !== 'export' && verb !== 'erase') || !isKind(kind) || !who || rest.length > 0) return;
    const { to = '.', yes, also = [], workspace } = values;
    if (also.some((word) => word.trim().length < 2)) return;
    return { verb, kind, who, to, yes, also, workspace };
  } catch {
    return;
  }
}

function isKind(word: string | undefined): word is Subject['kind'] {
  return word === 'person' || word === 'partner' || word === 'workspace';
}

async function exportSubject(store: Store, workspaceId: string, request: Request): Promise<void> {
  const { path, rows } = await store.prisma.$transaction(
    async (tx) => {
      const work = await quietWork(store, tx, workspaceId, 'cli:privacy');
      const subject = await findSubject(work, request);
      const records =
        request.kind === 'person'
          ? aboutPerson(work, await findPerson(work, subject.id))
          : everythingOf(tx, workspaceId, request.kind === 'partner' ? subject.id : null);
      return writeExport(request.to, subject, work.now, records);
    },
    // What is exported is what there was at one moment.
    { timeout: transactionMs, isolationLevel: 'RepeatableRead' },
  );
  console.log(
    `${pluralise(rows, 'record')} written to ${path}. Only you may read that file; pass it on with care.`,
  );
}

async function findSubject(work: Work, { kind, who }: Request): Promise<Subject> {
  if (kind === 'person') return { kind, ...named(await findPerson(work, who)) };
  if (kind === 'partner') return { kind, ...named(await findPartner(work, who)) };
  return { kind, ...named(await work.tx.workspace.findUniqueOrThrow({ where: { id: work.workspaceId } })) };
}

function named({ id, name }: { readonly id: string; readonly name: string }) {
  return { id, name };
}

async function eraseSubject(store: Store, workspaceId: string, request: Request): Promise<void> {
  const log = createLog('warn');
  const boss = await startQueue(store, log);
  const parts = { store, boss, clock: systemClock, newId, reactions: collectReactions(features) };
  try {
    const said = await store.prisma.$transaction(
      (tx) =>
        runWork(parts, tx, { workspaceId, source: 'cli:privacy' }, async (work) => {
          const subject = await findSubject(work, request);
          if (request.yes !== subject.name)
            throw new Refusal(
              'invalid',
              `This erases the ${subject.kind} ${subject.name}, for good. Export it first if it may be asked for. To go on, add --yes "${subject.name}".`,
            );
          return [`The ${subject.kind} ${subject.name} is erased.`, ...(await erase(work, request, subject))];
        }),
      { timeout: transactionMs },
    );
    // Postgres keeps what was deleted in its files until it clears up.
    await store.prisma.$executeRawUnsafe('VACUUM');
    for (const line of [...said, elsewhere]) console.log(line);
  } finally {
    await boss.stop({ graceful: true, timeout: 5000 });
  }
}

async function erase(work: Work, { also }: Request, { kind, id }: Subject): Promise<string[]> {
  if (kind === 'person') return (await erasePerson(work, await findPerson(work, id), also)).map(leftOpen);
  if (kind === 'partner') {
    await erasePartner(work, await findPartner(work, id));
    return ['The channel you share stays as it is in Slack; Tandem no longer knows whose it is.'];
  }
  await eraseWorkspace(work.tx, work.workspaceId);
  return [
    'A process that still runs for it begins anew, with nothing: stop it, and remove the app in Slack.',
  ];
}

function leftOpen({ partnerName, managerName, seats, steps, actions, isNewManager }: LeftOpen): string {
  const counts = [
    ...(seats.length > 0 ? [pluralise(seats.length, 'empty seat')] : []),
    ...(steps.length > 0 ? [`${pluralise(steps.length, 'step')} without an owner`] : []),
    ...(actions.length > 0 ? [`${pluralise(actions.length, 'action item')} handed over`] : []),
    ...(isNewManager ? ['a new manager'] : []),
  ];
  return `${partnerName}: ${listing(counts) || 'nothing left open'}. ${managerName} is told.`;
}
