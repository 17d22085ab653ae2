/** Reads what a source file imports. Types count apart: they vanish when the program runs. */
import ts from 'typescript';

/** A file of `src`, by its path inside it. */
export interface SourceFile {
  readonly file: string;
  readonly source: string;
}

/** One import or re-export, as written. */
export interface SourceImport {
  readonly file: string;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

/** Each file is parsed once, however many rules ask. */
const parsed = new WeakMap<SourceFile, readonly SourceImport[]>();

/** The imports of one file, in order. Components are read from their script elements. */
export function importsOf(file: SourceFile): readonly SourceImport[] {
  const known = parsed.get(file) ?? readImports(file);
  parsed.set(file, known);
  return known;
}

function readImports({ file, source }: SourceFile): readonly SourceImport[] {
  const imports: SourceImport[] = [];
  const add = (literal: ts.Node | undefined, isTypeOnly: boolean) => {
    if (literal !== undefined && ts.isStringLiteralLike(literal)) {
      imports.push({ file, specifier: literal.text, isTypeOnly });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, isTypeExport(node));
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    } else if (isModuleUrl(node)) add(node.arguments?.[0], false);
    ts.forEachChild(node, visit);
  };
  visit(parse({ file, source }));
  return imports;
}

/** Whether a module does nothing but hand on what other files export. */
export function isOnlyReExports(module: SourceFile): boolean {
  return parse(module).statements.every(
    (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
  );
}

function parse({ file, source }: SourceFile): ts.SourceFile {
  const text = file.endsWith('.svelte') ? scriptsOf(source) : source;
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
}

function scriptsOf(component: string): string {
  const scripts = component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g);
  return [...scripts].map(([, script]) => script ?? '').join('\n');
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = importClause;
  if (name !== undefined || namedBindings === undefined) return false;
  return (
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.length > 0 &&
    namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

function isTypeExport({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean {
  if (isTypeOnly) return true;
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return false;
  return exportClause.elements.length > 0 && exportClause.elements.every((e) => e.isTypeOnly);
}

/** `new URL('./x.worker.ts', import.meta.url)` loads a file as much as an import does. */
function isModuleUrl(node: ts.Node): node is ts.NewExpression {
  return (
    ts.isNewExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'URL' &&
    node.arguments?.length === 2 &&
    node.arguments[1] !== undefined &&
    ts.isPropertyAccessExpression(node.arguments[1]) &&
    node.arguments[1].name.text === 'url'
  );
}
