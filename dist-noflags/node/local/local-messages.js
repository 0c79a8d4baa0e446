/**
 * Messages and contacts over the local socket (PROTOCOL.md §10.3): a command's end of `MessagesApi` and `ContactsApi`,
 * and the owner's end of what gives messages, where one at a time is on its way.
 *
 *     → {"id":4,"method":"messages.listen","params":{…}}           ← {"id":4,"event":{"open":{…}}}
 *                                                                  ← {"id":4,"event":{"message":{…}}}
 *     → {"id":4,"taken":true}                                      ← {"id":4,"event":{"taken":true}}
 *                                                                  ← {"id":4,"event":{"request":{"from":…,"address":…}}}
 *     → {"id":4,"answer":false}
 *
 * @module
 */
import { isObject } from "./local-wire.js";
/** The messages of another process's agent. */
export function localMessages(requests) {
    return {
        send: (params, signal) => requests.ask('messages.send', params, signal),
        delivery: (params, signal) => requests.ask('messages.delivery', params, signal),
        listen: async (params, options = {}) => {
            const { info, feed } = await openFeed(requests, 'messages.listen', params, options);
            return { info, ...feed };
        },
        history: (params) => requests.ask('messages.history', params),
        follow: async (params, options = {}) => {
            const { feed } = await openFeed(requests, 'messages.follow', params, options);
            return feed;
        },
        sessions: () => requests.ask('messages.sessions'),
        resetSession: (peer) => requests.ask('messages.resetSession', { peer }),
        openSession: (params) => requests.ask('messages.openSession', params),
        seal: (params) => requests.ask('messages.seal', params),
        open: (sealed) => requests.ask('messages.open', sealed),
        bundle: () => requests.ask('messages.bundle'),
        rotatePrekeys: () => requests.ask('messages.rotatePrekeys'),
    };
}
/** The contacts of another process's agent. */
export function localContacts(requests) {
    return {
        peers: () => requests.ask('contacts.peers'),
        add: (params) => requests.ask('contacts.add', params),
        rename: (params) => requests.ask('contacts.rename', params),
        remove: (peer) => requests.ask('contacts.remove', { peer }),
        fingerprint: (peer) => requests.ask('contacts.fingerprint', { peer }),
        verify: (params) => requests.ask('contacts.verify', params),
        accept: (params) => requests.ask('contacts.accept', params),
    };
}
/** The chain of another process's agent. */
export function localBlocks(requests) {
    return {
        summary: (params = {}) => requests.ask('blocks.summary', params),
        range: (params) => requests.ask('blocks.range', params),
        find: (at) => requests.ask('blocks.find', { at }),
    };
}
/** The witnesses of another process's agent. */
export function localWitness(requests) {
    return {
        list: () => requests.ask('witness.list'),
        add: (params) => requests.ask('witness.add', params),
        remove: (params) => requests.ask('witness.remove', params),
        ask: (signal) => requests.ask('witness.ask', {}, signal),
        root: () => requests.ask('witness.root'),
        peers: () => requests.ask('witness.peers'),
        evidence: (params) => requests.ask('witness.evidence', params),
        clear: (params) => requests.ask('witness.clear', params),
    };
}
/** The servers of another process's agent. */
export function localServers(requests) {
    return {
        list: () => requests.ask('servers.list'),
        register: (params, signal) => requests.ask('servers.register', params, signal),
        peers: (params, signal) => requests.ask('servers.peers', params, signal),
    };
}
/** The anchors of another process's agent. */
export function localAnchors(requests) {
    return {
        sources: () => requests.ask('anchors.sources'),
        add: (source) => requests.ask('anchors.add', source),
        remove: (id) => requests.ask('anchors.remove', { id }),
        list: () => requests.ask('anchors.list'),
        from: (least) => requests.ask('anchors.from', { least }),
        now: (signal) => requests.ask('anchors.now', {}, signal),
        verify: () => requests.ask('anchors.verify'),
    };
}
/** The access-control lists of another process's agent. */
export function localAcl(requests) {
    return { check: (question) => requests.ask('acl.check', question), lists: () => requests.ask('acl.lists') };
}
/** Reports of another process's agent. */
export function localReports(requests) {
    return { make: (params, signal) => requests.ask('reports.make', params, signal) };
}
/** Opens what gives one thing after the other, each when the one before was taken. */
export async function openFeed(requests, method, params, options) {
    let shown;
    let isOver = false;
    let wake = () => { };
    let taken = () => { };
    const opening = requests.open(method, params, options, (content) => {
        const { message, request } = content;
        if (isObject(request))
            void answer(request);
        else if (isObject(message))
            shown = message;
        else
            taken();
        wake();
    });
    const answer = async (sender) => {
        // Who cannot answer says no; why is for the one who asked the person.
        const isYes = await (options.ask?.(sender) ?? Promise.resolve(false)).catch(() => false);
        requests.tell((await opening).id, { answer: isYes });
    };
    const { id, info, ended, close } = await opening;
    const over = () => {
        isOver = true;
        wake();
    };
    ended.then(over, over);
    const feed = {
        ended,
        close,
        async next() {
            while (shown === undefined && !isOver)
                await new Promise((resolve) => {
                    wake = resolve;
                });
            return isOver ? undefined : shown;
        },
        async take() {
            const done = new Promise((resolve) => {
                taken = resolve;
            });
            shown = undefined;
            requests.tell(id, { taken: true });
            await Promise.race([done, ended]);
        },
    };
    return { info, feed };
}
/** Hands over what `feed` gives until it is over. `onTaken` is given what to call when the command took one. */
export async function handOver(feed, info, event, onTaken) {
    event({ open: info });
    const over = feed.ended.then(() => false);
    over.catch(() => undefined); // awaited below
    for (;;) {
        const message = await feed.next();
        if (message === undefined)
            break;
        const taken = new Promise((resolve) => {
            onTaken(() => resolve(true));
        });
        event({ message });
        if (!(await Promise.race([taken, over])))
            break;
        await feed.take();
        event({ taken: true });
    }
    await feed.ended;
}
