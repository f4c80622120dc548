import { environment } from '../platform/config.ts';
import { diagnose } from './diagnose.ts';

const findings = await diagnose(environment());
for (const { what, isWell, says, mend } of findings) {
  console.log(`${isWell ? 'ok   ' : 'FAULT'}  ${what}: ${says}`);
  if (mend) console.log(`       → ${mend}`);
}
const faults = findings.filter((finding) => !finding.isWell).length;
console.log(faults === 0 ? '\nAll is well.' : `\n${faults} ${faults === 1 ? 'fault' : 'faults'} to mend.`);
process.exitCode = faults === 0 ? 0 : 1;
