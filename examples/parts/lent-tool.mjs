// An owner that lends `read_file` for files under /data, and an agent that was granted it: what a tool of a framework calls.
import { filesServer } from './files-server.mjs';
import { withClients } from './scene.mjs';

export { check } from './scene.mjs';

/** Calls `use` with the agent, the owner's DID and the capability. */
export function withLentTool(use) {
  return withClients(['owner', 'agent'], async (owner, agent) => {
    await owner.serveLocal({ server: filesServer, service: 'files', allow: 'read_file' });
    const capability = await owner.grantCapability({
      subject: agent.did,
      service: 'files',
      tools: { read_file: { path: { under: '/data' } } },
      expiresIn: '15m',
    });
    await use(agent, owner.did, capability);
  });
}
