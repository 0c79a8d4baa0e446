// Two things must allow a call: the capability that the caller holds, and the owner's own list, permissions.yaml, which
// may be changed at any time. Whatever it does not allow is denied, whoever granted it. What a list says is asked before
// it is put in force, with AccessControl, which decides as the agent does.
//   node examples/access-control.mjs
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AccessControl } from 'talos-protocol';
import { filesServer } from './parts/files-server.mjs';
import { check, refusal, withClients } from './parts/scene.mjs';

await withClients(['owner', 'alice', 'bob'], async (owner, alice, bob, folder) => {
  // Alice may read, three times a minute. Bob is not in the list.
  const list = `default_allow: false
peers:
  ${alice.did}:
    allow_tools: ["read_*"]
    deny_tools: ["read_secret*"]
    rate_limit:
      requests_per_minute: 3
`;
  const [fault] = AccessControl.faults(list.replace('allow_tools', 'allow_tolls'));
  check(`a list with a slip is none: line ${fault.line}: ${fault.message}`, fault.line === 4);
  const access = new AccessControl(list);
  const secret = access.check({ peer: alice.did, target: 'read_secret_key' });
  check(`alice and read_secret_key: ${secret.code}, by line ${secret.line}`, !secret.allowed && secret.line === 5);
  check('alice and read_file: allowed', access.check({ peer: alice.did, target: 'read_file' }).allowed);
  await writeFile(join(folder, 'owner', 'permissions.yaml'), list, { mode: 0o600 });
  await owner.serveLocal({ server: filesServer, service: 'files', allow: '*' });
  const any = { '*': { any: true } };
  // Both hold a capability for everything that the server has.
  const [forAlice, forBob] = await Promise.all(
    [alice, bob].map(({ did: subject }) =>
      owner.grantCapability({ subject, service: 'files', tools: { read_file: any, write_file: any } }),
    ),
  );
  const call = (client, tool, capability) =>
    client.callTool(owner.did, tool, { path: '/data/a', content: 'x' }, { capability });

  const { result } = await call(alice, 'read_file', forAlice);
  check(`alice reads: ${result.content[0].text}`, result.content[0].text === 'read_file: /data/a');
  const written = await refusal(call(alice, 'write_file', forAlice));
  check(`alice may not write, though her capability says so: ${written}`, written === 'ACL_DENIED');
  const others = await refusal(call(bob, 'read_file', forBob));
  check(`bob may nothing: ${others}`, others === 'ACL_DENIED');
  for (let i = 0; i < 2; i++) await call(alice, 'read_file', forAlice);
  const fourth = await refusal(call(alice, 'read_file', forAlice));
  check(`alice's fourth request of this minute: ${fourth}`, fourth === 'RATE_LIMITED');
});
