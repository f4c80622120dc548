import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { features } from '../../src/features/index.ts';
import { openApiPath } from '../../src/platform/http/http-api.ts';
import { installPath, redirectPath } from '../../src/platform/installations/install-pages.ts';

// What can be said of the image and of compose.yaml by reading them; neither is built or run here.

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const compose = parse(read('compose.yaml'));
const { tandem, database, balancer } = compose.services;
const caddyfile: string = compose.configs.caddyfile.content;
const dockerfile = read('Dockerfile').replaceAll(/\\\n/g, ' ').split('\n');
const instructions = (name: string) =>
  dockerfile.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1).trim());

describe('compose.yaml', () => {
  test('has a database, two processes of the app and a balancer, each waiting for the one before', () => {
    expect(Object.keys(compose.services)).toEqual(['database', 'tandem', 'balancer']);
    expect(tandem.deploy.replicas).toBe(2);
    expect(tandem.depends_on).toEqual({ database: { condition: 'service_healthy' } });
    expect(balancer.depends_on).toEqual({ tandem: { condition: 'service_healthy' } });
    expect(database.healthcheck.test).toContain('pg_isready');
    expect(tandem.healthcheck.test.join(' ')).toContain(`:${tandem.environment.PORT}/readyz`);
    // Longer than the app takes at most.
    expect(Number.parseInt(tandem.stop_grace_period, 10)).toBeGreaterThan(10);
    expect([database.ports, tandem.ports]).toEqual([undefined, undefined]);
  });

  test('lets through what Slack, browsers and other systems call, and nothing else', () => {
    const [, list = ''] = /@open path (.+)/.exec(caddyfile) ?? [];
    const opens = list.split(' ').map((each) => new RegExp(`^${each.replaceAll('*', '.*')}$`));
    const isOpen = (path: string) => opens.some((each) => each.test(path));
    const routes = features.flatMap((feature) => feature.http ?? []).map(({ path }) => path);
    const served = [...routes, openApiPath, '/slack/events', installPath, redirectPath];
    expect(routes.length).toBeGreaterThan(5);
    expect(served.filter((path) => !isOpen(path))).toEqual([]);
    expect(['/metrics', '/healthz', '/readyz', '/'].filter(isOpen)).toEqual([]);
    expect(caddyfile).toMatch(/handle @open \{\s+reverse_proxy[^}]+tandem 3000/);
    expect(caddyfile).toMatch(/handle \{\s+respond 404/);
  });

  test('passes on what OpenTelemetry is set by', () => {
    for (const name of ['EXPORTER_OTLP_ENDPOINT', 'EXPORTER_OTLP_TRACES_ENDPOINT', 'EXPORTER_OTLP_HEADERS'])
      expect(tandem.environment).toMatchObject({ [`OTEL_${name}`]: `\${OTEL_${name}:-}` });
    for (const name of ['SERVICE_NAME', 'TRACES_SAMPLER', 'TRACES_SAMPLER_ARG', 'SDK_DISABLED'])
      expect(tandem.environment).toMatchObject({ [`OTEL_${name}`]: `\${OTEL_${name}:-}` });
  });
});

describe('the image', () => {
  test('is made from the lock file without development dependencies', () => {
    const commands = instructions('RUN').flatMap((line) => line.split('&&').map((each) => each.trim()));
    // The generator goes once the client is made.
    expect(commands.filter((line) => /\bnpm\b/.test(line))).toEqual([
      'npm ci --omit=dev --no-fund --no-audit',
      'npm uninstall --no-save --ignore-scripts --omit=dev --no-fund --no-audit prisma',
    ]);
    const { dependencies } = JSON.parse(read('package.json'));
    // What starts it is no development dependency.
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(['tsx', 'prisma']));
  });

  test('runs as an unprivileged user, which owns the folder of its data', () => {
    expect(instructions('USER')).toEqual(['node']);
    expect(instructions('VOLUME')).toEqual(['/data']);
    expect(dockerfile.findIndex((line) => line.startsWith('USER'))).toBeLessThan(
      dockerfile.findIndex((line) => line.startsWith('CMD')),
    );
    expect(instructions('RUN').some((line) => line.includes('chown node:node /data'))).toBe(true);
  });

  test('takes in only what is there, and what is not kept out', () => {
    const copied = instructions('COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(/\s+/).slice(0, -1));
    expect(copied.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
    const letIn = read('.dockerignore').split('\n');
    expect(copied.filter((path) => !letIn.includes(`!${path}`))).toEqual([]);
    const [start = ''] = instructions('CMD');
    expect(JSON.parse(start)).toEqual(['node', '--import', 'tsx', 'src/main.ts']);
  });
});
