// Authority that is passed on: an owner grants a coordinator one folder for an hour, the coordinator passes a part of it on
// to a worker for a minute. Nobody gets more than was had, nobody else can use it, and taking the first back takes all.
//   node examples/delegation.mjs
import { filesServer } from './parts/files-server.mjs';
import { check, refusal, withClients } from './parts/scene.mjs';

await withClients(['owner', 'coordinator', 'worker'], async (owner, coordinator, worker) => {
  await owner.serveLocal({ server: filesServer, service: 'files', allow: 'read_file' });
  const granted = await owner.grantCapability({
    subject: coordinator.did,
    service: 'files',
    tools: { read_file: { path: { under: '/data' } } },
    expiresIn: '1h',
    depth: 1,
  });
  const reports = { read_file: { path: { under: '/data/reports' } } };
  const passedOn = await coordinator.delegateCapability(granted, {
    subject: worker.did,
    tools: reports,
    expiresIn: '1m',
  });
  const read = (client, path, capability) => client.callTool(owner.did, 'read_file', { path }, { capability });

  const { result, receipt } = await read(worker, '/data/reports/may', passedOn);
  check(`the worker reads: ${result.content[0].text}`, result.content[0].text.endsWith('/data/reports/may'));
  for (const [what, code, attempt] of [
    ['the worker outside its part', 'CONSTRAINT', () => read(worker, '/data/salaries', passedOn)],
    ["the worker with the coordinator's", 'SUBJECT_MISMATCH', () => read(worker, '/data/salaries', granted)],
    ['the coordinator outside the folder', 'CONSTRAINT', () => read(coordinator, '/etc/passwd', granted)],
    [
      'more than was had, passed on',
      'DELEGATION_INVALID',
      () =>
        coordinator.delegateCapability(granted, {
          subject: worker.did,
          tools: { read_file: { path: { under: '/' } } },
        }),
    ],
    [
      'passed on once more',
      'DELEGATION_INVALID',
      () => worker.delegateCapability(passedOn, { subject: coordinator.did, tools: reports }),
    ],
  ]) {
    const found = await refusal(attempt());
    check(`${what}: ${found}`, found === code);
  }

  // The owner takes back what it gave to the coordinator, and with it all that came of it.
  await owner.revokeCapability(granted.id, 'the project is over');
  const after = await refusal(read(worker, '/data/reports/may', passedOn));
  check(`after the revocation the worker gets: ${after}`, after === 'REVOKED');

  // Who did what is on record with the owner, refusals too; the worker has the receipt of what it was answered.
  const decisions = await owner.audit.query({ type: 'decision', peer: worker.did });
  check(`the owner has ${decisions.length} decisions about the worker on record`, decisions.length === 3);
  check('the worker can prove the call', (await worker.audit.prove(receipt)).includes(owner.did));
});
