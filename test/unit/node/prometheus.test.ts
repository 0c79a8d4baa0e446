import { describe, expect, it } from 'vitest';
import { Prometheus } from '../../../src/node/prometheus.ts';

describe('metrics', () => {
  it('are written as Prometheus reads them: counters, gauges, and what others count', async () => {
    const metrics = new Prometheus();
    const asked = metrics.counter('asked_total', 'Asked.', ['op']);
    asked.add({ op: 'a' });
    asked.add({ op: 'b' }, 2);
    asked.add({ op: 'a' });
    let links = 1;
    metrics.gauge('links', 'Links.', () => links, { service: 'x' });
    metrics.gauge('links', 'Links.', () => Promise.resolve(7), { service: 'y' });
    let cpu = 1.5;
    metrics.counted('cpu_seconds_total', 'Time.', () => cpu);
    const text = [
      '# HELP asked_total Asked.',
      '# TYPE asked_total counter',
      'asked_total{op="a"} 2',
      'asked_total{op="b"} 2',
      '',
      '# HELP links Links.',
      '# TYPE links gauge',
      'links{service="x"} 3',
      'links{service="y"} 7',
      '',
      '# HELP cpu_seconds_total Time.',
      '# TYPE cpu_seconds_total counter',
      'cpu_seconds_total 2.5',
      '',
    ].join('\n');
    links = 3;
    await metrics.text();
    cpu = 2.5;
    expect(await metrics.text()).toBe(text);
  });

  it('count times in buckets that grow, the last of which holds all', async () => {
    const metrics = new Prometheus();
    const times = metrics.histogram('store_seconds', 'Times.', ['operation']);
    for (const seconds of [0.0005, 0.0006, 0.02, 61]) times.observe(seconds, { operation: 'get' });
    const text = await metrics.text();
    const bucket = (le: string): string | undefined =>
      text.split('\n').find((line) => line.startsWith('store_seconds_bucket') && line.includes(`le="${le}"`));
    expect(['0.0005', '0.001', '0.025', '60', '+Inf'].map((le) => bucket(le)?.split(' ')[1])).toEqual([
      '1',
      '2',
      '3',
      '3',
      '4',
    ]);
    expect(text).toContain('store_seconds_count{operation="get"} 4\n');
    expect(text).toMatch(/store_seconds_sum\{operation="get"\} 61\.02/);
  });

  it('of one name count together; a name has one type, and one set of labels', async () => {
    const metrics = new Prometheus();
    metrics.counter('a_total', 'A.').add();
    metrics.counter('a_total', 'A.').add();
    expect(await metrics.text()).toContain('a_total 2\n');
    expect(() => metrics.gauge('a_total', 'A.', () => 1)).toThrow(TypeError);
    expect(() => metrics.counted('a_total', 'A.', () => 1)).toThrow(TypeError);
    expect(() => metrics.counter('a_total', 'A.', ['label'])).toThrow(TypeError);
    expect(() => metrics.counter('Not a name', 'A.')).toThrow(TypeError);
    expect(() => metrics.counter('a_total', 'A.').add({ other: 'x' })).toThrow(/other/);
  });

  it('escape the values of labels', async () => {
    const metrics = new Prometheus();
    metrics.counter('a_total', 'A.', ['name']).add({ name: 'a"\\\n' });
    expect(await metrics.text()).toContain('a_total{name="a\\"\\\\\\n"} 1\n');
  });
});
