import { describe, expect, it } from 'vitest';
import { MAX_PROTOBUF_FIELDS } from '../../src/codec/protobuf.ts';
import { MAX_XML_BYTES, MAX_XML_DEPTH, MAX_XML_ELEMENTS } from '../../src/codec/xml.ts';
import { AUTONAT_PROTOCOL, MAX_AUTONAT_ADDRESSES, MAX_AUTONAT_BYTES } from '../../src/net/autonat-message.ts';
import { MAX_NAT_PMP_BYTES, NAT_PMP_PORT } from '../../src/net/nat-pmp.ts';
import { MAX_PUNCH_ADDRESSES, MAX_PUNCH_MESSAGE_BYTES, PUNCH_PROTOCOL } from '../../src/net/punch-message.ts';
import { RECORD_PROTOCOL } from '../../src/net/record-protocol.ts';
import * as relay from '../../src/net/relay-limits.ts';
import {
  MAX_SSDP_BYTES,
  MAX_UPNP_SERVICES,
  MAX_UPNP_URL_CHARACTERS,
  SSDP_GROUP,
  SSDP_PORT,
} from '../../src/net/upnp.ts';
import {
  AUTONAT_DIAL_MS,
  MAX_AUTONAT_A_SOURCE,
  MAX_AUTONAT_DIALS,
  MAX_AUTONAT_IN_ALL,
} from '../../src/node/network/autonat-server.ts';
import * as lan from '../../src/node/network/lan.ts';
import { ROUTER_WAIT_MS } from '../../src/node/network/network.ts';
import { MAPPING_AGAIN_MS } from '../../src/node/network/port-mapping.ts';
import { MAPPING_LIFE_S, MAPPING_TIMEOUT_MS } from '../../src/node/network/port-way.ts';
import {
  MAX_PUNCHES,
  MAX_PUNCHES_PER_CONNECTION,
  PUNCH_AGAIN_MS,
  PUNCH_ATTEMPTS,
  PUNCH_DIAL_MS,
  PUNCH_TIMEOUT_MS,
} from '../../src/node/network/punch.ts';
import {
  MAX_REACHABILITY_SERVERS,
  REACHABILITY_MS,
  REACHABILITY_TIMEOUT_MS,
  REACHABILITY_UNKNOWN_MS,
} from '../../src/node/network/reachability.ts';
import { MAX_PORT_TRIES, MAX_SSDP_ANSWERS, SSDP_MORE_MS } from '../../src/node/network/upnp-way.ts';

describe('the limits of a relay, PROTOCOL.md §6.8 and §11', () => {
  it('are the constants that the code obeys, and those that talos limits lists', () => {
    expect({ ...relay }).toEqual({
      MAX_RESERVATIONS: 1000,
      MAX_RESERVATIONS_PER_SOURCE: 32,
      MAX_RELAYED_PER_RESERVATION: 24,
      MAX_RELAYED: 1000,
      MAX_RELAYED_BYTES: 16 * 1024 ** 3,
      MAX_RELAYED_MS: 24 * 3_600_000,
      RESERVATION_MS: 3_600_000,
    });
  });
});

describe('the limits of reachability, PROTOCOL.md §6.14 and §11', () => {
  it('are the constants that the code obeys', () => {
    expect({
      AUTONAT_PROTOCOL,
      MAX_AUTONAT_BYTES,
      MAX_AUTONAT_ADDRESSES,
      MAX_AUTONAT_A_SOURCE,
      MAX_AUTONAT_IN_ALL,
      MAX_AUTONAT_DIALS,
      AUTONAT_DIAL_MS,
      REACHABILITY_MS,
      REACHABILITY_UNKNOWN_MS,
      MAX_REACHABILITY_SERVERS,
      REACHABILITY_TIMEOUT_MS,
    }).toEqual({
      AUTONAT_PROTOCOL: '/libp2p/autonat/1.0.0',
      MAX_AUTONAT_BYTES: 2048,
      MAX_AUTONAT_ADDRESSES: 8,
      MAX_AUTONAT_A_SOURCE: 12,
      MAX_AUTONAT_IN_ALL: 600,
      MAX_AUTONAT_DIALS: 16,
      AUTONAT_DIAL_MS: 5000,
      REACHABILITY_MS: 900_000,
      REACHABILITY_UNKNOWN_MS: 60_000,
      MAX_REACHABILITY_SERVERS: 3,
      REACHABILITY_TIMEOUT_MS: 12_000,
    });
  });
});

describe('the limits of a port of the router, PROTOCOL.md §6.15 and §11', () => {
  it('are the constants that the code obeys', () => {
    expect({
      NAT_PMP_PORT,
      MAX_NAT_PMP_BYTES,
      MAPPING_LIFE_S,
      MAPPING_TIMEOUT_MS,
      MAPPING_AGAIN_MS,
      ROUTER_WAIT_MS,
      SSDP_GROUP,
      SSDP_PORT,
      MAX_SSDP_BYTES,
      MAX_SSDP_ANSWERS,
      SSDP_MORE_MS,
      MAX_UPNP_URL_CHARACTERS,
      MAX_UPNP_SERVICES,
      MAX_PORT_TRIES,
      MAX_XML_BYTES,
      MAX_XML_DEPTH,
      MAX_XML_ELEMENTS,
    }).toEqual({
      NAT_PMP_PORT: 5351,
      MAX_NAT_PMP_BYTES: 16,
      MAPPING_LIFE_S: 7200,
      MAPPING_TIMEOUT_MS: 8000,
      MAPPING_AGAIN_MS: 600_000,
      ROUTER_WAIT_MS: 1500,
      SSDP_GROUP: '239.255.255.250',
      SSDP_PORT: 1900,
      MAX_SSDP_BYTES: 2048,
      MAX_SSDP_ANSWERS: 16,
      SSDP_MORE_MS: 1500,
      MAX_UPNP_URL_CHARACTERS: 512,
      MAX_UPNP_SERVICES: 4,
      MAX_PORT_TRIES: 4,
      MAX_XML_BYTES: 65_536,
      MAX_XML_DEPTH: 16,
      MAX_XML_ELEMENTS: 1000,
    });
  });
});

describe('the limits of the local network, PROTOCOL.md §6.13 and §11', () => {
  it('are the constants that the code obeys', () => {
    expect({
      MDNS_TAG: lan.MDNS_TAG,
      RECORD_PROTOCOL,
      MDNS_INTERVAL_MS: lan.MDNS_INTERVAL_MS,
      MDNS_ANSWER_MS: lan.MDNS_ANSWER_MS,
      MDNS_WAIT_MS: lan.MDNS_WAIT_MS,
      MDNS_TTL_MS: lan.MDNS_TTL_MS,
      MAX_LAN_PEERS: lan.MAX_LAN_PEERS,
      MAX_LAN_ADDRESSES: lan.MAX_LAN_ADDRESSES,
    }).toEqual({
      MDNS_TAG: '_talos._udp.local',
      RECORD_PROTOCOL: '/talos/record/1',
      MDNS_INTERVAL_MS: 60_000,
      MDNS_ANSWER_MS: 1000,
      MDNS_WAIT_MS: 1500,
      MDNS_TTL_MS: 120_000,
      MAX_LAN_PEERS: 256,
      MAX_LAN_ADDRESSES: 4,
    });
  });
});

describe('the limits of opening NATs, PROTOCOL.md §6.12 and §11', () => {
  it('are the constants that the code obeys', () => {
    expect({
      PUNCH_PROTOCOL,
      PUNCH_ATTEMPTS,
      MAX_PUNCHES_PER_CONNECTION,
      MAX_PUNCHES,
      PUNCH_TIMEOUT_MS,
      PUNCH_DIAL_MS,
      PUNCH_AGAIN_MS,
      MAX_PUNCH_ADDRESSES,
      MAX_PUNCH_MESSAGE_BYTES,
      MAX_PROTOBUF_FIELDS,
    }).toEqual({
      PUNCH_PROTOCOL: '/libp2p/dcutr',
      PUNCH_ATTEMPTS: 3,
      MAX_PUNCHES_PER_CONNECTION: 4,
      MAX_PUNCHES: 8,
      PUNCH_TIMEOUT_MS: 10_000,
      PUNCH_DIAL_MS: 4000,
      PUNCH_AGAIN_MS: 300_000,
      MAX_PUNCH_ADDRESSES: 4,
      MAX_PUNCH_MESSAGE_BYTES: 4096,
      MAX_PROTOBUF_FIELDS: 64,
    });
  });
});
