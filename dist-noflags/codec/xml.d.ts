/** Most bytes of a document. */
export declare const MAX_XML_BYTES = 65536;
/** Most elements within each other, the root counted. */
export declare const MAX_XML_DEPTH = 16;
/** Most elements in all. */
export declare const MAX_XML_ELEMENTS = 1000;
/** One element. */
export interface XmlElement {
    /** Without the prefix of its namespace. */
    readonly name: string;
    /** All text directly within it, without white space around it. */
    readonly text: string;
    readonly children: readonly XmlElement[];
}
/**
 * Reads a document.
 *
 * @returns Its root.
 * @throws {TalosError} `E_LIMIT` for one that is too long, too deep or has too many elements; `E_MALFORMED` for what is not XML,
 * or more of it than is read here.
 */
export declare function readXml(bytes: Uint8Array): XmlElement;
/** The first child of that name. */
export declare function childOf({ children }: XmlElement, name: string): XmlElement | undefined;
/** Every element of that name under `root`, in the order of the document. */
export declare function elementsOf(root: XmlElement, name: string): readonly XmlElement[];
