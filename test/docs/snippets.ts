/** Compiles the TypeScript of the documents, as an application that has the package installed would. */
import { join } from 'node:path';
import ts from 'typescript';
import { type Fence, ROOT } from './fences.ts';

/** What snippets need not say again. */
const GIVEN = `import type { GrantedCapability, TalosClient } from 'talos-protocol';
declare global {
  const client: TalosClient;
  const owner: TalosClient;
  const agent: TalosClient;
  const peer: string;
  const signal: AbortSignal;
  const grant: GrantedCapability;
}
`;

/** @returns What is wrong, each with its place in the document. */
export function compile(fences: readonly Fence[]): string[] {
  const folder = join(ROOT, 'docs-snippets');
  const files = new Map<string, string>([[join(folder, 'given.ts'), GIVEN]]);
  const named = new Map<string, Fence>();
  for (const [index, fence] of fences.entries()) {
    const name = join(folder, `${index}.ts`);
    files.set(name, `${fence.text}\nexport {};\n`);
    named.set(name, fence);
  }
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => files.has(name) || disk.fileExists(name),
    readFile: (name) => files.get(name) ?? disk.readFile(name),
    getSourceFile: (name, target, ...rest) => {
      const text = files.get(name);
      return text === undefined ? disk.getSourceFile(name, target, ...rest) : ts.createSourceFile(name, text, target);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    const fence = named.get(file?.fileName ?? '');
    if (fence === undefined || file === undefined) return `${file?.fileName ?? ''}: ${text}`;
    return `${fence.page}:${fence.line + file.getLineAndCharacterOfPosition(start ?? 0).line + 1}: ${text}`;
  });
}
