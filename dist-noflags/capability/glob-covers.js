/**
 * What can be said of all texts that a pattern matches, without matching any. PROTOCOL.md §8.3.
 *
 * Each answer `true` is shown segment by segment; where that cannot be done the answer is `false`.
 *
 * @module
 */
const ANY_SEGMENTS = '**';
const WILDCARD = /[*?]/;
/** Whether `parent` matches every text that `child` matches. Takes at most the product of both lengths. */
export function globCoversGlob(parent, child) {
    if (parent === child)
        return true;
    const [above, below] = [parent.split('/'), child.split('/')];
    // Row by row: which beginnings of `below` the segments of `above` up to here cover.
    let reached = Array.from({ length: below.length + 1 }, (_, end) => end === 0);
    for (const segment of above)
        reached = after(reached, segment, below);
    return reached.at(-1) === true;
}
function after(reached, segment, below) {
    const next = Array(reached.length).fill(false);
    const many = segment === ANY_SEGMENTS;
    if (many)
        next[0] = reached[0] === true;
    for (const [at, other] of below.entries()) {
        const end = at + 1;
        next[end] = many
            ? reached[end] === true || (next[at] === true && other !== '')
            : reached[at] === true && segmentCovers(segment, other);
    }
    return next;
}
/** What a wildcard matches is never empty, `.` or `..`; of these only the empty segment can stand in a pattern. */
function segmentCovers(parent, child) {
    if (!WILDCARD.test(parent))
        return parent === child;
    if (child === '' || child === ANY_SEGMENTS)
        return false;
    return matchesSymbols(Array.from(parent), Array.from(child));
}
/** Whether `pattern` fits the symbols of another: `*` any run of them, `?` any one but `*`. */
function matchesSymbols(pattern, symbols) {
    let [p, s, afterStar, taken] = [0, 0, -1, 0];
    while (s < symbols.length) {
        const [want, symbol] = [pattern[p], symbols[s]];
        if (want === '*') {
            afterStar = ++p;
            taken = s;
        }
        else if (want !== undefined && (want === symbol || (want === '?' && symbol !== '*'))) {
            p++;
            s++;
        }
        else {
            if (afterStar < 0)
                return false;
            s = ++taken;
            p = afterStar;
        }
    }
    return pattern.slice(p).every((want) => want === '*');
}
/** What every text that `pattern` matches starts with. */
export function globPrefix(pattern) {
    const segments = pattern.split('/');
    const many = segments.indexOf(ANY_SEGMENTS);
    const single = (many < 0 ? segments : segments.slice(0, many)).join('/');
    return single.slice(0, WILDCARD.exec(single)?.index);
}
/** What every text that `pattern` matches ends with. */
export function globSuffix(pattern) {
    const segments = pattern.split('/');
    const single = segments.slice(segments.lastIndexOf(ANY_SEGMENTS) + 1).join('/');
    return single.slice(Math.max(single.lastIndexOf('*'), single.lastIndexOf('?')) + 1);
}
/** Whether every text that `pattern` matches is the plain absolute path `base` or one below it (`isUnder`). */
export function globIsUnder(pattern, base) {
    const segments = pattern.split('/');
    const above = base === '/' ? [''] : base.split('/');
    if (!above.every((segment, at) => segments[at] === segment))
        return false;
    const rest = segments.slice(above.length);
    // `/**` matches the empty text too, which is no path.
    if (base === '/' && rest.every((segment) => segment === ANY_SEGMENTS))
        return false;
    return rest.every((segment) => segment !== '');
}
