/**
 * The findings of a report as SARIF 2.1.0 (OASIS), for tools that gather findings. The line of a finding is that of its
 * entry in the whole log, one entry a line.
 *
 * @module
 */
import { printable, printableJson } from "../../base/printable.js";
import { FINDING_RULES } from "./report.js";
import { sayOf } from "./report-text.js";
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** What `talos audit log --json` writes of a whole ledger. */
const ARTIFACT = 'audit-log.jsonl';
const NUMBERS = Object.keys(FINDING_RULES).map(Number);
/** The findings of `report` as one SARIF document, JSON with a line feed. */
export function reportSarif(report) {
    const { version, madeAtMs, findings, verification, author } = report;
    const rules = NUMBERS.map((number) => {
        const { name, level, text } = FINDING_RULES[number];
        return { id: idOf(number), name, shortDescription: { text }, defaultConfiguration: { level } };
    });
    const invocation = { executionSuccessful: true, endTimeUtc: new Date(madeAtMs).toISOString() };
    const run = {
        tool: { driver: { name: 'talos', version, rules } },
        invocations: [invocation],
        artifacts: [{ location: { uri: ARTIFACT } }],
        results: findings.map(resultOf),
        properties: { author, valid: verification.valid, unlisted: report.unlisted },
    };
    return `${printableJson(JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }))}\n`;
}
const idOf = (number) => `TALOS${number}`;
function resultOf(each) {
    const { number, level, seq, height, peer } = each;
    const logical = [
        ...(seq === undefined ? [] : [{ fullyQualifiedName: `entry ${seq}` }]),
        ...(height === undefined ? [] : [{ fullyQualifiedName: `block ${height}` }]),
    ];
    return {
        ruleId: idOf(number),
        ruleIndex: NUMBERS.indexOf(number),
        level,
        message: { text: printable(sayOf(each)) },
        locations: [
            {
                physicalLocation: {
                    artifactLocation: { uri: ARTIFACT, index: 0 },
                    region: { startLine: (seq ?? 0) + 1 },
                },
                ...(logical.length === 0 ? {} : { logicalLocations: logical }),
            },
        ],
        ...(peer === undefined ? {} : { properties: { peer } }),
    };
}
