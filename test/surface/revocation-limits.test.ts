import { expect, it } from 'vitest';
import { REFRESH_TIMEOUT_MS } from '../../src/agent/authority/freshness.ts';
import { RENEWAL_TIMEOUT_MS, RENEWALS_A_MINUTE } from '../../src/agent/authority/renewals.ts';
import { MAX_BRANCHES, MAX_FOREIGN_ITEMS, MAX_FOREIGN_LISTS } from '../../src/agent/authority/revocation-book.ts';
import { LIST_PACKETS_A_MINUTE } from '../../src/agent/authority/revocation-exchange.ts';
import { MAX_PART_BYTES, MAX_PART_ITEMS } from '../../src/agent/authority/revocation-part.ts';
import { MAX_REASON } from '../../src/capability/revocation.ts';
import * as list from '../../src/capability/revocation-list.ts';

it('the limits of revocation and renewal are those of PROTOCOL.md §11', () => {
  expect([list.MAX_LIST_ITEMS, MAX_BRANCHES]).toEqual([131_072, 8]);
  expect([list.HEAD_LIFE_MS, list.MAX_HEAD_LIFE_MS]).toEqual([86_400_000, 7 * 86_400_000]);
  expect([MAX_FOREIGN_LISTS, MAX_FOREIGN_ITEMS, LIST_PACKETS_A_MINUTE]).toEqual([4096, 524_288, 600]);
  expect([list.MAX_ITEM_BYTES, MAX_REASON, list.MAX_HEAD_BYTES]).toEqual([4096, 512, 1024]);
  expect([MAX_PART_ITEMS, MAX_PART_BYTES]).toEqual([1024, 128 * 1024]);
  expect([RENEWALS_A_MINUTE, RENEWAL_TIMEOUT_MS, REFRESH_TIMEOUT_MS]).toEqual([60, 10_000, 5000]);
});
