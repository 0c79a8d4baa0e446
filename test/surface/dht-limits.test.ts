import { describe, expect, it } from 'vitest';
import {
  DHT_AFTER_MS,
  DHT_JOIN_AFTER_MS,
  DHT_REPUBLISH_MS,
  DHT_SETTLED_MS,
} from '../../src/agent/reach/dht-presence.ts';
import { SEARCH_PATIENCE_MS } from '../../src/agent/reach/peer-dial.ts';
import {
  BETTER_RECORD_MS,
  MAX_LOOKUPS,
  MAX_RECORDS_AN_ANSWER,
  SOURCE_TIMEOUT_MS,
} from '../../src/agent/reach/record-finder.ts';
import { DHT_ANSWERS, DHT_LATER_ANSWERS_MS, DHT_LOOKUP_TIMEOUT_MS, MAX_DHT_LOOKUPS } from '../../src/node/dht/dht.ts';
import { MAX_LOOKUP_DIALS, MAX_VAIN_REFERRALS } from '../../src/node/dht/dht-budget.ts';
import { MAX_CONTACT_ADDRESSES, MAX_DHT_CONTACTS, MAX_DHT_NEIGHBOURS } from '../../src/node/dht/dht-contacts.ts';
import { MAX_NODES_A_NETWORK, MAX_NODES_A_NETWORK_AND_DISTANCE } from '../../src/node/dht/dht-diversity.ts';
import * as node from '../../src/node/dht/dht-node.ts';
import { DHT_KEY_BYTES, MAX_DHT_BYTES, MAX_DHT_HEADS, MAX_DHT_RECORDS } from '../../src/node/dht/dht-records.ts';
import { MAX_IPS_A_NAME, NAME_TIMEOUT_MS } from '../../src/node/network/learned-addresses.ts';
import { MAX_BOOTSTRAPS } from '../../src/node/settings.ts';

describe('the limits of the DHT, PROTOCOL.md §6.10 and §11', () => {
  it('are the constants that the code obeys', () => {
    const { DhtNode: _, ...constants } = node;
    expect(constants).toEqual({
      DHT_PROTOCOL: '/talos/kad/1',
      MAX_DHT_REQUEST_BYTES: 9343,
      MAX_DHT_ANSWER_BYTES: 65_536,
      MAX_DHT_STREAMS: 8,
      DHT_REQUESTS_A_MINUTE: { peer: 600, source: 6000 },
      DHT_PUTS_A_MINUTE: { peer: 30, source: 300 },
      MAX_CLOSER_NODES: 20,
      DHT_REPLICAS: 40,
      DHT_PATHS: 3,
      MAX_DHT_DIALS: 16,
      DHT_DIAL_TIMEOUT_MS: 3000,
      DHT_ANSWER_TIMEOUT_MS: 4000,
      DHT_BACKGROUND_DIALS: 120,
    });
    expect({ MAX_DHT_RECORDS, MAX_DHT_BYTES, MAX_DHT_HEADS, DHT_KEY_BYTES }).toEqual({
      MAX_DHT_RECORDS: 10_000,
      MAX_DHT_BYTES: 32 * 1024 * 1024,
      MAX_DHT_HEADS: 20_000,
      DHT_KEY_BYTES: 63,
    });
    expect({ MAX_DHT_LOOKUPS, DHT_ANSWERS, DHT_LATER_ANSWERS_MS, DHT_LOOKUP_TIMEOUT_MS }).toEqual({
      MAX_DHT_LOOKUPS: 4,
      DHT_ANSWERS: 3,
      DHT_LATER_ANSWERS_MS: 1000,
      DHT_LOOKUP_TIMEOUT_MS: 12_000,
    });
    expect({ MAX_LOOKUP_DIALS, MAX_VAIN_REFERRALS }).toEqual({ MAX_LOOKUP_DIALS: 120, MAX_VAIN_REFERRALS: 3 });
    expect({ MAX_CONTACT_ADDRESSES, MAX_DHT_CONTACTS, MAX_DHT_NEIGHBOURS, MAX_BOOTSTRAPS }).toEqual({
      MAX_CONTACT_ADDRESSES: 4,
      MAX_DHT_CONTACTS: 4096,
      MAX_DHT_NEIGHBOURS: 64,
      MAX_BOOTSTRAPS: 16,
    });
    expect([MAX_NODES_A_NETWORK, MAX_NODES_A_NETWORK_AND_DISTANCE]).toEqual([16, 4]);
    expect([DHT_AFTER_MS, DHT_JOIN_AFTER_MS, DHT_SETTLED_MS, DHT_REPUBLISH_MS]).toEqual([250, 1000, 60_000, 3_600_000]);
  });

  it('of looking for agents, likewise', () => {
    expect({ BETTER_RECORD_MS, MAX_LOOKUPS, MAX_RECORDS_AN_ANSWER, SOURCE_TIMEOUT_MS, SEARCH_PATIENCE_MS }).toEqual({
      BETTER_RECORD_MS: 300,
      MAX_LOOKUPS: 32,
      MAX_RECORDS_AN_ANSWER: 8,
      SOURCE_TIMEOUT_MS: 15_000,
      SEARCH_PATIENCE_MS: 1000,
    });
    expect([MAX_IPS_A_NAME, NAME_TIMEOUT_MS]).toEqual([4, 5000]);
  });
});
