import { partnerRoles, vendorRoles } from '../core/actor.ts';
import { type PolicyAction, policy } from '../policy/policy.ts';

/** docs/permissions.md, made from the policy table. Columns are padded, so that the file reads as well as the page. */
export function permissionsPage(): string {
  const rows = (Object.keys(policy) as PolicyAction[]).map((action) => {
    const rule = policy[action];
    const { says, vendor, partner } = rule;
    const atPartner = action === 'help.read' ? 'everyone' : grantedTo(partner, 'everyone with a role');
    return [says, grantedTo(vendor, 'everyone'), atPartner, 'own' in rule ? 'yes' : '', `\`${action}\``];
  });
  return `# Who may do what

<!-- Written by \`npm run permissions\` from src/policy/policy.ts. Change the table there, then run it. -->

Every command, button and form asks this table before it does anything, and help offers only what it allows.

- **At the vendor** a role is held for one partner or for the whole programme. An admin may do whatever a manager may.
  Until somebody is made admin, the owners and admins of the Slack workspace are. Guests of the workspace, of
  one channel or of several, are not the vendor’s people: they are on the partner’s side, and may do nothing until a
  manager gives them a role at one partner.
  The roles: ${vendorRoles.join(', ')}.
- **At the partner** a role is held for that partner. Nobody of a partner ever reaches another partner, or the
  programme’s own settings. Whoever has no role there may read help, and do what is theirs.
  The roles: ${partnerRoles.join(', ')}.
- **Their own** says whether it is enough that the thing is theirs: a step they own or review, an action item they took
  on, a survey they were asked.

Roles come with the seats of \`/partner start\`, with a step that is assigned, and from _Give someone a role_ under
\`/partner people\`. The command line (\`npm run playbook\`, \`npm run import\`) is for whoever runs the server.

${table(['May', 'At the vendor', 'At the partner', 'Their own', 'In the code'], rows)}
`;
}

function grantedTo(roles: 'anyone' | readonly string[], anyone: string): string {
  if (roles === 'anyone') return anyone;
  return roles.length === 0 ? 'nobody' : roles.join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
