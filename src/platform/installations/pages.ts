import { keptDays } from './end-installation.ts';
import type { Installed } from './save-installation.ts';

/** A page for a browser, whole. */
export interface Page {
  readonly status: number;
  readonly html: string;
}

/** Before: what will happen, in words, and the way to Slack. */
export function installPage(slackUrl: string): Page {
  return page(
    200,
    'Add Tandem to Slack',
    `<p>Tandem runs your partner programme in the channels you share with partners: onboarding checklists, reviews,
reminders at the right local time, calls, feedback, and a weekly scorecard.</p>
<p><a class="go" href="${escapeHtml(slackUrl)}">Add to Slack</a></p>
<h2>What happens now</h2>
<ol>
<li>Slack asks which workspace, and shows what Tandem may do there. You can still say no.</li>
<li>You come back here, and Tandem is there. It says nothing and reads nothing until it is invited into a channel.</li>
<li>In a channel you share with a partner, type <code>/invite @Tandem</code>, then <code>/partner start</code>.</li>
</ol>
<h2>Good to know</h2>
<ul>
<li>Only your side installs Tandem. Your partners need nothing, and may install it too if they like slash commands.</li>
<li>Tandem keeps names, time zones and what people hand in. The key to your workspace is stored encrypted.</li>
<li>When you remove the app from Slack, Tandem stops at once. After ${keptDays} days everything about your workspace is
erased; add it again before that and it carries on where it was.</li>
</ul>`,
  );
}

/** After: it worked, and what to do first. */
export function installedPage({ name, slackId, isOrgWide }: Installed, appId: string | undefined): Page {
  const query = new URLSearchParams({ ...(appId && { app: appId }), ...(!isOrgWide && { team: slackId }) });
  return page(
    200,
    'Tandem is in your workspace',
    `<p>Tandem has been added to <strong>${escapeHtml(name)}</strong>.</p>
<h2>Your first steps</h2>
<ol>
<li>Type <code>/partner help</code> anywhere: Tandem says what it can do for you.</li>
<li>In a channel you share with a partner, type <code>/invite @Tandem</code>.</li>
<li>Type <code>/partner start</code> there, and the first checklist is on its way.</li>
</ol>
<p><a class="go" href="https://slack.com/app_redirect?${escapeHtml(query.toString())}">Open Slack</a></p>`,
  );
}

const refusals = {
  cancelled: [
    403,
    'Nothing was installed',
    'You said no in Slack, so Tandem has no access to your workspace.',
  ],
  state: [
    400,
    'That took too long, or came from elsewhere',
    'This page belongs to an installation begun in this browser within the last ten minutes, and works once. Nothing was installed.',
  ],
  failed: [
    502,
    'That didn’t work',
    'Slack or Tandem could not finish the installation, so nothing was installed. Please try again in a minute.',
  ],
  method: [405, 'Nothing here', 'This page can only be opened.'],
} as const satisfies Record<string, readonly [number, string, string]>;

/** It came to nothing, and why. */
export function refusedPage(reason: keyof typeof refusals): Page {
  const [status, title, words] = refusals[reason];
  // Relative, so that it stays right behind whatever serves this.
  return page(status, title, `<p>${words}</p>\n<p><a class="go" href="install">Begin again</a></p>`);
}

function page(status: number, title: string, body: string): Page {
  return {
    status,
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
:root { color-scheme: light dark; --ink: #1f2a44; --soft: #55607a; --paper: #ffffff; --ground: #f3f5f9; --line: #d9deea; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef1f8; --soft: #b3bccf; --paper: #1c2333; --ground: #131926; --line: #323c53; } }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 38rem; margin: 8vh auto; padding: 2rem 2.25rem; background: var(--paper); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 1rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; font-size: 1rem; }
li { margin: .35rem 0; }
ul, ol { padding-left: 1.3rem; color: var(--soft); }
code { padding: .1em .35em; border-radius: 4px; background: var(--ground); color: var(--ink); }
.go { display: inline-block; margin-top: .5rem; padding: .65rem 1.4rem; border-radius: 8px; background: #1f4fd8; color: #ffffff; font-weight: 600; text-decoration: none; }
.go:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
@media (max-width: 42rem) { main { margin: 0; border: 0; border-radius: 0; } }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`,
  };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
