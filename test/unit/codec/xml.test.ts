import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base/bytes.ts';
import { isTalosError } from '../../../src/base/errors.ts';
import {
  childOf,
  elementsOf,
  MAX_XML_BYTES,
  MAX_XML_DEPTH,
  MAX_XML_ELEMENTS,
  readXml,
  type XmlElement,
} from '../../../src/codec/xml.ts';

const read = (text: string): XmlElement => readXml(utf8(text));
const code = (value: string): object => expect.objectContaining({ code: value }) as object;
const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
const beside = (count: number): string => `<a>${'<b/>'.repeat(count - 1)}</a>`;
const long = (bytes: number): string => `<a>${'x'.repeat(bytes - 7)}</a>`;

describe('XML', () => {
  it('reads elements, their text and what is within them', () => {
    const root = read(
      '<?xml version="1.0" encoding="utf-8"?>\r\n<!-- a router --><r:root xmlns:r="urn:x" a = \'>\'>\n <one> first <b/>second</one><two/>\n</r:root >\n',
    );
    expect(root).toEqual({
      name: 'root',
      text: '',
      children: [
        { name: 'one', text: 'first second', children: [{ name: 'b', text: '', children: [] }] },
        { name: 'two', text: '', children: [] },
      ],
    });
    expect(childOf(root, 'two')?.name).toBe('two');
    expect(childOf(root, 'b')).toBeUndefined();
    expect(elementsOf(root, 'b')).toHaveLength(1);
  });

  it('reads references to characters, and to the five entities that every document has', () => {
    expect(read('<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;&amp;lt;</a>').text).toBe('<>&"\'A😀&lt;');
  });

  it.each([
    ['nothing', ''],
    ['white space', ' \n'],
    ['text', 'hello'],
    ['an element without an end', '<a>'],
    ['an end without an element', '</a>'],
    ['ends in another order', '<a><b></a></b>'],
    ['an end of the same name in another namespace', '<x:a></y:a>'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>x'],
    ['a document type', '<!DOCTYPE a><a/>'],
    ['entities that say each other', '<!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c "x">]><a>&b;</a>'],
    ['an entity of a file', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
    ['an entity that nobody declared', '<a>&b;</a>'],
    ['an ampersand', '<a>a & b</a>'],
    ['CDATA', '<a><![CDATA[x]]></a>'],
    ['an instruction', '<a><?php x?></a>'],
    ['a declaration in the wrong place', ' <?xml version="1.0"?><a/>'],
    ['an attribute without a value', '<a b/>'],
    ['an attribute without quotes', '<a b=c/>'],
    ['an attribute with mark-up', '<a b="<"/>'],
    ['a comment without an end', '<a/><!-- x'],
    ['a comment within a comment', '<a/><!-- -- -->'],
    ['a name that begins with a number', '<1/>'],
    ['the character 0', '<a>\u0000</a>'],
    ['a reference to the character 0', '<a>&#0;</a>'],
    ['a reference to half a character', '<a>&#xD800;</a>'],
    ['a reference past Unicode', '<a>&#x110000;</a>'],
  ])('E_MALFORMED: %s', (_what, text) => {
    expect(() => read(text)).toThrow(code('E_MALFORMED'));
  });

  it('E_MALFORMED: what is not UTF-8', () => {
    expect(() => readXml(Uint8Array.of(0x3c, 0x61, 0xff, 0x3e))).toThrow(code('E_MALFORMED'));
  });

  it.each([
    ['bytes', MAX_XML_BYTES, long],
    ['elements within each other', MAX_XML_DEPTH, nested],
    ['elements', MAX_XML_ELEMENTS, beside],
  ] as const)('reads %s up to the limit and E_LIMIT past it', (_what, limit, make) => {
    expect(read(make(limit)).name).toBe('a');
    expect(() => read(make(limit + 1))).toThrow(code('E_LIMIT'));
  });

  it('takes a time that grows with the length alone, however a document is written', () => {
    for (const unit of ['<', '<a ', '<a b="', ' ', '&', '<!--', '</', '<a\n', '<a b = ', '&#1'])
      for (const before of ['', '<a>', '<a '])
        expect(() => read((before + unit.repeat(MAX_XML_BYTES)).slice(0, MAX_XML_BYTES))).toThrow(code('E_MALFORMED'));
  });

  it('reads or refuses whatever is nearly a document', () => {
    const good = '<?xml version="1.0"?><root xmlns="urn:x"><!-- c --><a b="c">&lt;x&gt;</a><d/><e><f>1</f></e></root>';
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.nat(good.length), fc.nat(4), fc.constantFrom('<', '>', '/', '&', '"', 'a', ' ', '!', '-', '')),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        (edits) => {
          let text = good;
          for (const [at, dropped, put] of edits) text = text.slice(0, at) + put + text.slice(at + dropped);
          try {
            expect(read(text).name).not.toBe('');
          } catch (error) {
            if (!isTalosError(error, 'E_MALFORMED')) throw error;
          }
        },
      ),
    );
  });
});
