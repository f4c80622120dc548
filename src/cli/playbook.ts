import { readFileSync } from 'node:fs';
import { parsePlaybook } from '../features/playbook/parse.ts';
import { formatFault } from '../features/playbook/schema/faults.ts';

const usage = `Usage:
  npm run playbook -- check FILE                              read a playbook and list every fault
  npm run playbook -- publish FILE --reason "…" [--by NAME]   make it the current version`;

process.exitCode = await main(process.argv.slice(2));

async function main([command, filename]: readonly string[]): Promise<number> {
  if (command !== 'check' || filename === undefined) {
    console.error(usage);
    return 2;
  }
  const parsed = parsePlaybook(readFileSync(filename, 'utf8'), filename);
  if (!parsed.ok) {
    for (const fault of parsed.faults) console.error(formatFault(fault));
    return 1;
  }
  console.log(parsed.playbook.programme.name);
  return 0;
}
