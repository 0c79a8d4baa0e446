/** The verdict, one sentence: what a report says first. */
export function verdictOf({ verification }) {
    const { valid, entries, blocks } = verification;
    return valid
        ? `The ledger verifies: ${countOf(entries, 'entry', 'entries')} in ${countOf(blocks, 'block', 'blocks')}.`
        : 'VERIFICATION FAILED: do not rely on this ledger. The errors below say what does not hold.';
}
/** The sections, the findings first; empty ones left out. */
export function sectionsOf(report) {
    const sections = [
        { title: 'Findings', columns: ['Number', 'Level', 'What', 'Entry', 'Block'], rows: findingRows(report) },
        { title: 'Ledger', columns: ['', ''], rows: ledgerRows(report) },
        {
            title: 'Entries by type',
            columns: ['Type', 'Entries'],
            rows: report.types.map(({ type, count }) => [type, String(count)]),
        },
        {
            title: 'Peers',
            columns: ['Peer', 'Alias', 'Verified', 'Entries', 'Calls', 'Refusals'],
            rows: report.peers.map((each) => [
                each.peer,
                each.alias,
                each.verified ? 'yes' : 'no',
                ...[each.entries, each.calls, each.denied].map(String),
            ]),
        },
        {
            title: 'Calls',
            columns: ['Service', 'Tool, resource or prompt', 'Made', 'Served', 'Refused'],
            rows: report.tools.map(({ service, target, made, served, denied }) => [
                service,
                target,
                ...[made, served, denied].map(String),
            ]),
        },
        {
            title: 'Refusals by code',
            columns: ['Code', 'Refusals'],
            rows: report.denials.map(({ code, count }) => [code, String(count)]),
        },
        {
            title: 'Anchors',
            columns: ['Time', 'Entries', 'Source', 'By', 'Verdict'],
            rows: report.anchors.map(({ atMs, size, source, by, reason }) => [
                timeOf(atMs),
                String(size),
                source,
                by ?? '',
                reason ?? 'holds',
            ]),
        },
    ];
    return sections.filter(({ rows }) => rows.length > 0);
}
function findingRows({ findings, unlisted }) {
    const rows = findings.map((each) => [
        String(each.number),
        each.level,
        sayOf(each),
        placeOf(each.seq),
        placeOf(each.height),
    ]);
    return unlisted === 0 ? rows : [...rows, ['', '', `and ${unlisted} more of these kinds`, '', '']];
}
/** The message of a finding, with its code. */
export function sayOf({ message, code }) {
    return code === undefined ? message : `${code}: ${message}`;
}
const placeOf = (place) => (place === undefined ? '' : String(place));
function ledgerRows({ author, name, entries, firstMs, lastMs, range, verification, revocations, ...made }) {
    const { fromMs, toMs } = range;
    const span = firstMs === undefined || lastMs === undefined ? 'none' : `${timeOf(firstMs)} to ${timeOf(lastMs)}`;
    return [
        ['Author', author],
        ['Name', name],
        ['Made', `${timeOf(made.madeAtMs)} by talos ${made.version}`],
        [
            'Range',
            `${fromMs === undefined ? 'the beginning' : timeOf(fromMs)} to ${toMs === undefined ? 'the end' : timeOf(toMs)}`,
        ],
        ['Entries in it', `${entries}, ${span}`],
        ['Revocations in it', String(revocations)],
        ['Verified', `${verification.entries} entries, ${verification.blocks} blocks`],
        ...archivedRows(verification),
        ...verification.checkpoint
            .split('\n')
            .filter((line) => line !== '')
            .map((line, i) => [i === 0 ? 'Newest checkpoint' : '', line]),
    ];
}
/** What the report is silent about. */
function archivedRows({ archived }) {
    if (archived === 0)
        return [];
    return [
        [
            'Archived',
            `entries of ${countOf(archived, 'block', 'blocks')}: not in this report, verified by their hashes alone`,
        ],
    ];
}
const countOf = (count, one, many) => `${count} ${count === 1 ? one : many}`;
/** A time, UTC, to the second. */
function timeOf(ms) {
    const date = new Date(ms);
    return Number.isNaN(date.getTime()) ? String(ms) : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
