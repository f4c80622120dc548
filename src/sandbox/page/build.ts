import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The sandbox's page as three texts. `html` asks for the other two at `/sandbox/page.js` and `/sandbox/page.css`. */
export interface Page {
  readonly html: string;
  readonly js: string;
  readonly css: string;
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%235b2a86'/%3E%3Ccircle cx='11' cy='18' r='6' fill='none' stroke='white' stroke-width='3'/%3E%3Ccircle cx='21' cy='18' r='6' fill='none' stroke='%23f2c14e' stroke-width='3'/%3E%3C/svg%3E";

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Tandem sandbox</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/sandbox/page.css">
</head>
<body>
<div id="root"></div>
<noscript>The sandbox is drawn in the browser: please switch JavaScript on.</noscript>
<script type="module" src="/sandbox/page.js"></script>
</body>
</html>
`;

/** Bundles the page in memory; nothing is written. Takes well under a second. Throws esbuild's error when the page does not compile. */
export async function buildPage(): Promise<Page> {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const result = await build({
    entryPoints: { page: here('./main.tsx'), style: here('./styles/page.css') },
    outdir: '/',
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  const output = (ending: string) =>
    result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { html, js: output('.js'), css: output('.css') };
}
