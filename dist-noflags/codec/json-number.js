/**
 * JSON numbers as they were written, and what a double makes of them.
 *
 * @module
 */
/** A number kept as the token it was written with, because JavaScript would write its value in another way. */
export class JsonNumber {
    /** The token, as RFC 8259 §6 spells numbers. */
    token;
    /**
     * @param token - For example `9007199254740993`.
     * @throws {RangeError} if `token` is no number of RFC 8259 §6.
     */
    constructor(token) {
        if (!/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(token))
            throw new RangeError('token must be a JSON number');
        this.token = token;
    }
}
/** The nearest double of a number that was read; infinite where the token is beyond all doubles. */
export function numberValue(number) {
    return typeof number === 'number' ? number : Number(number.token);
}
/**
 * Whether a double carries `number`: its shortest text, as RFC 8785 writes it, has the token's decimal value.
 *
 * `1.0`, `1e2` and `-0` are exact; 2^53 + 1, `1e400`, `1e-400` and `0.1000000000000000055511` are not.
 */
export function isExact(number) {
    if (typeof number === 'number')
        return Number.isFinite(number);
    const value = Number(number.token);
    return Number.isFinite(value) && decimalOf(number.token) === decimalOf(String(value));
}
/** A token's decimal value in one form: significant digits, `e`, power of ten. Signs are not compared: none is lost. */
function decimalOf(token) {
    const [mantissa = '', exponent = '0'] = token.replace(/^-/, '').split(/[eE]/);
    const [whole = '', fraction = ''] = mantissa.split('.');
    const digits = whole + fraction;
    let start = 0;
    let end = digits.length;
    while (digits.charCodeAt(start) === 0x30)
        start++;
    while (end > start && digits.charCodeAt(end - 1) === 0x30)
        end--;
    if (start === end)
        return '0';
    return `${digits.slice(start, end)}e${Number(exponent) - fraction.length + digits.length - end}`;
}
