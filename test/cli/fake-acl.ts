/** Access-control lists in memory for the tests of the commands and of the local socket. */
import type { AclAnswer, AclApi, AclQuestion, AclStatus } from '../../src/agent/api/access-api.ts';

export class FakeAcl implements AclApi {
  readonly #asked: (method: string, params?: unknown) => void;
  answer: AclAnswer = {
    peer: 'did:key:z6MkfakePeer',
    alias: 'bob',
    allowed: true,
    rule: 'peers.bob.allow_tools "read_*"',
    file: '/talos/permissions.yaml',
    line: 4,
    reason: 'an allow pattern fits',
    inForce: true,
    limits: {},
  };
  all: AclStatus[] = [];

  constructor(asked: (method: string, params?: unknown) => void) {
    this.#asked = asked;
  }

  async check(question: AclQuestion): Promise<AclAnswer> {
    this.#asked('acl.check', question);
    return this.answer;
  }

  async lists(): Promise<readonly AclStatus[]> {
    this.#asked('acl.lists');
    return this.all;
  }
}
