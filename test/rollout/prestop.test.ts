import { describe, expect, it } from 'vitest';
import { preStopOf } from '../../src/rollout/prestop.ts';
import { buildWorld } from '../../src/world/world.ts';
import { treeOf } from '../support/check-files.ts';

function stopOf(lifecycle: string, image = 'web:1'): ReturnType<typeof preStopOf> {
  const text = `apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: ${image}, lifecycle: ${lifecycle} }] }\n`;
  const world = buildWorld(treeOf({ 'web.yaml': text }), { clusterOf: () => ({ name: undefined, facts: {} }) });
  return preStopOf(world.workloads[0]?.containers[0] ?? expect.fail());
}

const exec = (command: string): string => `{ preStop: { exec: { command: ${command} } } }`;

describe('preStop', () => {
  it.each([
    ['{ preStop: { sleep: { seconds: 15 } } }', 15],
    [exec('[sleep, "15"]'), 15],
    [exec('[sleep, 15]'), 15],
    [exec('["/bin/sleep", "15"]'), 15],
    [exec('["/usr/bin/sleep", "1.5"]'), 1.5],
    [exec('[sleep, "1m"]'), 60],
    [exec('[sleep, "1m", "30s"]'), 90],
    [exec('[sleep, "1h"]'), 3600],
    [exec('[sh, -c, "sleep 15"]'), 15],
    [exec('["/bin/bash", "-lc", "sleep 15"]'), 15],
    [exec('[sh, -c, "sleep 15s && nginx -s quit"]'), 15],
    [exec('[sh, -c, "sleep 10 && echo half && sleep 5"]'), 15],
    [exec('[sh, -c, "echo going; sleep 15 # then it ends"]'), 15],
    [exec('[sh, -c, "sleep \'15\'"]'), 15],
    [exec('[sh, -c, "sleep 15 || true"]'), 15],
    [exec('[sh, -ec, "/bin/sleep 15; kill 1"]'), 15],
    [exec('[sh, -c, \'{ sleep "15"; }\']'), 15],
  ])('%s waits for %d s', (lifecycle, seconds) => {
    expect(stopOf(lifecycle)).toMatchObject({ kind: 'known', seconds });
  });

  it.each([
    '{ preStop: { httpGet: { path: /drain, port: 8080 } } }',
    '{ preStop: { tcpSocket: { port: 8080 } } }',
    '{ preStop: { sleep: { seconds: "15" } } }',
    exec('[sleep, "${SECONDS}"]'),
    exec('[sleep, infinity]'),
    exec('["sleep 15"]'),
    exec('[/app/drain, "--seconds=15"]'),
    exec('[sh, /drain.sh, "sleep 15"]'),
    exec('[sh, -c, "sleep $SECONDS"]'),
    exec('[sh, -c, "sleep 15 &"]'),
    exec('[sh, -c, "sleep 15 & wait"]'),
    exec('[sh, -c, "/app/drain || sleep 15"]'),
    exec('[sh, -c, "while pgrep nginx; do sleep 1; done"]'),
    exec('[sh, -c, "for i in 1 2 3; do sleep 5; done"]'),
    exec('[sh, -c, "echo nosleep 15"]'),
    exec('[sh, -c, "echo sleep 15"]'),
    exec('[sh, -c, "# sleep 15"]'),
    exec('[sh, -c, "true # sleep 15"]'),
    exec('[sh, -c, "false && sleep 15"]'),
    exec('[sh, -c, "[ -f /tmp/x ] && sleep 15"]'),
    exec('[sh, -c, "exit 0; sleep 15"]'),
    exec('[sh, -c, "timeout 5 sleep 15"]'),
    exec('[sh, -c, "f() { sleep 15; }; nginx -s quit"]'),
    exec('[sh, -c, "(sleep 15; nginx -s quit) &"]'),
    exec('[sh, -c, \'echo "a; sleep 15"\']'),
    // It serves nobody while it sleeps.
    exec('[sh, -c, "nginx -s quit; sleep 15"]'),
    // Nobody knows how long the rest takes.
    exec('[sh, -c, "sleep 3; /app/wait-for-drain"]'),
    exec('[sh, -c, "sleep 10 && /app/stop && sleep 5"]'),
    exec('[sh, -c, "sleep $DELAY; sleep 1"]'),
    '{ preStop: { exec: { command: [] } } }',
  ])('%s takes nobody knows how long', (lifecycle) => {
    expect(stopOf(lifecycle).kind).toBe('unknown');
  });

  it.each([
    '{}',
    '{ preStop: null }',
    '{ preStop: {} }',
    '{ postStart: { exec: { command: [sleep, "15"] } } }',
    'null',
  ])('%s is none', (lifecycle) => {
    expect(stopOf(lifecycle).kind).toBe('none');
  });

  it.each([
    ['gcr.io/distroless/static-debian12', true],
    ['gcr.io/distroless/java21-debian12:nonroot', true],
    ['registry.example.com/web:1.4-distroless', true],
    ['registry.example.com/web-distroless@sha256:0123', true],
    ['gcr.io/distroless/static-debian12:debug', false],
    ['gcr.io/distroless/base:debug-nonroot', false],
    ['registry.example.com/web:1.4', false],
    ['registry.example.com/notdistrolessatall:1', false],
  ])('in %s may have no program to run: %s', (image, lacks) => {
    const stop = stopOf(exec('[sleep, "15"]'), image);
    expect(stop).toMatchObject({ kind: 'known', lacksProgram: lacks ? image : undefined });
    // The kubelet sleeps by itself.
    expect(stopOf('{ preStop: { sleep: { seconds: 15 } } }', image)).toMatchObject({ lacksProgram: undefined });
  });
});
