/**
 * What the tool server of a tunnel asked and the peer has not answered: bounded.
 *
 * @module
 */
import { type RpcId } from '../../mcp/rpc.ts';
/** See the module comment. */
export declare class ToolQuestions {
    #private;
    /** Whether the tool may ask this: it has not too many questions open, those that it has taken back aside. */
    expect(id: RpcId): boolean;
    /** The tool takes a question back. */
    cancel(id: RpcId): void;
    /** Whether `id` is of an open question, which is answered then: only what was asked may be answered, once. */
    answer(id: RpcId): boolean;
}
