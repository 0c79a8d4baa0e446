import { describe, expect, it } from 'vitest';
import { Metrics } from '../../../src/base/metrics.ts';

describe('metrics', () => {
  it('writes counters, gauges and times as Prometheus reads them', () => {
    const metrics = new Metrics();
    const asked = metrics.counter('asked_total', 'Asked.');
    asked.add({ op: 'a' });
    asked.add({ op: 'b' }, 2);
    asked.add({ op: 'a' });
    let links = 1;
    metrics.gauge('links', 'Links.', () => links, { service: 'x' });
    metrics.gauge('links', 'Links.', () => 7, { service: 'y' });
    metrics.counted('cpu_seconds_total', 'Time.', () => 1.5);
    links = 3;
    expect(metrics.text()).toBe(
      [
        '# HELP asked_total Asked.',
        '# TYPE asked_total counter',
        'asked_total{op="a"} 2',
        'asked_total{op="b"} 2',
        '# HELP links Links.',
        '# TYPE links gauge',
        'links{service="x"} 3',
        'links{service="y"} 7',
        '# HELP cpu_seconds_total Time.',
        '# TYPE cpu_seconds_total counter',
        'cpu_seconds_total 1.5',
        '',
      ].join('\n'),
    );
  });

  it('counts times in buckets that grow, the last of which holds all', () => {
    const metrics = new Metrics();
    const times = metrics.histogram('store_seconds', 'Times.');
    for (const seconds of [0.0005, 0.0006, 0.02, 60]) times.observe(seconds, { operation: 'get' });
    const text = metrics.text();
    expect(text).toContain('store_seconds_bucket{operation="get",le="0.0005"} 1\n');
    expect(text).toContain('store_seconds_bucket{operation="get",le="0.001"} 2\n');
    expect(text).toContain('store_seconds_bucket{operation="get",le="0.025"} 3\n');
    expect(text).toContain('store_seconds_bucket{operation="get",le="5"} 3\n');
    expect(text).toContain('store_seconds_bucket{operation="get",le="+Inf"} 4\n');
    expect(text).toContain('store_seconds_count{operation="get"} 4\n');
    expect(text).toMatch(/store_seconds_sum\{operation="get"\} 60\.02/);
  });

  it('two who ask for one counter count together; a name has one type', () => {
    const metrics = new Metrics();
    metrics.counter('a_total', 'A.').add();
    metrics.counter('a_total', 'A.').add();
    expect(metrics.text()).toContain('a_total 2\n');
    expect(() => metrics.gauge('a_total', 'A.', () => 1)).toThrow(TypeError);
    expect(() => metrics.counter('Not a name', 'A.')).toThrow(TypeError);
  });

  it('escapes the values of labels', () => {
    const metrics = new Metrics();
    metrics.counter('a_total', 'A.').add({ name: 'a"\\\n' });
    expect(metrics.text()).toContain('a_total{name="a\\"\\\\\\n"} 1\n');
  });
});
