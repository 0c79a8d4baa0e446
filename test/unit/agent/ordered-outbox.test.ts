import { expect, it } from 'vitest';
import { OrderedOutbox } from '../../../src/agent/message/ordered-outbox.ts';

it('releases at once what nothing waits before', () => {
  const out: number[] = [];
  new OrderedOutbox().push(() => out.push(1));
  expect(out).toEqual([1]);
});

it('holds what comes after a place that is not filled, and releases in order when it is', () => {
  const outbox = new OrderedOutbox();
  const out: number[] = [];
  const first = outbox.reserve();
  const second = outbox.reserve();
  outbox.push(() => out.push(3));
  second(() => out.push(2));
  expect(out).toEqual([]);
  first(() => out.push(1));
  expect(out).toEqual([1, 2, 3]);
  expect(outbox.size).toBe(0);
});

it('takes a message pushed while another is released', () => {
  const outbox = new OrderedOutbox();
  const out: number[] = [];
  const fill = outbox.reserve();
  fill(() => {
    out.push(1);
    outbox.push(() => out.push(2));
  });
  outbox.push(() => out.push(3));
  expect(out).toEqual([1, 2, 3]);
});

it('releases each place once when one is filled from within the release of another', () => {
  const outbox = new OrderedOutbox();
  const out: number[] = [];
  const first = outbox.reserve();
  const second = outbox.reserve();
  first(() => {
    out.push(1);
    second(() => out.push(2));
  });
  expect(out).toEqual([1, 2]);
});

it('knows how many bytes wait, and tells when nothing does', async () => {
  const outbox = new OrderedOutbox();
  const fill = outbox.reserve(10);
  outbox.push(() => {}, 5);
  expect([outbox.bytes, outbox.size]).toEqual([15, 2]);
  let isEmpty = false;
  const emptied = outbox.emptied().then(() => {
    isEmpty = true;
  });
  await Promise.resolve();
  expect(isEmpty).toBe(false);
  fill(() => {});
  await emptied;
  expect([outbox.bytes, outbox.size]).toEqual([0, 0]);
  await outbox.emptied();
});
