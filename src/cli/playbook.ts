import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { listing, pluralise } from '../core/text.ts';
import { parsePlaybook } from '../features/playbook/parse.ts';
import { formatFault } from '../features/playbook/schema/faults.ts';
import type { Playbook } from '../features/playbook/schema/playbook.ts';
import { publish } from '../features/playbook/store.ts';
import { chooseWorkspace, fail, quietWork, withStore } from './command-line.ts';

const usage = `Usage:
  npm run playbook -- check FILE
      Reads a playbook and lists every fault, or says what is in it.
  npm run playbook -- publish FILE --reason "Why it changes" [--by NAME] [--workspace T0123]
      Makes it the current version. New journeys follow it; those that run keep theirs.`;

process.exitCode = await main(process.argv.slice(2));

/** 0: done. 1: the file or the request is at fault. 2: the command is. */
async function main(words: readonly string[]): Promise<number> {
  const request = readArguments(words);
  if (request === undefined) return fail(2, usage);
  const { command, filename } = request;
  const source = await readFile(filename, 'utf8').catch(() => undefined);
  if (source === undefined) return fail(1, `${filename}: there is no such file, or it can’t be read.`);
  const parsed = parsePlaybook(source, filename);
  if (!parsed.ok) {
    const faults = parsed.faults.map(formatFault).join('\n');
    return fail(1, `${faults}\n\n${pluralise(parsed.faults.length, 'fault')}. Nothing was changed.`);
  }
  if (command === 'check') {
    console.log(summary(parsed.playbook));
    return 0;
  }
  return publishFile({ ...request, source });
}

interface Request {
  readonly command: 'check' | 'publish';
  readonly filename: string;
  readonly reason: string;
  readonly by: string;
  readonly workspace: string | undefined;
}

function readArguments(words: readonly string[]): Request | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { reason: { type: 'string' }, by: { type: 'string' }, workspace: { type: 'string' } },
    });
    const [command, filename, ...rest] = positionals;
    if ((command !== 'check' && command !== 'publish') || filename === undefined || rest.length > 0) return;
    if (command === 'publish' && !values.reason?.trim()) return;
    const { reason = '', by = process.env.USER || 'the command line', workspace } = values;
    return { command, filename, reason, by, workspace };
  } catch {
    return;
  }
}

function summary(playbook: Playbook): string {
  const gates = playbook.gates.map(
    (gate) => `  ${gate.name}: ${pluralise(gate.steps.length, 'step')}, decided by ${gate.decidedBy}`,
  );
  return [
    `${playbook.programme.name}: no faults.`,
    ...gates,
    `  ${listing(playbook.tracks.map((track) => track.name))} for ${listing(playbook.tiers.map((tier) => tier.name))} partners`,
    `  Calls: ${listing(playbook.calls.map((call) => call.title)) || 'none'}`,
    `  Surveys: ${listing(playbook.surveys.map((survey) => survey.title)) || 'none'}`,
    `  ${pluralise(playbook.metrics.length, 'metric')} on the scorecards`,
  ].join('\n');
}

function publishFile(request: Request & { readonly source: string }): Promise<number> {
  return withStore(async (store) => {
    const version = await store.prisma.$transaction(async (tx) => {
      const { source, filename, by: publishedBy, reason } = request;
      const workspaceId = await chooseWorkspace(tx, request.workspace);
      const work = await quietWork(store, tx, workspaceId, 'cli:playbook publish');
      return publish(work, { source, filename, publishedBy, reason });
    });
    const changes = version.changes.map((change) => `  ${change}`).join('\n');
    console.log(`Published version ${version.number} of ${version.programme}.\n${changes}`);
    return 0;
  });
}
