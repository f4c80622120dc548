import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Refusal } from '../core/refusal.ts';
import { listing, pluralise } from '../core/text.ts';
import { type ImportResult, importFile } from '../features/pipeline/import-file.ts';
import { chooseWorkspace, fail, quietWork, withStore } from './command-line.ts';

const usage = `Usage:
  npm run import -- deals FILE [--partner NAME] [--dry-run] [--workspace T0123]
  npm run import -- leads FILE [--partner NAME] [--dry-run] [--workspace T0123]
      Reads a CSV file; docs/import.md lists its columns. Good rows go in together, bad ones are listed by line.
      --partner   whose the rows are that name no partner
      --dry-run   only says what would happen`;

/** A file is imported whole or not at all; what takes longer is given up, and has to be split. */
const longestMs = 600_000;

/** More ids than this nobody reads. */
const mostNamed = 20;

process.exitCode = await main(process.argv.slice(2));

/** 0: every row is in. 1: some rows, or the file, could not be taken. 2: the command is at fault. */
async function main(words: readonly string[]): Promise<number> {
  const request = readArguments(words);
  if (request === undefined) return fail(2, usage);
  const bytes = await readFile(request.filename).catch(() => undefined);
  if (bytes === undefined) return fail(1, `${request.filename}: there is no such file, or it can’t be read.`);
  return withStore(async (store) => {
    const workspaceId = await chooseWorkspace(store.prisma, request.workspace);
    try {
      const result = await store.prisma.$transaction(
        async (tx) =>
          importFile(await quietWork(store, tx, workspaceId, 'cli:import'), { ...request, bytes }),
        { timeout: longestMs },
      );
      return report(request, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return fail(1, `${request.filename}: ${error.message}\nNothing was imported.`);
    }
  });
}

interface Request {
  readonly kind: 'deals' | 'leads';
  readonly filename: string;
  readonly partnerName: string | null;
  readonly isDryRun: boolean;
  readonly workspace: string | undefined;
}

function readArguments(words: readonly string[]): Request | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        partner: { type: 'string' },
        'dry-run': { type: 'boolean' },
        workspace: { type: 'string' },
      },
    });
    const [kind, filename, ...rest] = positionals;
    if ((kind !== 'deals' && kind !== 'leads') || filename === undefined || rest.length > 0) return;
    const { partner = null, 'dry-run': isDryRun = false, workspace } = values;
    return { kind, filename, partnerName: partner, isDryRun, workspace };
  } catch {
    return;
  }
}

function report({ kind, filename, isDryRun }: Request, result: ImportResult): number {
  const { added, changed, unchanged, outdated, faults, ignored, system } = result;
  if (system !== null) console.error(`Read as an export of ${system}.`);
  for (const { line, faults: ofRow } of faults)
    for (const [column, words] of Object.entries(ofRow))
      console.error(`${filename}:${line}: ${column}: ${words}`);
  if (ignored.length > 0) console.error(`Not read, as they name no column I know: ${listing(ignored)}.`);
  if (outdated.length > 0)
    console.error(
      `Older than what is known, or without the updated_at that tells, so left as it is: ${listing(outdated.slice(0, mostNamed))}.`,
    );
  const counts = `${added} added, ${changed} changed, ${unchanged} unchanged`;
  const nothing =
    added + changed === 0 && faults.length === 0 ? ' Nothing to do: all of it was here already.' : '';
  console.log(`${isDryRun ? 'Would be' : 'Done'}: ${kind}: ${counts}.${nothing}`);
  if (faults.length === 0) return 0;
  return fail(1, `${pluralise(faults.length, 'row')} left out. Correct them and run the same command again.`);
}
