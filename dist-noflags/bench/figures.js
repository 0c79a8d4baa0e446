/**
 * What was measured, in the one shape that `talos bench`, the benches of the repository and docs/benchmarks.md share; and
 * how it is shown.
 *
 * @module
 */
import { arch, cpus, platform, totalmem } from 'node:os';
import { VERSION } from "../base/version.js";
/** Collects figures in the order in which they come. */
export class Figures {
    #sections = [];
    #say;
    /** @param say - Told what is being measured. */
    constructor(say) {
        this.#say = say;
    }
    /** Begins a section. */
    begin(section) {
        const now = performance.now();
        this.#sections.push({ section, figures: [], from: now, to: now });
        this.#say(`measuring: ${section}`);
    }
    /** Adds a figure to the section that was begun last. */
    add(name, value, unit, { below, atLeast, ...about } = {}) {
        const isNumber = Number.isFinite(value);
        let aim = {};
        if (below !== undefined)
            aim = { aim: `< ${below}`, reached: isNumber && value < below };
        if (atLeast !== undefined)
            aim = { aim: `>= ${atLeast}`, reached: isNumber && value >= atLeast };
        this.#push({ name, value: isNumber ? value : null, unit, ...aim, ...about });
    }
    /** Says what could not be measured, and why. */
    missing(name, reason) {
        this.#push({ name, value: null, unit: '', note: `not measured: ${reason}` });
    }
    #push(figure) {
        const section = this.#sections.at(-1);
        if (section === undefined)
            throw new TypeError('begin a section first');
        section.figures.push(figure);
        section.to = performance.now();
    }
    /** What was found so far. */
    get sections() {
        return this.#sections.map(({ section, figures, from, to }) => ({
            section,
            figures: [...figures],
            seconds: Math.round((to - from) / 100) / 10,
        }));
    }
    /** All of it, with machine and versions. */
    report(versions = {}) {
        return {
            v: 1,
            kind: 'talos-bench',
            time: new Date().toISOString(),
            machine: thisMachine(),
            versions: { 'talos-protocol': VERSION, node: process.versions.node, ...versions },
            sections: this.sections,
        };
    }
}
function thisMachine() {
    const all = cpus();
    return {
        processor: all[0]?.model.trim() ?? 'unknown',
        processors: all.length,
        memoryGiB: Math.round(totalmem() / 2 ** 30),
        platform: `${platform()} ${arch()}`,
    };
}
/** A number as people read it: three digits or so. */
export function formatNumber(value) {
    if (value === null)
        return '-';
    const size = Math.abs(value);
    if (size >= 1000)
        return Math.round(value).toLocaleString('en-US');
    return value.toFixed(size >= 100 || value === 0 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3);
}
/** What stands behind a number in a table: what it is a multiple of, its aim, and what is said of it. */
export function remarksOf({ beside = [], aim, reached, note }) {
    const remarks = beside.map(({ name, value, ratio }) => `${formatNumber(ratio)} × ${name} (${formatNumber(value)})`);
    if (aim !== undefined)
        remarks.push(`aim ${aim}: ${reached === true ? 'reached' : 'not reached'}`);
    if (note !== undefined)
        remarks.push(note);
    return remarks.join('; ');
}
/** The lines of a table for a terminal. */
export function tableLines({ sections, machine, versions }) {
    const all = sections.flatMap(({ figures }) => figures);
    const width = Math.max(...all.map(({ name }) => name.length));
    const lines = [];
    for (const { section, figures } of sections) {
        lines.push(section, '-'.repeat(section.length));
        for (const figure of figures) {
            const shown = `${figure.name.padEnd(width)} ${formatNumber(figure.value).padStart(11)} ${figure.unit.padEnd(8)}`;
            lines.push(`${shown} ${remarksOf(figure)}`.trimEnd());
        }
        lines.push('');
    }
    const { processor, processors, memoryGiB } = machine;
    const where = `${processors} x ${processor}, ${memoryGiB} GiB, ${machine.platform}`;
    lines.push(`${where}, ${Object.entries(versions)
        .map((each) => each.join(' '))
        .join(', ')}`);
    lines.push('medians of several rounds in turn: trust the ratios more than the figures');
    return lines;
}
